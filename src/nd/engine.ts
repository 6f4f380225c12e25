/**
 * What runs the operations that functions on arrays are made of. One definition of a function serves
 * all: outside of compiled code the operations run at once, in compiled code they become IR.
 */
import type { Attrs } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import type { Computed, NdArray } from "./array.ts";
import { compilingEngine } from "./compiling.ts";
import { eager as plain } from "./eager.ts";

export interface Engine {
  /** The result of `op`, whose type rule the operands satisfy. */
  run(op: Op, x: readonly Computed[], attrs: Attrs): Computed;
}

let eager: Engine = plain;

/** Sets what runs operations outside of compiled code, from what does so without it. */
export function setEager(engine: (reference: Engine) => Engine): void {
  eager = engine(plain);
}

/** Runs one operation on arrays of the types that it takes: no promotion, no broadcasting. */
export function bind(op: Op, x: readonly NdArray[], attrs: Attrs = {}): Computed {
  // what is stored as f16 has been widened by `toArray`
  return (compilingEngine() ?? eager).run(op, x as readonly Computed[], attrs);
}

let likeCompiled = false;

/** Runs `body`, in which operations outside of compiled code give the bits of compiled code. */
export function inCompiledBits<T>(body: () => T): T {
  const before = likeCompiled;
  likeCompiled = true;
  try {
    return body();
  } finally {
    likeCompiled = before;
  }
}

/** Whether results must have the bits of compiled code: see {@link inCompiledBits}. */
export function wantsCompiledBits(): boolean {
  return likeCompiled;
}
