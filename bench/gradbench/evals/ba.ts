import { repeated, type Module } from "../evaluation.ts";
import { readCount, readNumber, readVector, type Fields } from "../fields.ts";
import * as program from "../programs/ba.ts";

/** So many elements of each part of a Jacobian are reported, and then the last one. */
const REPORTED = 30;

function copies(count: number, of: Float64Array): Float64Array {
  const all = new Float64Array(count * of.length);
  for (let i = 0; i < count; i++) all.set(of, i * of.length);
  return all;
}

/** The protocol sends one camera, point, weight and feature, to be repeated. */
export function read(input: Fields): [program.Scene] {
  const n = readCount(input["n"], "n");
  const m = readCount(input["m"], "m");
  const p = readCount(input["p"], "p");
  const pairs = new Int32Array(2 * p);
  for (let i = 0; i < p; i++) {
    pairs[2 * i] = i % n;
    pairs[2 * i + 1] = i % m;
  }
  const scene = {
    cameras: copies(n, readVector(input["cam"], "cam", 11)),
    points: copies(m, readVector(input["x"], "x", 3)),
    weights: new Float64Array(p).fill(readNumber(input["w"], "w")),
    pairs,
    features: copies(p, readVector(input["feat"], "feat", 2)),
  };
  return [scene];
}

function sample(elements: Float64Array | Int32Array): number[] {
  return [...elements.subarray(0, REPORTED), elements[elements.length - 1]];
}

export const functions: Module = {
  objective: repeated({
    read,
    run: program.objective,
    show: ({ reprojection, weight }) => ({
      reproj_error: { elements: [...reprojection.subarray(0, 2)], repeated: weight.length },
      w_err: { element: weight[0], repeated: weight.length },
    }),
  }),
  jacobian: repeated({
    read,
    run: program.jacobian,
    show: ({ rows, cols, vals }) => ({
      rows: sample(rows),
      cols: sample(cols),
      vals: sample(vals),
    }),
  }),
};
