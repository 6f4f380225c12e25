/**
 * What runs the operations that functions on arrays are made of. One definition of a function serves
 * all: outside of compiled code the operations run at once, in compiled code they become IR.
 */
import { callerSpan } from "../diagnostics/caller.ts";
import { NablaError } from "../diagnostics/error.ts";
import type { Attrs } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import type { Computed, NdArray } from "./array.ts";
import { compilingEngine, isCompiling } from "./compiling.ts";
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
  try {
    // what is stored as f16 has been widened by `toArray`
    return (compilingEngine() ?? eager).run(op, x as readonly Computed[], attrs);
  } catch (error) {
    throw ofCall(error, op);
  }
}

/** What an operation says of its operands and attributes, as said of the user's call. */
function ofCall(error: unknown, { name }: Op): unknown {
  if (error instanceof NablaError) {
    const { code, detail } = error;
    if (detail.span !== undefined || isCompiling()) return error;
    return new NablaError(code, { ...detail, span: callerSpan() });
  }
  // only those that are nothing but errors: others are ways to start over, or the engine's
  const isRule = error instanceof Error && error.constructor === Error;
  if (!isRule || error.message.startsWith("internal")) return error;
  const span = isCompiling() ? undefined : callerSpan();
  return new NablaError("NB6005", { message: `\`${name}\`: ${error.message}`, span });
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
