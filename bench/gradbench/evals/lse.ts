import { repeated, type Module } from "../evaluation.ts";
import { readVector, type Fields } from "../fields.ts";
import * as program from "../programs/lse.ts";

export function read(input: Fields): [Float64Array] {
  return [readVector(input["x"], "x")];
}

export const functions: Module = {
  primal: repeated({ read, run: program.primal, show: (y) => y }),
  gradient: repeated({
    read,
    run: program.gradient,
    show: (dx) => Array.from(dx),
  }),
};
