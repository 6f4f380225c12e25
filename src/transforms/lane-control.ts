/**
 * Branches and loops of functions for many lanes. Where lanes go different ways, a region runs if any
 * lane needs it, and for all: those that do not need it compute what one that does computes, so that
 * they raise no errors of their own, end when it ends, and have no infinite slopes. What they give is
 * not used.
 */
import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { freeValues } from "../ir/rewrite.ts";
import { bool, isFloat, isReference, type Type } from "../ir/types.ts";
import {
  add,
  and,
  argMax,
  boolToI32,
  broadcast,
  ceil,
  clampI32,
  div,
  forOp,
  gather,
  ifElse,
  ifOp,
  int,
  item,
  literal,
  loopOp,
  lt,
  mul,
  not,
  reduceMax,
  select,
  stop,
  sub,
  toF64,
  zero,
} from "../ops/index.ts";
import type { LaneBody } from "./lane-body.ts";
import { Unbatchable } from "./unbatchable.ts";

const shapeOf = ({ type }: Value): readonly number[] => (type.kind === "array" ? type.shape : []);

export function branch(body: LaneBody, b: Builder, instr: Instr): void {
  const { args, attrs, regions, results } = instr;
  const [condition] = args as [Value];
  if (body.has(condition)) return chosen(body, b, instr);
  const made = regions.map((region) => {
    const inner = b.nested();
    body.region(inner, region);
    return inner;
  });
  const flags = results.map((_, i) => regions.some(({ yields }) => body.has(yields[i]!)));
  const all = regions.map(({ yields }, k) =>
    made[k]!.finish(yields.map((v, i) => yielded(body, made[k]!, v, flags[i]!))),
  );
  const found = b.emit(ifOp, [body.of(condition)], attrs, all);
  results.forEach((r, i) => {
    body.set(r, found[i]!, flags[i]!);
    body.memories.join(
      r,
      regions.map(({ yields }) => yields[i]!),
    );
  });
}

const yielded = (body: LaneBody, b: Builder, v: Value, inLanes: boolean): Value =>
  inLanes ? body.inLanes(b, v) : body.of(v);

/** Both sides, each if any lane takes it; the results lane by lane. */
function chosen(body: LaneBody, b: Builder, { args, regions, results }: Instr): void {
  if (results.some((r) => isReference(r.type))) throw new Unbatchable();
  const mask = body.of(args[0]!);
  const [then, otherwise] = regions as [Region, Region];
  const sides = [side(body, b, then, mask), side(body, b, otherwise, not(b, mask))] as const;
  results.forEach((r, i) => {
    const [x, y] = [then.yields[i]!, otherwise.yields[i]!];
    if (x === y) body.set(r, body.of(x), body.has(x));
    else body.set(r, pick(b, mask, sides[0][i]!, sides[1][i]!), true);
  });
}

function side(body: LaneBody, b: Builder, region: Region, mask: Value): readonly Value[] {
  const { yields } = region;
  if (region.body.length === 0) return yields.map((v) => body.inLanes(b, v));
  return ifElse(
    b,
    any(b, mask),
    (inner) => {
      let given: Value[] = [];
      inSome(body, inner, { region, mask }, () => {
        body.region(inner, region);
        given = yields.map((v) => body.inLanes(inner, v));
      });
      return given;
    },
    (inner) => yields.map((v) => zero(inner, body.typeOf(v.type))),
  );
}

/**
 * Runs `run` with what `region` finds outside, and `more`, as the lanes in `mask` have it, of which
 * there is one at least: the others have the values of the first of these.
 */
function inSome(
  body: LaneBody,
  b: Builder,
  { region, mask, more = [] }: { region: Region; mask: Value; more?: readonly Value[] },
  run: () => void,
): void {
  const free = [...freeValues(region)].flatMap((v) => [v, ...body.memories.behind(v)]);
  const first = b.emit1(argMax, [boolToI32(b, mask)], { axis: 0 });
  const held = [...new Set([...free, ...more])].filter((v) => body.has(v));
  const others = held.map((v) => [v, asFirst(b, body.of(v), mask, first)] as const);
  body.depth++;
  body.with(new Map(others), run);
  body.depth--;
}

