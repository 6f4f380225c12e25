import { repeated, type Evaluation, type Module } from "../evaluation.ts";
import { readNumber } from "../fields.ts";
import * as program from "../programs/particle.ts";

function search(run: (start: number) => number): Evaluation {
  return repeated<[number], number>({
    read: (input) => [readNumber(input["w"], "w")],
    run,
    show: (w) => w,
  });
}

export const functions: Module = {
  ff: search(program.ff),
  fr: search(program.fr),
  rf: search(program.rf),
  rr: search(program.rr),
};
