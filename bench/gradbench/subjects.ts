// The functions of the benchmark that nabla compiles, with the arguments that inputs make.
import * as ba from "./evals/ba.ts";
import * as det from "./evals/det.ts";
import * as gmm from "./evals/gmm.ts";
import * as ht from "./evals/ht.ts";
import * as kmeans from "./evals/kmeans.ts";
import * as llsq from "./evals/llsq.ts";
import * as lse from "./evals/lse.ts";
import * as lstm from "./evals/lstm.ts";
import * as ode from "./evals/ode.ts";
import { readFields, readNumber, readVector, type Fields } from "./fields.ts";
import * as baProgram from "./programs/ba.ts";
import * as detProgram from "./programs/det.ts";
import * as gmmProgram from "./programs/gmm.ts";
import * as helloProgram from "./programs/hello.ts";
import * as htProgram from "./programs/ht.ts";
import * as kmeansProgram from "./programs/kmeans.ts";
import * as llsqProgram from "./programs/llsq.ts";
import * as lseProgram from "./programs/lse.ts";
import * as lstmProgram from "./programs/lstm.ts";
import * as odeProgram from "./programs/ode.ts";
import * as particle from "./programs/particle.ts";
import * as saddle from "./programs/saddle.ts";

type Fn = (...args: never[]) => unknown;

/** A function of the benchmark, by the protocol's name. */
export interface Subject {
  readonly name: string;
  readonly fn: Fn;
  readonly args: readonly unknown[];
}

interface Problem {
  readonly read: (input: Fields) => readonly unknown[];
  readonly functions: Readonly<Record<string, Fn>>;
}

const htByVertex: Problem = {
  read: (input) => {
    const [theta, , model, measured] = ht.read(input);
    return [theta, model, measured];
  },
  functions: { objective: htProgram.vertexObjective, jacobian: htProgram.vertexJacobian },
};

const htByTriangle: Problem = {
  read: ht.read,
  functions: { objective: htProgram.triangleObjective, jacobian: htProgram.triangleJacobian },
};

const { ff, fr, rf, rr } = particle;
const problems: Readonly<Record<string, Problem>> = {
  ba: {
    read: ba.read,
    functions: { objective: baProgram.objective, jacobian: baProgram.jacobian },
  },
  det: {
    read: det.read,
    functions: { primal: detProgram.primal, gradient: detProgram.gradient },
  },
  gmm: {
    read: gmm.read,
    functions: { objective: gmmProgram.objective, jacobian: gmmProgram.jacobian },
  },
  hello: {
    read: ({ x }) => [readNumber(x, "input")],
    functions: { square: helloProgram.square, double: helloProgram.double },
  },
  kmeans: {
    read: kmeans.read,
    functions: { cost: kmeansProgram.cost, dir: kmeansProgram.dir },
  },
  llsq: {
    read: llsq.read,
    functions: { primal: llsqProgram.primal, gradient: llsqProgram.gradient },
  },
  lse: {
    read: lse.read,
    functions: { primal: lseProgram.primal, gradient: lseProgram.gradient },
  },
  lstm: {
    read: lstm.read,
    functions: { objective: lstmProgram.objective, jacobian: lstmProgram.jacobian },
  },
  ode: {
    read: ode.read,
    functions: { primal: odeProgram.primal, gradient: odeProgram.gradient },
  },
  particle: { read: ({ w }) => [readNumber(w, "w")], functions: { ff, fr, rf, rr } },
  saddle: {
    read: ({ start }) => [readVector(start, "start", 2)],
    functions: { ff: saddle.ff, fr: saddle.fr, rf: saddle.rf, rr: saddle.rr },
  },
};

/** The functions of the problem `name`, for an input of the protocol. */
export function subjectsOf(name: string, input: unknown): Subject[] {
  const fields = typeof input === "number" ? { x: input } : readFields(input, "input");
  const { read, functions } = problemFor(name, fields);
  return Object.entries(functions).map(([fn, f]) => ({ name: fn, fn: f, args: read(fields) }));
}

function problemFor(name: string, input: Fields): Problem {
  if (name === "ht") return (input["us"] as unknown[]).length > 0 ? htByTriangle : htByVertex;
  const problem = problems[name];
  if (problem === undefined) throw new Error(`unknown problem ${name}`);
  return problem;
}
