// Fits the 27 nonlinear models of NIST's Statistical Reference Datasets from their 54 starting points,
// and compares with the certified parameters.

import { readdirSync, readFileSync } from "node:fs";
import { readDataset, type Dataset } from "./dataset.ts";
import { deviation } from "./differences.ts";
import { fit } from "./levenberg-marquardt.ts";
import { models } from "./models.ts";
import { regression } from "./regression.ts";

/** Digits that count as a success, and the digits that the certified values have. */
const ENOUGH = 6;
const CERTIFIED = 11;

const folder = new URL("./data/", import.meta.url);

function readAll(): Dataset[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".dat"));
  return files.map((file) => readDataset(readFileSync(new URL(file, folder), "utf8")));
}

/** Correct digits of the parameter that has fewest. */
function correctDigits(parameters: Float64Array, certified: Float64Array): number {
  const digits = parameters.map((value, i) => {
    const error = Math.abs(value - certified[i]) / Math.abs(certified[i]);
    return Number.isNaN(error) ? 0 : Math.min(CERTIFIED, Math.max(0, -Math.log10(error)));
  });
  return Math.min(...digits);
}

function printRow(cells: readonly (string | number)[]): void {
  const widths = [10, 8, 5, 10, 17, 6, 9];
  const padded = cells.map((cell, i) =>
    i < 2 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]),
  );
  console.log(padded.join(" "));
}

const began = performance.now();
let runs = 0;
let successes = 0;
let largestDeviation = 0;
let largestOfError = 0;

printRow(["problem", "level", "start", "iterations", "sum of squares", "digits", "ms"]);
for (const dataset of readAll()) {
  const problem = regression(dataset, models[dataset.name]);
  const subtracted = Math.max(...dataset.y.map(Math.abs));
  const differences = { f: problem.residuals, subtracted };
  dataset.starts.forEach((start, i) => {
    const from = performance.now();
    const { parameters, sumOfSquares, iterations } = fit(problem, start);
    const time = performance.now() - from;
    const digits = correctDigits(parameters, dataset.certified);
    runs++;
    if (digits >= ENOUGH) successes++;
    for (const b of [start, parameters]) {
      const { relative, ofError } = deviation(differences, b, problem.jacobian(b));
      largestDeviation = Math.max(largestDeviation, relative);
      largestOfError = Math.max(largestOfError, ofError);
    }
    printRow([
      dataset.name,
      dataset.difficulty,
      i + 1,
      iterations,
      sumOfSquares.toExponential(10),
      digits.toFixed(1),
      time.toFixed(1),
    ]);
  });
}

console.log();
console.log(`${successes} of ${runs} runs reached ${ENOUGH} correct digits in every parameter`);
console.log(
  `Largest deviation of a Jacobian from differences: ${largestDeviation.toExponential(1)} of its ` +
    `column, ${largestOfError.toFixed(2)} of the error that the differences may have`,
);
console.log(`Total time ${((performance.now() - began) / 1000).toFixed(2)} s`);
