import { NablaError } from "../diagnostics/error.ts";
import { Heap } from "../runtime/heap.ts";
import type { Team } from "../runtime/instance.ts";
import { Pool } from "../runtime/threads/pool.ts";
import { processors } from "../runtime/threads/start.ts";

// One pool, and one shared memory, for all programs that ask for threads; null if there can be none.
let pool: Pool | null | undefined;

/**
 * The threads that run a program with the option `parallel`; undefined if this one has to do alone.
 *
 * @throws NablaError NB5010
 */
export function teamOf(parallel: boolean | number): Team | undefined {
  const threads = parallel === true ? processors() : parallel;
  if (typeof threads !== "number" || !Number.isInteger(threads) || threads < 1) {
    throw new NablaError("NB5010", {
      message: `\`parallel\` is ${JSON.stringify(parallel)}`,
      help: "write `{ parallel: true }`, or a number of threads: `{ parallel: 4 }`",
    });
  }
  if (threads === 1) return undefined;
  if (pool === undefined) pool = newPool();
  return pool === null ? undefined : { pool, threads };
}

// A page has shared memory only if it is isolated from other origins.
function newPool(): Pool | null {
  if (typeof SharedArrayBuffer === "undefined") return null;
  try {
    return new Pool(new Heap(true));
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}
