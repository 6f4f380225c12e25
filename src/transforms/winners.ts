/**
 * Which iteration a number that a loop hands on comes from. Of the candidates of a minimum or
 * maximum only the last one to win has a part in the derivative, and those that are equal to it:
 *
 *     m = for i, (m) { x = …; m' = min m, x }
 *
 * becomes the same loop, without a derivative, which also notes the last win and where the last
 * candidate ends that did not lose, and behind it
 *
 *     if the last win is the last that did not lose { x of that iteration }
 *     else { the loop again, as far as that }
 *
 * The values are the same bits, and so are the weights of candidates, conventions for equal ones and
 * NaN included: a candidate that loses hands on the derivative of what it lost to as it is, and one
 * that wins has all of it. The reverse sweep keeps two integers, and works on one candidate. The same
 * goes for a number that iterations replace or leave alone, where the last to replace it is enough.
 */
import { memoryOf, type Memory } from "../analysis/memory.ts";
import type { Builder } from "../ir/builder.ts";
import {
  funcNamed,
  withFuncs,
  type Attrs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import {
  calleesOf,
  freeValues,
  mapped,
  rewriteRegion,
  walk,
  type ValueMap,
} from "../ir/rewrite.ts";
import { isFloat } from "../ir/types.ts";
import {
  add,
  bounds,
  eq,
  fail,
  forOp,
  forRange,
  ifElse,
  ifOp,
  int,
  loopOp,
  lt,
  max,
  min,
  ne,
  select,
  sub,
} from "../ops/index.ts";
import { stillOf } from "./still.ts";

/** `module`, in which loops over candidates, in the function `name` and its callees, say which one won. */
export function withWinners(module: Module, name: string): Module {
  const made: Func[] = [];
  const reached = new Set([name]);
  for (const next of reached) {
    const func = funcNamed(module, next);
    if (func.rules !== undefined) continue; // its rules are used in its place
    for (const callee of calleesOf(func.region)) reached.add(callee);
    const found = candidates(func, () => memoryOf(module, next));
    if (found.size > 0) made.push(narrowed(func, found));
  }
  return made.length === 0 ? module : withFuncs(module, ...made);
}

/** That carried value number `at` of a loop comes from one iteration. */
interface Won {
  readonly at: number;
  /** What iterations offer. */
  readonly x: Value;
  /** The instruction that decides. */
  readonly by: Instr;
  /** Where it is a choice, the side of `x`. */
  readonly side: number;
}

function candidates(func: Func, memory: () => Memory): Map<Instr, readonly Won[]> {
  const found = new Map<Instr, readonly Won[]>();
  walk(func.region, (loop) => {
    if (loop.op !== forOp || Math.abs(loop.attrs["step"] as number) !== 1) return;
    const won = loop.results.flatMap((_, at) => wonBy(loop, at) ?? []);
    const repeated = won.filter((w) => canRepeatAll(loop, w, memory()));
    if (repeated.length > 0) found.set(loop, repeated);
  });
  return found;
}

function wonBy(loop: Instr, at: number): Won | undefined {
  const [region] = loop.regions as [Region];
  const carried = region.params[at + 1] as Value;
  const next = region.yields[at] as Value;
  if (!isFloat(carried.type) || next === carried) return undefined;
  const by = region.body.find(({ results }) => results.includes(next));
  if (by === undefined || usesOf(region, carried) !== 1 || usesOf(region, next) !== 1) {
    return undefined;
  }
  const sides = sidesOf(by, next);
  const side = 1 - sides.indexOf(carried);
  return side > 1 ? undefined : { at, x: sides[side] as Value, by, side };
}

// What `v` is one of. Elements of arrays may each come from an iteration of their own.
function sidesOf({ op, args, regions, results }: Instr, v: Value): readonly Value[] {
  if (op !== ifOp && args[0]?.type.kind === "array") return [];
  if (op === min || op === max) return args;
  if (op === select) return args.slice(1);
  return op === ifOp ? regions.map((r) => r.yields[results.indexOf(v)] as Value) : [];
}

// Comparisons do not count.
function usesOf(region: Region, v: Value): number {
  let count = region.yields.filter((y) => y === v).length;
  walk(region, ({ op, args, regions }) => {
    if (op.rule.kind !== "zero") count += args.filter((a) => a === v).length;
    for (const r of regions) count += r.yields.filter((y) => y === v).length;
  });
  return count;
}

/** The body of the loop, followed by that of the branch in which `x` may be made. */
function bodyOf({ body }: Region, { op, regions }: Instr, side: number): readonly Instr[] {
  return op === ifOp ? [...body, ...(regions[side] as Region).body] : body;
}

/** What of `body` it takes to compute `v`, in order. */
function sliceOf(body: readonly Instr[], v: Value): readonly Instr[] {
  const makers = new Map(body.flatMap((instr) => instr.results.map((r) => [r, instr] as const)));
  const found = new Set<Instr>();
  const work = [v];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const instr = makers.get(next);
    if (instr === undefined || found.has(instr)) continue;
    found.add(instr);
    work.push(...instr.args);
    for (const region of instr.regions) work.push(...freeValues(region));
  }
  return body.filter((instr) => found.has(instr));
}

