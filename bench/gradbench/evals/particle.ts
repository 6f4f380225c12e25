import { repeated, type Evaluation } from "../evaluation.ts";
import { readNumber } from "../fields.ts";
import * as program from "../programs/particle.ts";

function search(run: (start: number) => number): Evaluation {
  return repeated<[number], number>({
    read: (input) => [readNumber(input["w"], "w")],
    run,
    show: (w) => w,
  });
}

export const ff: Evaluation = search(program.ff);
export const fr: Evaluation = search(program.fr);
export const rf: Evaluation = search(program.rf);
export const rr: Evaluation = search(program.rr);
