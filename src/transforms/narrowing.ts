// Directions in which a loop has nothing to do, found when it runs.
import type { Builder } from "../ir/builder.ts";
import { withFuncs, type Func, type Module, type Value } from "../ir/func.ts";
import { neededBy, rewriteFunc, rewriteModule, walk } from "../ir/rewrite.ts";
import { f64, sameType } from "../ir/types.ts";
import {
  abs,
  add,
  and,
  eq,
  forEachDirection,
  forOp,
  forRange,
  idiv,
  ifElse,
  int,
  length,
  load,
  lt,
  narrowed,
  not,
  select,
  stop,
  storeTo,
  widen,
  zero,
} from "../ops/index.ts";
import type { Interval } from "./vector-forward.ts";

/** Tangents in memory, in all directions of each element. */
interface Given {
  readonly memories: readonly Value[];
  readonly width: number;
}

/**
 * The directions in which any of the tangents in `memories` is not zero, as far as an interval says
 * it; all of `whole` where it would take too long to find out: more elements than `worth`.
 */
export function narrowedTo(
  b: Builder,
  whole: Interval,
  { memories, width }: Given,
  { sums, worth }: { readonly sums: Value; readonly worth: Value },
): Interval {
  const counts = memories.map((m) => idiv(b, length(b, m), int(b, width)));
  const elements = counts.reduce((x, y) => add(b, x, y));
  const [from, to] = ifElse(
    b,
    lt(b, elements, worth),
    (c) => {
      addUp(c, whole, { memories, width }, sums);
      return ends(c, whole, sums);
    },
    () => [whole.from, whole.to],
  ) as [Value, Value];
  return { from: narrowed(b, whole.from, from), to: narrowed(b, whole.to, to) };
}

// For each direction, the sum of the sizes of all tangents: NaN and infinity are not zero either.
function addUp(b: Builder, { from, to }: Interval, { memories, width }: Given, sums: Value): void {
  forEachDirection(b, from, to, (c, d) => storeTo(c, sums, d, zero(c, f64)));
  for (const memory of memories) {
    forRange(b, [int(b, 0), length(b, memory), width], [], (c, first) => {
      forEachDirection(c, from, to, (inner, d) => {
        const x = load(inner, memory, add(inner, first, d));
        const size = sameType(x.type, f64) ? abs(inner, x) : widen(inner, abs(inner, x));
        storeTo(inner, sums, d, add(inner, load(inner, sums, d), size));
      });
      return [];
    });
  }
}

// Even numbers around the directions whose sum is not zero.
function ends(b: Builder, { from, to }: Interval, sums: Value): readonly Value[] {
  const [first, behind] = forRange(b, [from, to, 1], [to, from], (c, d, [low, high]) => {
    const x = load(c, sums, d);
    const isZero = eq(c, x, zero(c, x.type));
    const isFirst = and(c, not(c, isZero), lt(c, d, low as Value));
    return [
      select(c, isFirst, d, low as Value),
      select(c, isZero, high as Value, add(c, d, int(c, 1))),
    ];
  }) as [Value, Value];
  const even = (n: Value): Value => and(b, n, int(b, -2));
  return [even(first), even(add(b, behind, int(b, 1)))];
}

/**
 * `module` in which the function `name`, and all that it needs, compute all directions: as they are
 * to be differentiated. A tangent that is zero where it happens to be may have a derivative; and in
 * the derivative of a loop over directions these may have a sum in common.
 */
export function withWhole(module: Module, name: string): Module {
  const seen = new Set<string>();
  const found: Func[] = [];
  const visit = (one: string): void => {
    const func = module.funcs.get(one);
    if (func === undefined || seen.has(one)) return;
    seen.add(one);
    if (hasDirections(func)) found.push(func);
    neededBy(func).forEach(visit);
  };
  visit(name);
  return found.length === 0 ? module : withFuncs(module, ...found.map(withAll));
}

/** `module` once all derivatives are taken: bounds are what they are when running. */
export function withoutMarks(module: Module): Module {
  if (![...module.funcs.values()].some(hasMarks)) return module;
  return rewriteModule(module, ({ op, args }) => {
    if (op === stop) return [args[0] as Value];
    return op === narrowed ? [args[1] as Value] : undefined;
  });
}

function hasMarks({ region }: Func): boolean {
  let found = false;
  walk(region, ({ op }) => {
    found ||= op === narrowed || op === stop;
  });
  return found;
}

function hasDirections({ region }: Func): boolean {
  let found = false;
  walk(region, ({ op, attrs }) => {
    found ||= op === narrowed || attrs["pairs"] === true;
  });
  return found;
}

function withAll(func: Func): Func {
  return rewriteFunc(func, (instr, b, old) => {
    if (instr.op === narrowed) return [instr.args[0] as Value];
    if (instr.op !== forOp || instr.attrs["pairs"] !== true) return undefined;
    const { pairs: _, ...attrs } = instr.attrs;
    const results = old.results.map(({ type, hint }): Value => ({ type, hint }));
    b.append({ ...instr, attrs, results });
    return results;
  });
}
