import { repeated, type Evaluation, type Module } from "../evaluation.ts";
import { readVector } from "../fields.ts";
import * as program from "../programs/saddle.ts";

function search(run: (start: Float64Array) => { x: Float64Array; y: Float64Array }): Evaluation {
  return repeated<[Float64Array], { x: Float64Array; y: Float64Array }>({
    read: (input) => [readVector(input["start"], "start", 2)],
    run,
    show: ({ x, y }) => [...x, ...y],
  });
}

export const functions: Module = {
  ff: search(program.ff),
  fr: search(program.fr),
  rf: search(program.rf),
  rr: search(program.rr),
};
