import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { substitute, type ValueMap } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";
import type { Known } from "./identity.ts";

/** The part of `fold` that is about instructions with regions. */
export function foldControl(instr: Instr, b: Builder, known: Known): readonly Value[] | undefined {
  if (instr.op === op.ifOp) return foldIf(instr, b, known);
  if (instr.op === op.forOp) return foldFor(instr, b, known);
  return instr.op === op.loopOp ? foldLoop(instr, b, known) : undefined;
}

// Appends what `region` does, which is not needed where it stood, with `args` for its parameters.
function moved(region: Region, args: readonly Value[], b: Builder): readonly Value[] {
  const map: ValueMap = new Map(region.params.map((p, i) => [p, args[i]!]));
  const { body, yields } = substitute(region, map);
  for (const instr of body) b.append(instr);
  return yields;
}

function foldIf(instr: Instr, b: Builder, known: Known): readonly Value[] | undefined {
  const [then, otherwise] = instr.regions as [Region, Region];
  const c = instr.args[0]!;
  const chosen = known.literal(c);
  if (chosen !== undefined) return moved(chosen === 0 ? otherwise : then, [], b);
  const turned = known.instr(c);
  if (turned?.op === op.not) {
    return b.emit(op.ifOp, turned.args, {}, [otherwise, then]);
  }
  if (then.body.length > 0 || otherwise.body.length > 0) return undefined;
  return then.yields.map((x, i) => {
    const y = otherwise.yields[i]!;
    return x === y ? x : op.select(b, c, x, y);
  });
}

function foldFor(instr: Instr, b: Builder, known: Known): readonly Value[] | undefined {
  const [lo, hi, ...inits] = instr.args as [Value, Value, ...Value[]];
  const [from, to] = [known.literal(lo), known.literal(hi)];
  if (lo === hi) return inits;
  const step = Number(instr.attrs["step"]);
  if (from !== undefined && to !== undefined) {
    const trips = Math.ceil((Number(to) - Number(from)) / step);
    if (trips <= 0) return inits;
    if (trips === 1) return moved(instr.regions[0]!, [lo, ...inits], b);
  }
  return withoutSteady(instr, b, [lo, hi], inits, 1, 0);
}

function foldLoop(instr: Instr, b: Builder, known: Known): readonly Value[] | undefined {
  const body = instr.regions[0]!;
  // the last of the loop's body decides; a constant may be made inside of it
  const again = known.literal(body.yields[0]!);
  if (again === 0) return moved(body, instr.args, b).slice(1);
  return withoutSteady(instr, b, [], instr.args, 0, 1);
}

// A value carried unchanged is not carried: it is the one the loop starts with. Of two that start
// as the same and become the same, one is.
function withoutSteady(
  instr: Instr,
  b: Builder,
  limits: readonly Value[],
  inits: readonly Value[],
  params: number,
  yields: number,
): readonly Value[] | undefined {
  const body = instr.regions[0]!;
  const next = body.yields.slice(yields);
  const unchanged = inits.map((init, i) => next[i] === body.params[i + params] || next[i] === init);
  const first = inits.map((init, i) =>
    inits.findIndex((x, k) => x === init && next[k] === next[i]),
  );
  const steady = first.map((k) => unchanged[k] === true);
  const kept = inits.map((_, i) => !steady[i] && first[i] === i);
  if (!kept.includes(false)) return undefined;
  const map: ValueMap = new Map();
  inits.forEach((init, i) => {
    if (!kept[i])
      map.set(body.params[i + params]!, steady[i] ? init : body.params[first[i]! + params]!);
  });
  const inner = substitute(body, map);
  const region: Region = {
    params: body.params.filter((_, i) => i < params || kept[i - params]),
    body: inner.body,
    yields: inner.yields.filter((_, i) => i < yields || kept[i - yields]),
  };
  const slim = inits.filter((_, i) => kept[i]);
  const made = b.emit(instr.op, [...limits, ...slim], instr.attrs, [region]);
  const results = new Map<number, Value>();
  kept.forEach((k, i) => k && results.set(i, made[results.size]!));
  return inits.map((init, i) => (steady[i] ? init : results.get(first[i]!)!));
}
