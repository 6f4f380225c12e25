// Functions that scalar operations without an instruction of their own become calls of, in IR.
import { Builder } from "../../ir/builder.ts";
import type { Func, Value } from "../../ir/func.ts";
import { f64 } from "../../ir/types.ts";
import { neg, select, sub } from "../../ops/arith.ts";
import { and, or, shl, shr, ushr } from "../../ops/bits.ts";
import { gt, lt, ne } from "../../ops/compare.ts";
import { int, long, num } from "../../ops/constant.ts";
import { ifElse } from "../../ops/control.ts";
import { clampI32, f64Bits, toI64, wrapI32 } from "../../ops/convert.ts";
import { abs } from "../../ops/extremes.ts";

const fraction = (1n << 52n) - 1n;

/** The number `m · 2^(e - 1075)` that a positive double is, `m` below 2⁵³. */
function split(b: Builder, bits: Value): { readonly e: Value; readonly m: Value } {
  const field = ushr(b, bits, long(b, 52n));
  const normal = ne(b, field, long(b, 0n));
  const low = and(b, bits, long(b, fraction));
  return {
    e: select(b, normal, field, long(b, 1n)),
    m: select(b, normal, or(b, low, long(b, 1n << 52n)), low),
  };
}

/** JavaScript's ToInt32. */
export function toInt32Func(): Func {
  return (toInt32 ??= makeToInt32());
}

let toInt32: Func | undefined;

function makeToInt32(): Func {
  const b = new Builder();
  const x = b.param(f64, "x");
  const [r] = ifElse(
    b,
    lt(b, abs(b, x), num(b, 2147483648)),
    (then) => [clampI32(then, x)],
    (other) => [lowBits(other, x)],
  );
  return { name: "@to_int32", region: b.finish([r!]) };
}

// x = ±m · 2^shift with |x| ≥ 2³¹, so shift ≥ -21; from 2⁸⁴ on, infinities and NaN among them, the
// low 32 bits are zero
function lowBits(b: Builder, x: Value): Value {
  const bits = f64Bits(b, x);
  const { e, m } = split(b, f64Bits(b, abs(b, x)));
  const shift = sub(b, e, long(b, 1075n));
  const left = shl(b, m, shift);
  const right = shr(b, m, sub(b, long(b, 0n), shift));
  const kept = select(b, lt(b, shift, long(b, 0n)), right, left);
  const low = select(b, gt(b, shift, long(b, 31n)), toI64(b, int(b, 0)), kept);
  return wrapI32(b, select(b, lt(b, bits, long(b, 0n)), neg(b, low), low));
}