function asFirst(b: Builder, v: Value, mask: Value, first: Value): Value {
  const shape = shapeOf(v);
  const row = b.emit1(gather, [v, first]);
  const constant = isFloat(v.type) ? stop(b, row) : row;
  const axes = shape.slice(1).map((_, i) => i + 1);
  return pick(b, mask, v, b.emit1(broadcast, [constant], { shape, axes }));
}

/** `x` in the lanes that are in `mask`, `y` in others. */
function pick(b: Builder, mask: Value, x: Value, y: Value): Value {
  const shape = shapeOf(x);
  const wide = shape.length === 1 ? mask : b.emit1(broadcast, [mask], { shape, axes: [0] });
  return select(b, wide, x, y);
}

function any(b: Builder, mask: Value): Value {
  return b.emit1(item, [b.emit1(reduceMax, [mask], { axes: [0] })]);
}

export function countedLoop(body: LaneBody, b: Builder, instr: Instr): void {
  const { args, attrs, regions, results } = instr;
  const [lo, hi, ...inits] = args as [Value, Value, ...Value[]];
  if (body.has(lo) || body.has(hi)) return countedInLanes(body, b, instr);
  const [region] = regions as [Region];
  const [index, ...carried] = region.params as [Value, ...Value[]];
  const flags = inits.map((v) => body.has(v));
  for (;;) {
    const inner = b.nested();
    body.set(index, inner.param(index.type, index.hint), false);
    carry(body, inner, carried, inits, flags);
    body.region(inner, region);
    if (!settled(body, region.yields, flags)) continue;
    body.memories.requireAlike(carried, region.yields);
    const made = inner.finish(region.yields.map((v, i) => yielded(body, inner, v, flags[i]!)));
    const start = inits.map((v, i) => yielded(body, b, v, flags[i]!));
    const found = b.emit(forOp, [body.of(lo), body.of(hi), ...start], attrs, [made]);
    return finish(body, results, found, flags, inits);
  }
}

/** Parameters for what is carried, with lanes where `flags` say so. */
function carry(
  body: LaneBody,
  inner: Builder,
  carried: readonly Value[],
  inits: readonly Value[],
  flags: readonly boolean[],
): void {
  carried.forEach((p, i) => {
    const own = body.of(inits[i]!).type;
    const type = flags[i] ? body.typeOf(p.type) : own;
    body.set(p, inner.param(type, p.hint), flags[i]!);
    body.memories.join(p, [inits[i]!]);
  });
}

/** Whether all that is handed on has lanes only where `flags` say so, which are set where not. */
function settled(body: LaneBody, yields: readonly Value[], flags: boolean[]): boolean {
  const more = yields.map((v, i) => !flags[i] && body.has(v));
  more.forEach((is, i) => (flags[i] ||= is));
  return !more.includes(true);
}

function finish(
  body: LaneBody,
  results: readonly Value[],
  found: readonly Value[],
  flags: readonly boolean[],
  inits: readonly Value[],
): void {
  results.forEach((r, i) => {
    body.set(r, found[i]!, flags[i]!);
    body.memories.join(r, [inits[i]!]);
  });
}

