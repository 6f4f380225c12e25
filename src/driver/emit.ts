import { emitWasm } from "../backends/wasm/index.ts";
import type { Compiled } from "../ir/compiled.ts";
import type { Module } from "../ir/func.ts";
import { elementaryFuncs } from "../lower/elementary/index.ts";

/** What is run for the entry function `name` of `module`; if `strict`, sums are made in order. */
export function emitCode(module: Module, name: string, strict = false): Compiled {
  const vectors = strict ? "ordered" : "any";
  return emitWasm(module, [name], { elementary: elementaryFuncs, vectors });
}
