/**
 * What runs the operations that functions on arrays are made of. One definition of a function serves
 * all: outside of compiled code the operations run at once, in compiled code they become IR.
 */
import type { Attrs } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { NdArray } from "./array.ts";

export interface Engine {
  /** The result of `op`, whose type rule the operands satisfy. */
  run(op: Op, x: readonly NdArray[], attrs: Attrs): NdArray;
}

let current: Engine | undefined;
let eager: Engine | undefined;

/** Sets what runs operations outside of compiled code. */
export function setEager(engine: Engine): void {
  eager = engine;
}

/** Runs `body` with operations run by `engine`. */
export function withEngine<T>(engine: Engine, body: () => T): T {
  const before = current;
  current = engine;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** Runs one operation on arrays of the types that it takes: no promotion, no broadcasting. */
export function bind(op: Op, x: readonly NdArray[], attrs: Attrs = {}): NdArray {
  const engine = current ?? eager;
  if (engine === undefined) throw new Error("internal: nothing runs operations on arrays");
  return engine.run(op, x, attrs);
}

/** Whether operations are being compiled: contents of arrays are then not known. */
export function isCompiling(): boolean {
  return current !== undefined;
}
