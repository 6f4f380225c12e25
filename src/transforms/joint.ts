// Forward and reverse sweep one after the other in one function.
import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference } from "../ir/types.ts";
import { add, call, forOp, zero } from "../ops/index.ts";
import type { Family } from "./family.ts";
import { adderOf, hasShadow, type Halves } from "./half.ts";
import { splitCallOf } from "./halves.ts";
import type { LinearProgram } from "./linear-program.ts";
import { accumulate } from "./seed.ts";
import { backwards, forwards, prepare } from "./sweeps.ts";

interface By {
  readonly active: readonly boolean[];
  /** Which results have cotangents; undefined: all that can. */
  readonly seeded: readonly boolean[] | undefined;
}

/** The reverse derivative of `func`: see `vjp`. */
export function joint(family: Family<Halves>, func: Func, by: By, name: string): Func {
  const { active, seeded } = by;
  const { yields } = func.region;
  const seeds = yields.map((r, i): Value | undefined => {
    const type = tangentType(r.type);
    return type === undefined || seeded?.[i] === false ? undefined : { type };
  });
  const loop = (lin: LinearProgram, b: Builder, instr: Instr): boolean =>
    runAtOnce(family, lin, b, instr, seeds);
  const sweeps = prepare(family, func, active, true, splitCallOf(family), undefined, loop);
  const { lin, params } = sweeps;
  const b = new Builder(func.span);
  b.params.push(...params, ...seeds.filter((s) => s !== undefined));
  const back = new Builder(func.span);
  const cts = backwards(sweeps, back, {
    seed: (to, adjoints) => {
      yields.forEach((r, i) => {
        const ct = seeds[i];
        if (ct === undefined) return;
        const tangent = lin.tangent(r);
        if (tangent !== undefined) adjoints.add(to, tangent, ct);
        else if (isReference(r.type)) accumulate(to, lin.shadow(r), ct, adderOf(family));
      });
    },
    options: family.options,
  });
  forwards(sweeps, b);
  for (const instr of back.body) b.append(instr);
  return cloneFunc({ ...func, name, region: b.finish([...yields, ...cts]) });
}

/**
 * Emits `loop` with its iterations forward and backwards at once, if it is one for that: the reverse
 * sweep takes from it what has been collected for numbers. Gives whether it has.
 */
function runAtOnce(
  family: Family<Halves>,
  lin: LinearProgram,
  b: Builder,
  loop: Instr,
  seeds: readonly (Value | undefined)[],
): boolean {
  const how = family.loops?.get(loop);
  if (how === undefined) return false;
  const { each, active, used, cotangents } = how;
  const seeded = cotangents.map((c) => c !== undefined);
  const { name } = family.member(
    `${each} at once`,
    () => ({ name: family.name(`${each}_vjp`) }),
    (made) => [joint(family, family.func(each), { active, seeded }, made.name)],
  );
  const cts = cotangents.flatMap((recipe, i) => {
    if (recipe === undefined) return [];
    return [recipe(b, seeds) ?? zero(b, (loop.results[i] as Value).type)];
  });
  const carried = loop.results.length;
  const inits = loop.args.slice(2);
  const varying = used.filter((v, i) => active[1 + carried + i] === true && !isReference(v.type));
  const moving = cts.length;
  const inner = b.nested();
  const params = (loop.regions[0] as Instr["regions"][number]).params.map((p) =>
    inner.param(p.type, p.hint),
  );
  const sums = varying.map((v) => inner.param(v.type));
  const shadows = used.filter(hasShadow).map((v) => lin.shadow(v));
  const types = [...loop.results, ...cts, ...varying].map((v) => v.type);
  const made = call(inner, name, [...params, ...used, ...shadows, ...cts], types);
  const own = made.slice(carried + moving);
  const next = sums.map((sum, i) => add(inner, sum, own[i] as Value));
  const region = inner.finish([...made.slice(0, carried), ...next]);
  const collected = varying.map((v): Value => ({ type: v.type }));
  const args = [...loop.args, ...varying.map((v) => zero(b, v.type))];
  const results = [...loop.results, ...collected];
  const run: Instr = { ...loop, op: forOp, args, regions: [region], results };
  b.append(run);
  lin.source.set(region, loop.regions[0] as Instr["regions"][number]);
  const twins = lin.twinsOf(loop.results).filter(({ of }) => seeded[of] === true);
  lin.freshTwins(twins, loop.results);
  const given = cotangents.flatMap((recipe, i) => (recipe === undefined ? [] : [i]));
  // what a sum starts from has the cotangent of the sum
  const parts: [Value, Value][] = [
    ...given.map((at, i): [Value, Value] => [inits[at] as Value, cts[i] as Value]),
    ...varying.map((v, i): [Value, Value] => [v, collected[i] as Value]),
  ];
  lin.collected.set(
    run,
    parts.flatMap(([v, value]) => {
      const tangent = lin.tangent(v);
      return tangent === undefined ? [] : [{ tangent, value }];
    }),
  );
  return true;
}
