import { emitWasm, type WasmOptions } from "../backends/wasm/index.ts";
import type { Compiled } from "../ir/compiled.ts";
import type { Module } from "../ir/func.ts";
import { elementaryFuncs } from "../lower/elementary/index.ts";

export interface EmitOptions extends Pick<WasmOptions, "onLoop"> {
  /** Whether sums are made in order. Default false. */
  readonly strict?: boolean;
}

/** What is run for the entry function `name` of `module`. */
export function emitCode(
  module: Module,
  name: string,
  { strict = false, onLoop }: EmitOptions = {},
): Compiled {
  const vectors = strict ? "ordered" : "any";
  return emitWasm(module, [name], {
    elementary: elementaryFuncs,
    vectors,
    ...(onLoop && { onLoop }),
  });
}
