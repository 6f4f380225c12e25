import { repeated, type Module } from "../evaluation.ts";
import { readMatrix, showRows, type Fields } from "../fields.ts";
import * as program from "../programs/lstm.ts";

export function read(input: Fields): [program.Network, program.Text] {
  const sequence = readMatrix(input["sequence"], "sequence");
  const b = sequence.width;
  const main = readMatrix(input["main_params"], "main_params", undefined, 4 * b);
  const extra = readMatrix(input["extra_params"], "extra_params", 3, b);
  const layers = main.height / 2;
  const state = showRows(readMatrix(input["state"], "state", 2 * layers, b).elements, 2 * layers);
  const text = {
    b,
    hidden: Float64Array.from(state.filter((_, row) => row % 2 === 0).flat()),
    cell: Float64Array.from(state.filter((_, row) => row % 2 === 1).flat()),
    sequence: sequence.elements,
  };
  return [{ main: main.elements, extra: extra.elements }, text];
}

export const functions: Module = {
  objective: repeated({ read, run: program.objective, show: (y) => y }),
  jacobian: repeated({
    read,
    run: program.jacobian,
    show: ({ main, extra }) => [...main, ...extra],
  }),
};
