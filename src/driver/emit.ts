import { emitWasm, type WasmOptions } from "../backends/wasm/index.ts";
import type { Compiled } from "../ir/compiled.ts";
import type { Module } from "../ir/func.ts";
import { scalarFuncs } from "../lower/functions.ts";
import { parallelise, type ParallelOptions } from "../lower/parallel/index.ts";

/** How loops are shared out among threads: whether at all, and how they are divided. */
export type Sharing = Pick<ParallelOptions, "most" | "least" | "onLoop">;

export interface EmitOptions extends Pick<WasmOptions, "onLoop" | "threads" | "fused"> {
  /** Whether sums are made in order. Default false. */
  readonly strict?: boolean;
  /** Whether loops are shared out, see `parallelise`. Default: none is. */
  readonly sharing?: Sharing | undefined;
}

/** What is run for the entry function `name` of `module`. */
export function emitCode(
  module: Module,
  name: string,
  { strict = false, sharing, threads = false, fused = false, onLoop }: EmitOptions = {},
): Compiled {
  const shared =
    sharing === undefined ? module : parallelise(module, [name], { strict, ...sharing });
  return emitWasm(shared, [name], {
    elementary: scalarFuncs,
    vectors: strict ? "ordered" : "any",
    fused: fused && !strict,
    // what is not shared out needs no shared memory
    threads: threads && shared !== module,
    ...(onLoop && { onLoop }),
  });
}
