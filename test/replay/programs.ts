// Programs of all kinds, with arguments to compile them for.
import { grad, jit, jvp } from "../../src/index.ts";
import { subjectsOf } from "../../bench/gradbench/subjects.ts";
import { library } from "../../src/driver/known.ts";
import { examples, point, type F } from "../docs/examples.ts";
import { runModule } from "../docs/module.ts";
import { readWorkloads } from "../gradbench/workloads.ts";
import { logLikelihood as hidden } from "../suite/autograd/hidden-markov.ts";
import { logMarginalLikelihood } from "../suite/autograd/gaussian-process.ts";
import { logLikelihood as mixed } from "../suite/autograd/mixture.ts";
import { error, start } from "../suite/functional/backprop.ts";
import { likelihood as calculus } from "../suite/functional/lambda.ts";
import { billiards } from "../suite/structures/billiards.ts";

export interface Program {
  readonly name: string;
  /** What an operator made. */
  readonly fn: object;
  readonly args: readonly unknown[];
}

async function ofLanguage(): Promise<Program[]> {
  const compiled = examples.filter(({ status }) => status === "yes");
  return Promise.all(
    compiled.map(async ({ what, module }): Promise<Program> => {
      const f = (await runModule({ code: module })) as F;
      return { name: `language: ${what}`, fn: grad(f, { wrt: [0, 2, 3] }), args: point() };
    }),
  );
}

/** Much like others, and large. */
const slow = new Set(["ff", "fr", "rf"].map((mode) => `gradbench: saddle ${mode}`));

/** One input of each kind: code depends on types, not on sizes. */
function ofGradBench(): Program[] {
  const found = new Map<string, Program>();
  for (const { eval: about, input } of readWorkloads()) {
    for (const { name, fn, args } of subjectsOf(about, input)) {
      const kind = about === "ht" && args.length === 4 ? "ht with us" : about;
      const key = `gradbench: ${kind} ${name}`;
      // others run several compiled functions
      if (library(fn)?.kind === "made" && !slow.has(key)) found.set(key, { name: key, fn, args });
    }
  }
  return [...found.values()];
}

function ofSuite(): Program[] {
  const h = { mean: 0.1, noise: -2, scale: 0.2, lengths: [0.1, 0.3] };
  const model = {
    initial: [0.5, 0.5],
    transition: [
      [0.9, 0.1],
      [0.2, 0.8],
    ],
    emission: [
      [0.6, 0.4],
      [0.3, 0.7],
    ],
  };
  const rows = [
    [0.1, 0.2],
    [0.4, -0.3],
  ];
  const clusters = [{ weight: 0, mean: [0, 1], root: rows }];
  const along = (x: number): number => jvp((y: number) => billiards(y, 3, 10))([x], [1]).tangent;
  const list: readonly (readonly [string, object, readonly unknown[]])[] = [
    ["lambda calculus", grad(calculus), [[0.5, 0.5]]],
    ["backprop", grad(error), [start]],
    ["billiards", grad(billiards), [1, 3, 10]],
    ["billiards, forward", jit(along), [1]],
    ["hidden Markov model", grad(hidden), [model, [0, 1, 1]]],
    ["Gaussian process", grad(logMarginalLikelihood), [h, rows, [1, 2]]],
    ["mixture", grad(mixed), [clusters, rows]],
  ];
  return list.map(([name, fn, args]) => ({ name: `suite: ${name}`, fn, args }));
}

export async function programs(): Promise<Program[]> {
  return numbered([...(await ofLanguage()), ...ofGradBench(), ...ofSuite()]);
}

/** Makes names differ that are the same. */
function numbered(all: readonly Program[]): Program[] {
  const times = new Map<string, number>();
  return all.map((program) => {
    const n = (times.get(program.name) ?? 0) + 1;
    times.set(program.name, n);
    return n === 1 ? program : { ...program, name: `${program.name} (${n})` };
  });
}
