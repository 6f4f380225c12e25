import type { Evaluation, Module } from "../evaluation.ts";
import { readNumber } from "../fields.ts";
import * as program from "../programs/hello.ts";

/** The input is one number, without counts of runs. */
function once(f: (x: number) => number): Evaluation {
  return (input) => {
    const x = readNumber(input, "input");
    const start = process.hrtime.bigint();
    const output = f(x);
    const nanoseconds = Number(process.hrtime.bigint() - start);
    return { output, timings: [{ name: "evaluate", nanoseconds }] };
  };
}

export const functions: Module = {
  square: once(program.square),
  double: once(program.double),
};
