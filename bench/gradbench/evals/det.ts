import { repeated, type Module } from "../evaluation.ts";
import { readCount, readVector, type Fields } from "../fields.ts";
import * as program from "../programs/det.ts";

export function read(input: Fields): [Float64Array, number] {
  const n = readCount(input["ell"], "ell");
  return [readVector(input["A"], "A", n * n), n];
}

export const functions: Module = {
  primal: repeated({ read, run: program.primal, show: (y) => y }),
  gradient: repeated({
    read,
    run: program.gradient,
    show: (da) => Array.from(da),
  }),
};
