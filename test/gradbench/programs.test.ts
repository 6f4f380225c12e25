// The primal programs as plain TypeScript, against the benchmark's reference outputs.

import { describe, expect, test } from "vitest";
import { readFields, type Fields } from "../../bench/gradbench/fields.ts";
import * as ba from "../../bench/gradbench/evals/ba.ts";
import * as det from "../../bench/gradbench/evals/det.ts";
import * as gmm from "../../bench/gradbench/evals/gmm.ts";
import * as ht from "../../bench/gradbench/evals/ht.ts";
import * as kmeans from "../../bench/gradbench/evals/kmeans.ts";
import * as llsq from "../../bench/gradbench/evals/llsq.ts";
import * as lse from "../../bench/gradbench/evals/lse.ts";
import * as lstm from "../../bench/gradbench/evals/lstm.ts";
import * as ode from "../../bench/gradbench/evals/ode.ts";
import { bundleErrors } from "../../bench/gradbench/programs/ba.ts";
import { determinant } from "../../bench/gradbench/programs/det.ts";
import { logPosterior } from "../../bench/gradbench/programs/gmm.ts";
import { squared } from "../../bench/gradbench/programs/hello.ts";
import { triangleErrors, vertexErrors } from "../../bench/gradbench/programs/ht.ts";
import { clusterCost } from "../../bench/gradbench/programs/kmeans.ts";
import { squaredResiduals } from "../../bench/gradbench/programs/llsq.ts";
import { logSumExp } from "../../bench/gradbench/programs/lse.ts";
import { negativeLogLikelihood } from "../../bench/gradbench/programs/lstm.ts";
import { rungeKutta } from "../../bench/gradbench/programs/ode.ts";
import { distance } from "../../bench/gradbench/distance.ts";
import { readWorkloads } from "./workloads.ts";

const TOLERANCE = 1e-9;

/** The value of the primal program, in the protocol's form, and the protocol's name for it. */
const primals: Record<string, [string, (input: Fields) => unknown]> = {
  llsq: ["primal", (input) => squaredResiduals(...llsq.read(input))],
  lse: ["primal", (input) => logSumExp(...lse.read(input))],
  ode: ["primal", (input) => [...rungeKutta(...ode.read(input))]],
  det: ["primal", (input) => determinant(...det.read(input))],
  gmm: ["objective", (input) => logPosterior(...gmm.read(input))],
  kmeans: ["cost", (input) => clusterCost(...kmeans.read(input))],
  lstm: ["objective", (input) => negativeLogLikelihood(...lstm.read(input))],
  ba: [
    "objective",
    (input) => {
      const { reprojection, weight } = bundleErrors(...ba.read(input));
      return {
        reproj_error: { elements: [...reprojection.subarray(-2)], repeated: weight.length },
        w_err: { element: weight.at(-1), repeated: weight.length },
      };
    },
  ],
  ht: [
    "objective",
    (input) => {
      const [theta, us, model, measured] = ht.read(input);
      return us.length > 0
        ? [...triangleErrors(theta, us, model, measured)]
        : [...vertexErrors(theta, model, measured)];
    },
  ],
};

describe("primal programs as plain TypeScript", () => {
  for (const { eval: name, workload, input, functions } of readWorkloads()) {
    const primal = primals[name];
    if (!primal) continue;
    const [fn, run] = primal;
    test(`${name} ${workload}`, () => {
      expect(distance(functions[fn].output, run(readFields(input, "input")))).toBeLessThan(
        TOLERANCE,
      );
    });
  }

  test("hello", () => {
    expect(squared(8)).toBe(64);
  });
});
