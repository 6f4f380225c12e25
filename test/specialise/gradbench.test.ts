// The benchmark's programs through specialisation, the transforms and the interpreter.
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
import { bundleErrors, bundleJacobian } from "../../bench/gradbench/programs/ba.ts";
import * as detProgram from "../../bench/gradbench/programs/det.ts";
import * as gmmProgram from "../../bench/gradbench/programs/gmm.ts";
import * as htProgram from "../../bench/gradbench/programs/ht.ts";
import * as kmeansProgram from "../../bench/gradbench/programs/kmeans.ts";
import * as llsqProgram from "../../bench/gradbench/programs/llsq.ts";
import * as lseProgram from "../../bench/gradbench/programs/lse.ts";
import * as lstmProgram from "../../bench/gradbench/programs/lstm.ts";
import * as odeProgram from "../../bench/gradbench/programs/ode.ts";
import * as particle from "../../bench/gradbench/programs/particle.ts";
import * as saddle from "../../bench/gradbench/programs/saddle.ts";
import { distance } from "../../bench/gradbench/distance.ts";
import { readWorkloads } from "../gradbench/workloads.ts";
import { compiled, run } from "./run.ts";

type Fn = (...args: never[]) => unknown;
type Read = (input: Fields) => readonly unknown[];

/** How arguments are read, and the functions by the protocol's names. */
const programs: Record<string, [Read, Record<string, Fn>]> = {
  llsq: [llsq.read, { primal: llsqProgram.primal, gradient: llsqProgram.gradient }],
  lse: [lse.read, { primal: lseProgram.primal, gradient: lseProgram.gradient }],
  ode: [ode.read, { primal: odeProgram.primal, gradient: odeProgram.gradient }],
  det: [det.read, { primal: detProgram.primal, gradient: detProgram.gradient }],
  gmm: [gmm.read, { objective: gmmProgram.objective, jacobian: gmmProgram.jacobian }],
  kmeans: [kmeans.read, { cost: kmeansProgram.cost, dir: kmeansProgram.dir }],
  lstm: [lstm.read, { objective: lstmProgram.objective, jacobian: lstmProgram.jacobian }],
};

/** Every number; those of objects in the order of their keys, if `sorted`. */
function numbers(value: unknown, sorted: boolean): number[] {
  if (typeof value === "number") return [value];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  const entries = Object.entries(value as object);
  if (sorted && !Array.isArray(value)) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([, inner]) => numbers(inner, sorted));
}

const sizeOf = (input: unknown): number => JSON.stringify(input).length;
const few = readWorkloads().filter(
  ({ eval: name, input }) => name in programs && sizeOf(input) < (name === "gmm" ? 3000 : 4000),
);

describe("in the interpreter", () => {
  for (const { eval: name, workload, input, functions } of few) {
    const [read, fns] = programs[name] as [Read, Record<string, Fn>];
    for (const [fn, program] of Object.entries(fns)) {
      test(`${name} ${workload} ${fn}`, () => {
        const got = run(program, ...read(readFields(input, "input")));
        const wanted = functions[fn]!.output;
        const keyed = typeof wanted === "object" && !Array.isArray(wanted);
        expect(distance(numbers(wanted, keyed), numbers(got, keyed))).toBeLessThan(1e-9);
      });
    }
  }
});

test("programs that run long compile", () => {
  const inputOf = (name: string): Fields =>
    readFields(readWorkloads().find((one) => one.eval === name)!.input, "input");
  const scene = ba.read(inputOf("ba"));
  compiled(bundleErrors, scene);
  compiled(bundleJacobian, scene);
  const [theta, us, model, measured] = ht.read(inputOf("ht"));
  compiled(htProgram.vertexErrors, [theta, model, measured]);
  compiled(htProgram.vertexJacobian as Fn, [theta, model, measured]);
  compiled(htProgram.triangleErrors, [theta, us, model, measured]);
  for (const f of [saddle.ff, saddle.fr, saddle.rf, saddle.rr]) {
    compiled(f as Fn, [Float64Array.of(1, 1)]);
  }
  for (const f of [particle.ff, particle.fr, particle.rf, particle.rr]) compiled(f as Fn, [0]);
});
