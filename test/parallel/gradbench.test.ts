import { expect, test } from "vitest";
import * as inputs from "../../bench/inputs.ts";
import * as ba from "../../bench/gradbench/programs/ba.ts";
import * as gmm from "../../bench/gradbench/programs/gmm.ts";
import * as ht from "../../bench/gradbench/programs/ht.ts";
import * as kmeans from "../../bench/gradbench/programs/kmeans.ts";
import { subjectsOf } from "../../bench/gradbench/subjects.ts";
import { grad, jacfwd, jit } from "../../src/index.ts";
import { numbersIn } from "./numbers.ts";

type Fn = (...args: never[]) => unknown;
type Made = (options: { readonly parallel?: number }) => Fn;

const argsOf = (problem: string, input: inputs.Input): readonly unknown[] =>
  subjectsOf(problem, input)[0]!.args;

// large enough for their loops to be shared out
const cases: readonly (readonly [string, Made, readonly unknown[]])[] = [
  ["gmm", (o) => jit(gmm.logPosterior, o), argsOf("gmm", inputs.gmm(6, 8, 150))],
  ["gmm, gradient", (o) => grad(gmm.logPosterior, o), argsOf("gmm", inputs.gmm(6, 8, 150))],
  ["kmeans", (o) => jit(kmeans.clusterCost, o), argsOf("kmeans", inputs.kmeans(10, 1500, 6))],
  [
    "kmeans, Newton",
    (o) => jit(kmeans.newtonDirection, o),
    argsOf("kmeans", inputs.kmeans(10, 1500, 6)),
  ],
  ["ba", (o) => jit(ba.bundleErrors, o), argsOf("ba", inputs.ba(40, 500, 1500))],
  ["ba, Jacobian", (o) => jit(ba.bundleJacobian, o), argsOf("ba", inputs.ba(40, 500, 1500))],
  ["ht", (o) => jacfwd(ht.vertexErrors, o), subjectsOf("ht", inputs.ht(400, "vertices"))[0]!.args],
];

test.each(cases)("%s: the same bits with one thread and with three", (_, make, args) => {
  const given = args as never[];
  const one = numbersIn(make({ parallel: 1 })(...given));
  const run = make({ parallel: 3 });
  for (let k = 0; k < 3; k++) expect(numbersIn(run(...given))).toEqual(one);
  const alone = numbersIn(make({})(...given));
  expect(one.length).toBe(alone.length);
  const scale = Math.max(...alone.map(Math.abs));
  one.forEach((x, i) => expect(Math.abs(x - alone[i]!)).toBeLessThanOrEqual(1e-11 * scale));
});
