import { repeated, type Module } from "../evaluation.ts";
import { readCount, readMatrix, readNumber, readVector, showRows, type Fields } from "../fields.ts";
import * as program from "../programs/gmm.ts";

export function read(input: Fields): [program.Mixture, program.Observations] {
  const d = readCount(input["d"], "d");
  const k = readCount(input["k"], "k");
  const n = readCount(input["n"], "n");
  const mixture = {
    alpha: readVector(input["alpha"], "alpha", k),
    mu: readMatrix(input["mu"], "mu", k, d).elements,
    q: readMatrix(input["q"], "q", k, d).elements,
    l: readMatrix(input["l"], "l", k, (d * (d - 1)) / 2).elements,
  };
  const x = readMatrix(input["x"], "x", n, d).elements;
  const gamma = readNumber(input["gamma"], "gamma");
  return [mixture, { d, k, n, x, gamma, m: readCount(input["m"], "m") }];
}

export const functions: Module = {
  objective: repeated({ read, run: program.objective, show: (y) => y }),
  jacobian: repeated({
    read,
    run: program.jacobian,
    show: ({ alpha, mu, q, l }, [, { k }]) => ({
      alpha: Array.from(alpha),
      mu: showRows(mu, k),
      q: showRows(q, k),
      l: showRows(l, k),
    }),
  }),
};
