import { repeated, type Module } from "../evaluation.ts";
import { readCount, readVector, type Fields } from "../fields.ts";
import * as program from "../programs/ode.ts";

export function read(input: Fields): [Float64Array, number] {
  return [readVector(input["x"], "x"), readCount(input["s"], "s")];
}

const show = (y: Float64Array): number[] => Array.from(y);

export const functions: Module = {
  primal: repeated({ read, run: program.primal, show }),
  gradient: repeated({ read, run: program.gradient, show }),
};
