// Whether functions on arrays run while a program is compiled, and for whom.
import type { Engine } from "./engine.ts";

let current: Engine | undefined;

/** What runs operations while a program is compiled; undefined outside of that. */
export function compilingEngine(): Engine | undefined {
  return current;
}

/** Whether operations are being compiled: contents of arrays are then not known. */
export function isCompiling(): boolean {
  return current !== undefined;
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
