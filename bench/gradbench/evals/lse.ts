import { repeated, type Evaluation } from "../evaluation.ts";
import { readVector, type Fields } from "../fields.ts";
import * as program from "../programs/lse.ts";

function read(input: Fields): [Float64Array] {
  return [readVector(input["x"], "x")];
}

export const primal: Evaluation = repeated({ read, run: program.primal, show: (y) => y });
export const gradient: Evaluation = repeated({
  read,
  run: program.gradient,
  show: (dx) => Array.from(dx),
});
