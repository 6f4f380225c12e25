// Elementary functions of floats of 32 bits, four at once, within about one unit in the last place;
// what is said of errors was found by computing every seventh float. Polynomials are minimax fits,
// rounded to floats. Without branches: one number costs as much as four, and gets the same bits.
import { FuncCode } from "../code.ts";
import type { Context } from "../context.ts";
import { apply, getGlobal, i32Const, loadFrom, type Expr } from "../expr.ts";
import { opcode as o, valType, type Opcode } from "../opcodes.ts";

const { i32, f32, v128 } = valType;
const vector = (op: Opcode, ...x: readonly Expr[]): Expr => apply(op, v128, x);
const add = (x: Expr, y: Expr): Expr => vector(o.f32x4_add, x, y);
const sub = (x: Expr, y: Expr): Expr => vector(o.f32x4_sub, x, y);
const mul = (x: Expr, y: Expr): Expr => vector(o.f32x4_mul, x, y);
const div = (x: Expr, y: Expr): Expr => vector(o.f32x4_div, x, y);
const less = (x: Expr, y: Expr): Expr => vector(o.f32x4_lt, x, y);
const choose = (c: Expr, x: Expr, y: Expr): Expr => vector(o.v128_bitselect, x, y, c);

/** Where the code of functions goes, and the tables with their constants. */
export interface Place {
  readonly code: FuncCode;
  readonly context: Context;
  /** A local with the address of the tables. */
  readonly tables: Expr;
}

type MakeSingle = (x: Expr, place: Place) => Expr;

// Constants are read from memory, which takes one instruction of the machine.
function bits({ context, tables }: Place, x: number): Expr {
  const bytes = new DataView(new ArrayBuffer(16));
  for (const at of [0, 4, 8, 12]) bytes.setInt32(at, x, true);
  const offset = context.table(`four ${x}`, bytes);
  return loadFrom(o.v128_load, v128, tables, { align: 2, offset });
}

function number(place: Place, x: number): Expr {
  return bits(place, new Int32Array(Float32Array.of(x).buffer)[0]!);
}

/** The polynomial with these coefficients, the constant one first. */
function polynomial(place: Place, x: Expr, coefficients: readonly number[]): Expr {
  const [last, ...rest] = coefficients.toReversed();
  return rest.reduce((p, c) => add(mul(p, x), number(place, c)), number(place, last!));
}

// with the bits of a whole number in the lowest of the mantissa
const MAGIC = 12582912;
// ln 2, the first part with few bits, so that products with small integers are exact
const LN2_HIGH = 0.693359375;
const LN2_LOW = Math.LN2 - LN2_HIGH;

/**
 * Within 0.98 ulp. With n next to x / ln 2 and r = x - n ln 2, it is 2ⁿ eʳ; the power in two factors,
 * of which one alone would be no normal number where the result is none.
 */
const exp: MakeSingle = (x, place) => {
  const { code } = place;
  const low = vector(o.f32x4_pmin, x, number(place, 89));
  const held = code.keep(vector(o.f32x4_pmax, low, number(place, -104)));
  const shifted = code.keep(add(mul(held, number(place, Math.LOG2E)), number(place, MAGIC)));
  const n = code.keep(sub(shifted, number(place, MAGIC)));
  const high = sub(held, mul(n, number(place, LN2_HIGH)));
  const r = code.keep(sub(high, mul(n, number(place, LN2_LOW))));
  const q = polynomial(
    place,
    r,
    [
      0.4999999403953552, 0.1666651964187622, 0.04166839271783829, 0.008368780836462975,
      0.001381446490995586,
    ],
  );
  const y = add(add(mul(mul(r, r), q), r), number(place, 1));
  const whole = code.keep(vector(o.i32x4_sub, shifted, number(place, MAGIC)));
  const half = code.keep(apply(o.i32x4_shr_s, v128, [whole, i32Const(1)]));
  const power = (k: Expr): Expr =>
    vector(o.i32x4_add, apply(o.i32x4_shl, v128, [k, i32Const(23)]), number(place, 1));
  return mul(mul(y, power(half)), power(vector(o.i32x4_sub, whole, half)));
};

