import { repeated, type Evaluation } from "../evaluation.ts";
import { readVector } from "../fields.ts";
import * as program from "../programs/saddle.ts";

function search(run: (start: Float64Array) => { x: Float64Array; y: Float64Array }): Evaluation {
  return repeated<[Float64Array], { x: Float64Array; y: Float64Array }>({
    read: (input) => [readVector(input["start"], "start", 2)],
    run,
    show: ({ x, y }) => [...x, ...y],
  });
}

export const ff: Evaluation = search(program.ff);
export const fr: Evaluation = search(program.fr);
export const rf: Evaluation = search(program.rf);
export const rr: Evaluation = search(program.rr);