// Whether what is offered can be computed behind the loop for any iteration.
function canRepeatAll(loop: Instr, { x, by, side }: Won, memory: Memory): boolean {
  const [region] = loop.regions as [Region];
  const { writes } = memory.effectsOf(loop);
  const carried = new Set(region.params.slice(1));
  if (carried.has(x)) return false;
  return sliceOf(bodyOf(region, by, side), x).every((instr) => {
    const used = [...instr.args, ...instr.regions.flatMap((r) => [...freeValues(r)])];
    if (!canRepeat(instr) || used.some((v) => carried.has(v))) return false;
    return [...memory.effectsOf(instr).reads].every((location) => !writes.has(location));
  });
}

function canRepeat({ op, regions }: Instr): boolean {
  if (op === ifOp || op === forOp || op === loopOp) {
    return regions.every(({ body }) => body.every(canRepeat));
  }
  return op === bounds || op === fail || op.effect === "pure" || op.effect === "read";
}

function narrowed(func: Func, found: ReadonlyMap<Instr, readonly Won[]>): Func {
  const map: ValueMap = new Map();
  const region = rewriteRegion(
    func.region,
    (loop, b, old) => {
      const won = found.get(old);
      return won && emit(b, loop, won, map);
    },
    map,
  );
  return { ...func, region };
}

function emit(b: Builder, loop: Instr, all: readonly Won[], map: ValueMap): Value[] {
  const [region] = loop.regions as [Region];
  const step = loop.attrs["step"] as number;
  const [lo, , ...inits] = loop.args as [Value, Value, ...Value[]];
  const nowhere = sub(b, lo, int(b, 2 * step));
  const inner = b.nested();
  inner.params.push(...region.params);
  for (const instr of region.body) inner.append(instr);
  const noted = all.map((w) => note(inner, w, step, map));
  const made = inner.finish([...region.yields, ...noted.flat()]);
  const start = noted.flatMap(({ length }) => [nowhere, lo].slice(0, length));
  const attrs = withStill(loop.attrs, inits.length, all);
  const results = b.emit(forOp, [...loop.args, ...start], attrs, [made]);
  const rest = results.slice(inits.length);
  const given = results.slice(0, inits.length);
  for (const { at, x, by, side } of all) {
    const maker = region.body.find(({ results: r }) => r.includes(mapped(map, by.results[0]!)));
    const slice = sliceOf(bodyOf(region, maker as Instr, side), mapped(map, x));
    const again = (to: Builder, i: Value): Value =>
      repeat(to, slice, mapped(map, x), new Map([[region.params[0] as Value, i]]));
    const last = rest.shift() as Value;
    const init = inits[at] as Value;
    if (by.op !== min && by.op !== max) {
      const there = ne(b, last, nowhere);
      [given[at]] = ifElse(
        b,
        there,
        (then) => [again(then, last)],
        () => [init],
      ) as [Value];
      continue;
    }
    const end = rest.shift() as Value;
    [given[at]] = ifElse(
      b,
      eq(b, end, add(b, last, int(b, step))),
      (one) => [again(one, last)],
      (several) =>
        forRange(several, [lo, end, step], [init], (to, i, [m]) => {
          const pair = [again(to, i), m as Value];
          return [to.emit1(by.op, side === 0 ? pair : pair.toReversed())];
        }),
    ) as [Value];
  }
  return given;
}

// Appends what notes the last win, and of an extreme the end of the last that does not lose.
function note(b: Builder, { at, by, side }: Won, step: number, map: ValueMap): Value[] {
  const [index] = b.params as [Value, ...Value[]];
  const won = b.param(index.type, "won");
  if (by.op !== min && by.op !== max) {
    const [then, otherwise] = side === 0 ? [index, won] : [won, index];
    return [select(b, mapped(map, by.args[0] as Value), then, otherwise)];
  }
  const end = b.param(index.type, "end");
  const [x, y] = by.args.map((a) => mapped(map, a)) as [Value, Value];
  const m = b.params[at + 1] as Value;
  const candidate = x === m ? y : x;
  const [low, high] = by.op === min ? [candidate, m] : [m, candidate];
  const behind = add(b, index, int(b, step));
  return [select(b, lt(b, low, high), index, won), select(b, lt(b, high, low), end, behind)];
}

// Where an iteration has been run before, its indices have been checked.
function repeat(b: Builder, body: readonly Instr[], v: Value, map: ValueMap): Value {
  const copy = rewriteRegion(
    { params: [], body, yields: [v] },
    ({ op, args }) => (op === bounds ? [args[0] as Value] : undefined),
    map,
  );
  for (const instr of copy.body) b.append(instr);
  return copy.yields[0] as Value;
}

// Says which carried values have no derivative in the loop: theirs is found behind it.
function withStill(attrs: Attrs, count: number, all: readonly Won[]): Attrs {
  const known = stillOf(attrs);
  const isStill = (i: number): boolean => known.has(i) || all.some(({ at }) => at === i);
  return {
    ...attrs,
    still: Array.from({ length: count }, (_, i) => (isStill(i) ? "1" : "0")).join(""),
  };
}
