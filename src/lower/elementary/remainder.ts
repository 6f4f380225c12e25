/** rem: exact. */
import type { Value } from "../../ir/func.ts";
import { define, type Definition, type Term, type Writer } from "./writer.ts";

/** Mantissa as an integer and the power of 2 of its last bit, biased by 1074. */
function decompose(w: Writer, x: Value): [mantissa: Value, exponent: Value] {
  const bits = w.bits(x);
  const field = w.ushr(bits, 52n);
  const normal = w.ne(field, 0n);
  const fraction = w.and(bits, (1n << 52n) - 1n);
  return [w.or(fraction, w.select(normal, 1n << 52n, 0n)), w.sub(field, w.select(normal, 1n, 0n))];
}

/** a mod b of positive integers. */
function modulo(w: Writer, a: Value, b: Value): Value {
  return w.sub(a, w.mul(w.idiv(a, b), b));
}

/** For a > b > 0, finite: long division, ten bits of the quotient at a time. */
function longDivision(w: Writer, a: Value, b: Value): Value {
  const [top, e] = decompose(w, a);
  const [bottom, f] = decompose(w, b);
  const [rest] = w.loop([modulo(w, top, bottom), w.sub(e, f)], ([r, left]) => {
    const shift = w.select(w.lt(left as Value, 10n), left as Value, 10n);
    const next = modulo(w, w.shl(r as Value, shift), bottom);
    const remaining = w.sub(left as Value, shift);
    return [w.gt(remaining, 0n), next, remaining];
  }) as [Value, Value];
  // an integer below 2⁵³ times the power of 2 of b's last bit, in two factors that are normal
  const half = w.shr(f, 1n);
  const scale = (n: Value): Value => w.fromBits(w.shl(w.add(n, 1023n - 537n), 52n));
  return w.mul(w.mul(w.float(rest), scale(half)), scale(w.sub(f, half)));
}

/** x - y·trunc(x / y); while the quotient has 25 bits, without rounding and by one division. */
export const rem: Definition = define("math.rem", ["x", "y"], (w, x, y) => {
  const [a, b] = [w.abs(x), w.abs(y)];
  const quotient = w.trunc(w.div(a, b));
  const short = (): Term => {
    const [high, low] = w.split(b);
    const rest = w.sub(w.sub(a, w.mul(quotient, high)), w.mul(quotient, low));
    return w.select(w.lt(rest, 0), w.add(rest, b), rest);
  };
  const other = (): Term =>
    w.choose(
      w.and(w.lt(a, Infinity), w.gt(b, 0)),
      () =>
        w.choose(
          w.lt(a, b),
          () => a,
          () => longDivision(w, a, b),
        ),
      () => NaN,
    );
  const ordinary = w.and(w.lt(quotient, 2 ** 25), w.lt(b, Infinity));
  return [w.withSign(w.choose(ordinary, short, other), x)];
});
