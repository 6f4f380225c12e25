// One random program with the ways to run it.
import { interpret, memoryOver, type Datum, type Memory } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages, type Stages, type Switches } from "../../src/driver/pipeline.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { grad, jit, nd } from "../../src/index.ts";
import { memOf } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import type { Module } from "../../src/ir/func.ts";
import type { Result } from "../../src/values/result.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise, type Specialised } from "../../src/specialise/index.ts";
import { compiledText, plainText } from "./program.ts";

export type Fn = (x: number, y: number, a: Float64Array, b: Float64Array) => number;

/** The arguments as numbers: x, y, the elements of a, those of b. */
export type Point = readonly number[];

export const rows = 6;

/** The program took too long, or did what has no meaning: nothing can be said about it. */
export class Unusable extends Error {}

export function argsOf(point: Point): [number, number, Float64Array, Float64Array] {
  const [x, y, ...rest] = point as [number, number, ...number[]];
  return [x, y, Float64Array.from(rest.slice(0, rows)), Float64Array.from(rest.slice(rows))];
}

export function dataOf(point: Point): Datum[] {
  const [x, y, a, b] = argsOf(point);
  return [x, y, memoryOver(memOf("f64"), a), memoryOver(memOf("f64"), b)];
}

/** The value and the arrays after the call, all numbers in order; or the error's name. */
export type Outcome = readonly number[] | string;

function outcomeOf(run: () => readonly number[]): Outcome {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unusable) throw error;
    // what happens when it runs; a refusal to compile is for the caller
    if (error instanceof NablaError && error.code.startsWith("NB4")) return error.code;
    throw error;
  }
}

/** About the derivative, for what a program does to be about right. */
const slope = (f: (x: number) => number) => (x: number) => (f(x + 1e-6) - f(x - 1e-6)) / 2e-6;

/** The program as plain JavaScript; derivatives in it are only about right. */
export function plain(text: string): (point: Point) => number[] {
  let left = 0;
  const tick = (): void => {
    if (--left < 0) throw new Unusable("too long");
  };
  const make = new Function("tick", "grad", "nd", `return (${plainText(text)})`);
  const fn = make(tick, slope, nd) as Fn;
  return (point) => {
    left = 3000;
    const [x, y, a, b] = argsOf(point);
    const value = meaningful(() => fn(x, y, a, b));
    if (typeof value !== "number" && typeof value !== "boolean") throw new Unusable("no number");
    return [Number(value), ...a, ...b];
  };
}

/** What `run` gives, unless it does what compiled code refuses to make up something for. */
function meaningful<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw new Unusable("no meaning");
    throw error;
  }
}

export function functionOf(text: string): Fn {
  return new Function("grad", "nd", `return (${compiledText(text)})`)(grad, nd) as Fn;
}

/**
 * The program as a function of one array that has the numbers of the point; `gives` is its result,
 * `before` is done first.
 */
export function ofArray<T>(text: string, gives: string, before = ""): (z: Float64Array) => T {
  const whole = `function whole(z) {
    const inner = ${compiledText(text)};
    const x = z[0], y = z[1], a = z.slice(2, 8), b = z.slice(8, 14);
    ${before}
    const value = inner(x, y, a, b);
    return ${gives};
  }`;
  return new Function("grad", "nd", `return (${whole})`)(grad, nd) as (z: Float64Array) => T;
}

/** Sums in the order of the program. */
export const inOrder: {
  readonly scope: Readonly<Record<string, unknown>>;
  readonly strict: true;
} = { scope: { grad, nd }, strict: true };

export const scope: { scope: Readonly<Record<string, unknown>> } = {
  scope: { grad, nd },
};

export function specialised(fn: Fn, point: Point): Specialised {
  const made = specialise({
    fn: jit(fn, scope),
    args: argsOf(point),
    reflect: (f) => reflect(f as never, scope) as never,
    library,
  });
  verifyModule(made.module);
  return made;
}

export function stagesOf(made: Specialised, switches: Switches = {}): Stages {
  return runStages(made.module, made.name, { verify: true, ...switches });
}

/** A value of the program that is a number or a boolean, of what the compiled function gives. */
function valueOf(result: Result, results: readonly Datum[]): number {
  switch (result.kind) {
    case "number":
    case "boolean":
      return Number(results[result.result]);
    case "static":
      return Number(result.value);
    case "optional":
      return results[result.present] !== 0 ? valueOf(result.value, results) : Number(result.absent);
    case "either":
      return valueOf(result.of[results[result.first] !== 0 ? 0 : 1], results);
    default:
      throw new Unusable("no number");
  }
}

/** Runs one of the modules made of `made` in the interpreter. */
export function interpreted(module: Module, { name, result }: Specialised, point: Point): Outcome {
  return outcomeOf(() => {
    const data = dataOf(point);
    const results = interpret(module, name, data);
    const arrays = data.slice(2) as Memory[];
    return [valueOf(result, results), ...arrays.flatMap((m) => [...(m.data as Float64Array)])];
  });
}

/** Runs `call`, which is made by the public functions, and gives what it gives and changes. */
export function called(call: Fn, point: Point): Outcome {
  return outcomeOf(() => {
    const [x, y, a, b] = argsOf(point);
    const value = Number(call(x, y, a, b));
    return [value, ...a, ...b];
  });
}

export function sameBits(x: Outcome, y: Outcome): boolean {
  if (typeof x === "string" || typeof y === "string") return x === y;
  return x.length === y.length && x.every((v, i) => Object.is(v, y[i]));
}

/** Throws unless the two are the same to the bit. */
export function expectSame(what: string, x: Outcome, y: Outcome): void {
  if (!sameBits(x, y)) throw new Error(`${what}: ${String(y)} instead of ${String(x)}`);
}
