import { repeated, type Evaluation } from "../evaluation.ts";
import { readCount, readVector, type Fields } from "../fields.ts";
import * as program from "../programs/llsq.ts";

function read(input: Fields): [Float64Array, number] {
  return [readVector(input["x"], "x"), readCount(input["n"], "n")];
}

export const primal: Evaluation = repeated({ read, run: program.primal, show: (y) => y });
export const gradient: Evaluation = repeated({
  read,
  run: program.gradient,
  show: (dx) => [...dx],
});
