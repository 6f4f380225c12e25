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
];
