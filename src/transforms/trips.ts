// Counting the iterations of a counted loop.
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { add, idiv, int, lt, mul, select, sub } from "../ops/index.ts";

/** How often a loop from `lo` to `hi` by `step` runs. */
export function tripCount(b: Builder, lo: Value, hi: Value, step: number): Value {
  const [low, high] = step > 0 ? [lo, hi] : [hi, lo];
  const span = sub(b, high, low);
  const size = Math.abs(step);
  const some =
    size === 1 ? span : add(b, idiv(b, sub(b, span, int(b, 1)), int(b, size)), int(b, 1));
  return select(b, lt(b, low, high), some, int(b, 0));
}

/** The number, from 0, of the iteration with the index `i`. */
export function iterationOf(b: Builder, i: Value, lo: Value, step: number): Value {
  const from = step > 0 ? sub(b, i, lo) : sub(b, lo, i);
  const size = Math.abs(step);
  return size === 1 ? from : idiv(b, from, int(b, size));
}

/** The index of the iteration number `k`. */
export function indexOf(b: Builder, k: Value, lo: Value, step: number): Value {
  return step === 1 ? add(b, lo, k) : add(b, lo, mul(b, k, int(b, step)));
}

/** The product of the trip counts of `loops`, whose bounds are found by `use`. */
export function tripProduct(b: Builder, loops: readonly Instr[], use: (v: Value) => Value): Value {
  const counts = loops.map(({ args, attrs }) =>
    tripCount(b, use(args[0] as Value), use(args[1] as Value), attrs["step"] as number),
  );
  return counts.reduce((n, m) => mul(b, n, m));
}
