// The operations on elements that are most used, as loops of their own: `eval` costs a call for each
// element. Where elements are f32 or i32, storing a result rounds or wraps it.
import type { Op } from "../ir/op.ts";
import type { TensorData } from "../ir/tensor.ts";
import { add, mul, neg, select, sub } from "../ops/arith.ts";
import { eq, lt } from "../ops/compare.ts";
import { div } from "../ops/division.ts";
import { exp, log, sqrt } from "../ops/exponential.ts";
import { max, min } from "../ops/extremes.ts";
import { tanh } from "../ops/hyperbolic.ts";
import { hypot } from "../ops/trig.ts";

type Loop = (to: TensorData, x: TensorData, y: TensorData, z: TensorData) => void;

let loops: ReadonlyMap<Op, Loop> | undefined;

/** The loop of an operation, if it has one. */
export function loopFor(op: Op): Loop | undefined {
  loops ??= new Map<Op, Loop>(table);
  return loops.get(op);
}

const table: readonly (readonly [Op, Loop])[] = [
  [
    add,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = x[i]! + y[i]!;
    },
  ],
  [
    sub,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = x[i]! - y[i]!;
    },
  ],
  [
    mul,
    (to, x, y) => {
      if (to instanceof Int32Array) {
        for (let i = 0; i < to.length; i++) to[i] = Math.imul(x[i]!, y[i]!);
        return;
      }
      for (let i = 0; i < to.length; i++) to[i] = x[i]! * y[i]!;
    },
  ],
  [
    div,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = x[i]! / y[i]!;
    },
  ],
  [
    neg,
    (to, x) => {
      for (let i = 0; i < to.length; i++) to[i] = -x[i]!;
    },
  ],
  [
    max,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.max(x[i]!, y[i]!);
    },
  ],
  [
    min,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.min(x[i]!, y[i]!);
    },
  ],
  [
    select,
    (to, c, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = c[i] === 0 ? y[i]! : x[i]!;
    },
  ],
  [
    lt,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = Number(x[i]! < y[i]!);
    },
  ],
  [
    eq,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = Number(x[i] === y[i]);
    },
  ],
  [
    exp,
    (to, x) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.exp(x[i]!);
    },
  ],
  [
    log,
    (to, x) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.log(x[i]!);
    },
  ],
  [
    tanh,
    (to, x) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.tanh(x[i]!);
    },
  ],
  [
    sqrt,
    (to, x) => {
      for (let i = 0; i < to.length; i++) to[i] = Math.sqrt(x[i]!);
    },
  ],
  [
    hypot,
    (to, x, y) => {
      for (let i = 0; i < to.length; i++) to[i] = hypotOf(x[i]!, y[i]!);
    },
  ],
];

/**
 * √(x² + y²) within an ulp, which the function of the language is not everywhere: the root of the
 * rounded sum, corrected by what the rounding has left (Borges 2019).
 */
function hypotOf(x: number, y: number): number {
  const [p, q] = [Math.abs(x), Math.abs(y)];
  const [a, b] = p > q ? [p, q] : [q, p];
  if (!(a < Infinity) || !(b >= 0) || b === 0 || a > b * 2 ** 54) return Math.hypot(x, y);
  // so that no square overflows, and what it loses is no subnormal
  const scale = a > 2 ** 500 ? 2 ** -600 : b < 2 ** -400 ? 2 ** 600 : 1;
  const [u, v] = [a * scale, b * scale];
  const h = Math.sqrt(u * u + v * v);
  const [hh, uu, vv] = [h * h, u * u, v * v];
  const rest = uu - hh + vv + (squareRest(u, uu) + squareRest(v, vv) - squareRest(h, hh));
  return (h + rest / (2 * h)) / scale;
}

// What x² has beyond its rounded value (Dekker 1971).
function squareRest(x: number, square: number): number {
  const c = 134217729 * x;
  const high = c - (c - x);
  const low = x - high;
  return high * high - square + 2 * high * low + low * low;
}
