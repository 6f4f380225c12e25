import { repeated, type Module } from "../evaluation.ts";
import { readCount, readVector, type Fields } from "../fields.ts";
import * as program from "../programs/llsq.ts";

export function read(input: Fields): [Float64Array, number] {
  return [readVector(input["x"], "x"), readCount(input["n"], "n")];
}

export const functions: Module = {
  primal: repeated({ read, run: program.primal, show: (y) => y }),
  gradient: repeated({
    read,
    run: program.gradient,
    show: (dx) => [...dx],
  }),
};
