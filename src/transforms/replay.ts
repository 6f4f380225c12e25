/**
 * What a checkpointed region is run by a second time: forward, nothing being kept; or forward and
 * then backwards at once. Its references and their shadows are given, so that both work on the
 * memory that the first run worked on.
 */
import { structureOf } from "../analysis/structure.ts";
import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isFlatMemory, isReference, type RefType, type Type } from "../ir/types.ts";
import {
  add,
  call,
  callOp,
  forRange,
  ifElse,
  int,
  length,
  load,
  nullRef,
  recordGet,
  recordSet,
  same,
  storeTo,
  zero,
} from "../ops/index.ts";
import { noneActive } from "./activity.ts";
import { bits, type Family } from "./family.ts";
import { ForwardSweep, original } from "./forward.ts";
import { hasShadow } from "./half.ts";
import type { LinearProgram } from "./linear-program.ts";
import { linearise } from "./linearise.ts";
import { quietName } from "./quiet.ts";
import { isBounded } from "./reach.ts";
import { isRuled, zeroLike } from "./rules.ts";
import { Saves } from "./saves.ts";
import { backwards, forwards, prepare, type SplitCall } from "./sweeps.ts";

/** A function that does what another does, without any preparation for a reverse sweep. */
export interface Advance {
  readonly name: string;
  /**
   * Whether it takes shadows of references after the parameters, and gives those of the results
   * after these. If not, neither is needed.
   */
  readonly shadows: boolean;
}

/** The function `name` run forward alone. */
export function advance<M extends { readonly name: string }>(
  family: Family<M>,
  name: string,
): Advance {
  const func = family.func(name);
  const { params, yields } = func.region;
  if (!yields.some(hasShadow) && !params.some((p) => hasShadow(p) && holdsReferences(p.type))) {
    return { name, shadows: false };
  }
  return family.member(
    `${name} advance`,
    (): Advance => ({ name: family.name(`${name}_advance`), shadows: true }),
    (member) => [
      isRuled(func) ? advancingRuled(func, member.name) : advancing(family, func, member.name),
    ],
  );
}

// The shadows of what it makes are its own, as in its halves.
function advancingRuled(func: Func, name: string): Func {
  const b = new Builder(func.span);
  const { params, yields } = func.region;
  const given = params.map((p) => b.param(p.type, p.hint));
  for (const p of params.filter(hasShadow)) b.param(tangentType(p.type) as Type);
  const types = yields.map((v) => v.type);
  const results = call(b, func.name, given, types);
  const shadows = results.filter(hasShadow).flatMap((r) => zeroLike(b, r));
  return { name, region: b.finish([...results, ...shadows]), span: func.span };
}

function holdsReferences(type: Type): boolean {
  return isReference(type) && !isFlatMemory(type);
}

function advancing<M extends { readonly name: string }>(
  family: Family<M>,
  func: Func,
  name: string,
): Func {
  const inactive = func.region.params.map(() => false);
  const { lin, builder } = linearise(func, inactive, noneActive, (l, b, instr) =>
    advanceCall(family, l, b, instr),
  );
  const { yields } = func.region;
  const region = builder.finish(yields);
  lin.source.set(region, func.region);
  const structure = structureOf(region);
  const b = new Builder(func.span);
  b.params.push(...region.params);
  new ForwardSweep(lin, structure, new Saves(structure), original()).body(b, region);
  const shadows = yields.filter(hasShadow).map((v) => lin.shadow(v));
  return cloneFunc({ ...func, name, region: b.finish([...yields, ...shadows]) });
}

function advanceCall<M extends { readonly name: string }>(
  family: Family<M>,
  lin: LinearProgram,
  b: Builder,
  instr: Instr,
): void {
  const { name, shadows } = advance(family, String(instr.attrs["callee"]));
  if (!shadows) {
    b.append(instr);
    return;
  }
  const results = [...instr.results];
  for (const r of instr.results.filter(hasShadow)) {
    const made: Value = { type: tangentType(r.type) as Type };
    lin.setShadow(r, made);
    results.push(made);
  }
  const args = [...instr.args, ...instr.args.filter(hasShadow).map((a) => lin.shadow(a))];
  b.append({ ...instr, op: callOp, args, attrs: { callee: name }, results });
}