/** As often as the lane with the most iterations has. */
function countedInLanes(body: LaneBody, b: Builder, instr: Instr): void {
  const { args, attrs, regions, results } = instr;
  if (results.some((r) => isReference(r.type))) throw new Unbatchable();
  const [region] = regions as [Region];
  const [index, ...carried] = region.params as [Value, ...Value[]];
  const [lo, hi, ...inits] = args.map((v) => body.inLanes(b, v)) as [Value, Value, ...Value[]];
  const step = Number(attrs["step"]);
  // in doubles: the difference of two integers may be none
  const [from, to] = [toF64(b, lo), toF64(b, hi)];
  const span = step > 0 ? sub(b, to, from) : sub(b, from, to);
  const count = clampI32(b, ceil(b, div(b, span, literal(b, Math.abs(step), span.type))));
  const most = b.emit1(item, [b.emit1(reduceMax, [count], { axes: [0] })]);
  const inner = b.nested();
  const time = inner.param(int(b, 0).type);
  const all = inner.emit1(broadcast, [time], { shape: [body.size], axes: [] });
  const mask = lt(inner, all, count);
  const at = add(inner, lo, mul(inner, all, literal(inner, step, all.type)));
  body.set(index, at, true);
  const own = carried.map((p, i) => inner.param(inits[i]!.type, p.hint));
  carried.forEach((p, i) => body.set(p, own[i]!, true));
  let next: Value[] = [];
  inSome(body, inner, { region, mask, more: region.params }, () => {
    body.region(inner, region);
    next = region.yields.map((v, i) =>
      handedOn(body, inner, v, carried[i]!, { mask, own: own[i]! }),
    );
  });
  const found = b.emit(forOp, [int(b, 0), most, ...inits], { step: 1 }, [inner.finish(next)]);
  results.forEach((r, i) => body.set(r, found[i]!, true));
}

/** What the lanes in `mask` hand on; the others keep what they have. */
function handedOn(
  body: LaneBody,
  b: Builder,
  v: Value,
  carried: Value,
  { mask, own }: { readonly mask: Value; readonly own: Value },
): Value {
  return v === carried ? own : pick(b, mask, body.inLanes(b, v), own);
}

export function loop(body: LaneBody, b: Builder, instr: Instr): void {
  const { args: inits, attrs, regions, results } = instr;
  const [region] = regions as [Region];
  const [again, ...yields] = region.yields as [Value, ...Value[]];
  const flags = inits.map((v) => body.has(v));
  for (;;) {
    const inner = b.nested();
    carry(body, inner, region.params, inits, flags);
    body.region(inner, region);
    if (body.has(again)) return loopInLanes(body, b, instr);
    if (!settled(body, yields, flags)) continue;
    body.memories.requireAlike(region.params, yields);
    const next = yields.map((v, i) => yielded(body, inner, v, flags[i]!));
    const made = inner.finish([body.of(again), ...next]);
    const start = inits.map((v, i) => yielded(body, b, v, flags[i]!));
    return finish(body, results, b.emit(loopOp, start, attrs, [made]), flags, inits);
  }
}

/** As long as any lane goes on; those that have ended keep what they have. */
function loopInLanes(body: LaneBody, b: Builder, instr: Instr): void {
  const { args, regions, results } = instr;
  if (results.some((r) => isReference(r.type))) throw new Unbatchable();
  const [region] = regions as [Region];
  const [again, ...yields] = region.yields as [Value, ...Value[]];
  const inits = args.map((v) => body.inLanes(b, v));
  const inner = b.nested();
  const own = region.params.map((p, i) => inner.param(inits[i]!.type, p.hint));
  region.params.forEach((p, i) => body.set(p, own[i]!, true));
  const masks = body.typeOf(bool);
  const mask = inner.param(masks, "active");
  let next: Value[] = [];
  inSome(body, inner, { region, mask, more: region.params }, () => {
    body.region(inner, region);
    const active = and(inner, mask, body.inLanes(inner, again));
    const values = yields.map((v, i) =>
      handedOn(body, inner, v, region.params[i]!, { mask, own: own[i]! }),
    );
    next = [any(inner, active), ...values, active];
  });
  const start: Type = masks;
  const found = b.emit(loopOp, [...inits, literal(b, 1, start)], {}, [inner.finish(next)]);
  results.forEach((r, i) => body.set(r, found[i]!, true));
}
