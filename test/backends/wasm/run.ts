// Runs a function in the interpreter and as WebAssembly, and compares all there is to see.
import { interpret, type Datum } from "../../../src/backends/interp/index.ts";
import { emitWasm } from "../../../src/backends/wasm/index.ts";
import type { NablaError } from "../../../src/diagnostics/error.ts";
import type { Module } from "../../../src/ir/func.ts";
import { Heap } from "../../../src/runtime/heap.ts";
import { instantiate, type Instance } from "../../../src/runtime/instance.ts";
import { callFlat, Matcher, Writer, type Flat } from "./data.ts";

export const heap = new Heap();

export function compiled(module: Module, ...roots: string[]): Instance {
  return compiledInto(heap, module, ...roots);
}

export function compiledInto(memory: Heap, module: Module, ...roots: string[]): Instance {
  const made = emitWasm(module, roots);
  if (!WebAssembly.validate(made.bytes)) {
    new WebAssembly.Module(made.bytes); // says what is wrong
    throw new Error("invalid");
  }
  return instantiate(made, memory);
}

/** Components of the results of `name` for scalar arguments. */
export function runScalars(
  module: Module,
  name: string,
  ...args: (number | bigint)[]
): (number | bigint)[] {
  const instance = compiled(module, name);
  heap.reset();
  return callFlat(instance, name, args).flat();
}

interface Outcome {
  readonly error?: unknown;
  readonly results?: readonly Datum[];
}

function attempt(run: () => readonly Datum[]): Outcome {
  try {
    return { results: run() };
  } catch (error) {
    return { error };
  }
}

/** Throws unless the interpreter and WebAssembly do the same, to the bit. */
export function compare(
  module: Module,
  name: string,
  makeArgs: () => Datum[],
  instance = compiled(module, name),
): void {
  const args = makeArgs();
  const types = module.funcs.get(name)!.region.params.map((p) => p.type);
  const resultTypes = module.funcs.get(name)!.region.yields.map((v) => v.type);
  instance.heap.reset();
  const writer = new Writer(instance.heap);
  const flatArgs = args.map((x, i) => writer.flat(x, types[i]!));
  const expected = attempt(() => interpret(module, name, args));
  let flat: Flat[];
  try {
    flat = callFlat(instance, name, flatArgs.flat());
  } catch (error) {
    if (expected.error === undefined) throw error;
    const [a, b] = [expected.error as NablaError, error as NablaError];
    // the user's own error is itself; the interpreter wraps it
    const same =
      a.code === "NB4003"
        ? b.message === a.detail.message
        : a.code === b.code && a.detail.span === b.detail.span;
    if (!same) throw new Error(`${a.message}\nagainst\n${b.message}`, { cause: error });
    return;
  }
  if (expected.error !== undefined) throw expected.error;
  const matcher = new Matcher(instance.heap);
  expected.results!.forEach((x, i) => matcher.match(x, flat[i]!, resultTypes[i]!, `result ${i}`));
  args.forEach((x, i) => matcher.match(x, flatArgs[i]!, types[i]!, `argument ${i}`));
}