/** How a region is run forward and backwards at once. */
export interface Reversal {
  readonly func: string;
  /** For each parameter, whether it varies. */
  readonly active: readonly boolean[];
  /** For each parameter, whether what has been collected for it so far goes in and comes out. */
  readonly through: readonly boolean[];
}

/**
 * The name of the function that does it; it prints nothing. Parameters: those of the region; the shadows of those that
 * are references; the shadows that results had in the first run; the cotangents of results that are
 * numbers; what has been collected for parameters `through`. Results: the cotangents of the active
 * numbers among the parameters.
 */
export function reversal<M extends { readonly name: string }>(
  family: Family<M>,
  { func, active, through }: Reversal,
  split: SplitCall,
): string {
  const how = { func: quietName(family.source, func), active, through };
  return family.member(
    `${how.func} reverse ${bits(how.active)} ${bits(how.through)}`,
    () => ({ name: family.name(`${how.func}_reverse`) }),
    ({ name }) => [reversing(family, how, name, split)],
  ).name;
}

function reversing<M extends { readonly name: string }>(
  family: Family<M>,
  { func: source, active, through }: Reversal,
  name: string,
  split: SplitCall,
): Func {
  const func = family.func(source);
  const { params, yields } = func.region;
  const sweeps = prepare(family, func, active, true, split);
  const { lin } = sweeps;
  const b = new Builder(func.span);
  b.params.push(...sweeps.params);
  const twins = (list: readonly Value[]): [Value, Value][] =>
    list.map((v) => [v, b.param(tangentType(v.type) as Type)]);
  const shadows = twins(yields.filter(hasShadow));
  const cts = twins(yields.filter(isDifferentiable));
  const collected = twins(
    params.filter((p, i) => active[i] === true && through[i] === true && isDifferentiable(p)),
  );
  const back = new Builder(func.span);
  const results = backwards(sweeps, back, {
    seed: (to, adjoints) => {
      for (const [v, ct] of [...collected, ...cts]) {
        const tangent = lin.tangent(v);
        if (tangent !== undefined) adjoints.add(to, tangent, ct);
      }
      for (const [v, before] of shadows) moveShadow(to, lin.shadow(v), before);
    },
    options: family.options,
  });
  forwards(sweeps, b);
  for (const instr of back.body) b.append(instr);
  return cloneFunc({ ...func, name, region: b.finish(results) });
}

/** Whether `v` is a number that can have a tangent. */
export function isDifferentiable(v: Value): boolean {
  return !isReference(v.type) && tangentType(v.type) !== undefined;
}

/**
 * What a shadow holds goes to that of the same memory in another run: `to += from; from = 0`, unless
 * the two are one. Whatever is shared inside is moved once, since nothing is left of it.
 */
export function moveShadow(b: Builder, to: Value, from: Value): void {
  if (!isBounded(to.type)) return;
  ifElse(
    b,
    same(b, to, from),
    () => [],
    (inner) => {
      if (to.type.kind === "ref") moveFields(inner, to, from, to.type);
      else moveElements(inner, to, from);
      return [];
    },
  );
}

function moveElements(b: Builder, to: Value, from: Value): void {
  forRange(b, [int(b, 0), length(b, to), 1], [], (inner, i) => {
    const [x, y] = [load(inner, to, i), load(inner, from, i)];
    if (isReference(x.type)) moveShadow(inner, x, y);
    else {
      storeTo(inner, to, i, add(inner, x, y));
      storeTo(inner, from, i, zero(inner, y.type));
    }
    return [];
  });
}

// Where one is null, the other is.
function moveFields(b: Builder, to: Value, from: Value, type: RefType): void {
  const none = same(b, to, b.emit1(nullRef, [], { type }));
  ifElse(
    b,
    none,
    () => [],
    (inner) => {
      for (const { name: field } of type.record.fields) {
        const [x, y] = [to, from].map((r) => inner.emit1(recordGet, [r], { field })) as [
          Value,
          Value,
        ];
        if (isReference(x.type)) moveShadow(inner, x, y);
        else {
          inner.emit(recordSet, [to, add(inner, x, y)], { field });
          inner.emit(recordSet, [from, zero(inner, y.type)], { field });
        }
      }
      return [];
    },
  );
}
