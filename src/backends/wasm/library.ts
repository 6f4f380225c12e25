// Functions that scalar operations without an instruction of their own become calls of, in IR.
import { Builder } from "../../ir/builder.ts";
import type { Func, Value } from "../../ir/func.ts";
import { f64 } from "../../ir/types.ts";
import { abs, add, mul, neg, select, sub } from "../../ops/arith.ts";
import { and, idiv, or, shl, shr, ushr } from "../../ops/bits.ts";
import { eq, ge, gt, lt, ne } from "../../ops/compare.ts";
import { int, long, num } from "../../ops/constant.ts";
import { ifElse, loopWhile } from "../../ops/control.ts";
import { clampI32, f64Bits, f64FromBits, toF64, toI64, wrapI32 } from "../../ops/convert.ts";

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

// 2^(e - 1075) for e ≥ 1, a subnormal up to e = 52
function powerOfTwo(b: Builder, e: Value): Value {
  const normal = shl(b, sub(b, e, long(b, 52n)), long(b, 52n));
  const tiny = shl(b, long(b, 1n), sub(b, e, long(b, 1n)));
  return f64FromBits(b, select(b, gt(b, e, long(b, 52n)), normal, tiny));
}

const modulo = (b: Builder, x: Value, y: Value): Value => sub(b, x, mul(b, idiv(b, x, y), y));

/** The remainder of positive doubles x ≥ y given by their bits: long division, ten bits at a time. */
function longDivision(b: Builder, x: Value, y: Value): Value {
  const [p, q] = [split(b, x), split(b, y)];
  const first = modulo(b, p.m, q.m);
  const [m] = loopWhile(b, [first, sub(b, p.e, q.e)], (inner, [rest, left]) => {
    const few = lt(inner, left!, long(inner, 10n));
    const step = select(inner, few, left!, long(inner, 10n));
    const next = modulo(inner, shl(inner, rest!, step), q.m);
    const after = sub(inner, left!, step);
    return [gt(inner, after, long(inner, 0n)), next, after];
  });
  return mul(b, toF64(b, m!), powerOfTwo(b, q.e));
}

/** x % y of doubles. */
export const remainder: Func = makeRemainder();

function makeRemainder(): Func {
  const b = new Builder();
  const [x, y] = [b.param(f64, "x"), b.param(f64, "y")];
  const [wholeX, wholeY] = [clampI32(b, x), clampI32(b, y)];
  const whole = and(b, eq(b, toF64(b, wholeX), x), eq(b, toF64(b, wholeY), y));
  const short = and(b, whole, ne(b, wholeY, int(b, 0)));
  const [size] = ifElse(
    b,
    short,
    (then) => [abs(then, toF64(then, modulo(then, wholeX, wholeY)))],
    (other) => [general(other, x, y)],
  );
  const negative = lt(b, f64Bits(b, x), long(b, 0n));
  return {
    name: "@rem",
    region: b.finish([select(b, negative, neg(b, size!), size!)]),
  };
}

// |x % y| for any doubles
function general(b: Builder, x: Value, y: Value): Value {
  const [p, q] = [abs(b, x), abs(b, y)];
  const defined = and(b, lt(b, p, num(b, Infinity)), gt(b, q, num(b, 0)));
  const [r] = ifElse(
    b,
    and(b, defined, ge(b, p, q)),
    (then) => [longDivision(then, f64Bits(then, p), f64Bits(then, q))],
    (other) => [select(other, and(other, defined, lt(other, p, q)), p, num(other, NaN))],
  );
  return r!;
}

/** JavaScript's ToInt32. */
export const toInt32Func: Func = makeToInt32();

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