// √½
const ROOT = 0x3f3504f3;

/**
 * Within 0.84 ulp. With x = 2ᵏ (1 + f), 1 + f between √½ and √2, and s = f / (2 + f), ln (1 + f) is
 * f - f²/2 + s (f²/2 + R(s²)), as in fdlibm.
 */
const log: MakeSingle = (x, place) => {
  const { code } = place;
  const given = code.keep(x);
  const tiny = code.keep(less(given, number(place, 2 ** -126)));
  const scaled = mul(given, number(place, 2 ** 23));
  const normal = choose(tiny, scaled, given);
  const from = code.keep(vector(o.i32x4_sub, normal, bits(place, ROOT)));
  const exponent = vector(
    o.f32x4_convert_i32x4_s,
    apply(o.i32x4_shr_s, v128, [from, i32Const(23)]),
  );
  const k = code.keep(sub(exponent, vector(o.v128_and, tiny, number(place, 23))));
  const rest = vector(o.v128_and, from, bits(place, 0x7fffff));
  const mantissa = vector(o.i32x4_add, rest, bits(place, ROOT));
  const f = code.keep(sub(mantissa, number(place, 1)));
  const s = code.keep(div(f, add(f, number(place, 2))));
  const z = code.keep(mul(s, s));
  const half = code.keep(mul(mul(number(place, 0.5), f), f));
  const r = mul(
    z,
    polynomial(
      place,
      z,
      [0.6666666269302368, 0.4000034034252167, 0.28537026047706604, 0.23587828874588013],
    ),
  );
  const low = add(mul(s, add(half, r)), mul(k, number(place, LN2_LOW)));
  const y = add(add(sub(low, half), f), mul(k, number(place, LN2_HIGH)));
  // infinity and NaN stay, 0 gives -infinity, and less than that NaN
  const finite = choose(less(given, number(place, Infinity)), y, given);
  const zero = number(place, 0);
  const defined = choose(less(given, zero), number(place, NaN), finite);
  return choose(vector(o.f32x4_eq, given, zero), number(place, -Infinity), defined);
};

/** Within 1.09 ulp: a polynomial up to 0.85, and from there 1 - 2 / (e²ˣ + 1). */
const tanh: MakeSingle = (x, place) => {
  const { code } = place;
  const given = code.keep(x);
  const size = code.keep(vector(o.f32x4_abs, given));
  const square = code.keep(mul(size, size));
  const p = polynomial(
    place,
    square,
    [
      -0.3333326578140259, 0.13331495225429535, -0.053796809166669846, 0.021120287477970123,
      -0.007139616645872593, 0.0014376570470631123,
    ],
  );
  const small = add(mul(mul(size, square), p), size);
  const one = number(place, 1);
  const positive = sub(one, div(number(place, 2), add(exp(add(size, size), place), one)));
  const found = choose(less(size, number(place, 0.85)), small, positive);
  return choose(number(place, -0), given, found);
};

const functions: Readonly<Record<string, MakeSingle>> = { exp, log, tanh };

/** The function of four floats for an operation; undefined if there is none. */
export function singleFunction(op: string): MakeSingle | undefined {
  return Object.hasOwn(functions, op) ? functions[op] : undefined;
}

/** Number of the function of one float for an operation; undefined if there is none. */
export function singleNumber(context: Context, op: string): number | undefined {
  const make = singleFunction(op);
  if (make === undefined) return undefined;
  return context.helper(`${op}.f32`, (_, name) => {
    const code = new FuncCode(name, { params: [f32], results: [f32] });
    const tables = code.keep(getGlobal(0, i32));
    const four = code.keep(vector(o.f32x4_splat, code.param(0)));
    code.push(apply(o.f32x4_extract_lane, f32, [make(four, { code, context, tables })], 0));
    return code;
  });
}
