// Words of the shared memory by which threads agree, as indices of 32 bits.
import { fixed } from "../../ir/storage.ts";

const first = fixed.threads >> 2;

type SharedWord =
  | "round"
  | "ticket"
  | "done"
  | "task"
  | "block"
  | "chunks"
  | "program"
  | "bytes"
  | "size"
  | "data"
  | "workers"
  | "failed"
  | "lock"
  | "frontier"
  | "limit"
  | "clean"
  | "up";
type OwnWord = "heap" | "limit" | "clean" | "piece" | "job" | "chunk" | "how" | "site" | "a" | "b";

/** Those that all threads share. */
export const shared: Readonly<Record<SharedWord, number>> = {
  /** Changes when there is something to do: threads wait for that. */
  round: first,
  /** Number of the job, and in its low `chunkBits` bits the next chunk to be taken. */
  ticket: first + 1,
  /** Chunks that are done. */
  done: first + 2,
  /** What the job is: the task, its block, how many chunks there are. */
  task: first + 3,
  block: first + 4,
  chunks: first + 5,
  /** The compiled module: its number, where its bytes are, and its tables. */
  program: first + 6,
  bytes: first + 7,
  size: first + 8,
  data: first + 9,
  /** Workers that may take part. */
  workers: first + 10,
  /** The lowest chunk that has failed, as an unsigned number. */
  failed: first + 11,
  /** The arena while a job runs: a lock, where what is handed out ends, and the memory. */
  lock: first + 12,
  frontier: first + 13,
  limit: first + 14,
  /** Bytes from here on had never been written when the job began. */
  clean: first + 15,
  /** Workers that have started. */
  up: first + 16,
};

/** Those of one thread, after the start of its area. */
export const own: Readonly<Record<OwnWord, number>> = {
  heap: fixed.heap >> 2,
  limit: fixed.limit >> 2,
  clean: fixed.clean >> 2,
  piece: fixed.piece >> 2,
  /** What went wrong: the job, the chunk, how, and what `stop` was told. */
  job: (fixed.threads >> 2) + 32,
  chunk: (fixed.threads >> 2) + 33,
  how: (fixed.threads >> 2) + 34,
  site: (fixed.threads >> 2) + 35,
  a: (fixed.threads >> 2) + 36,
  b: (fixed.threads >> 2) + 37,
};

/** How a chunk failed. */
export const how = { stopped: 1, stack: 2, other: 3 } as const;

export const chunkBits = 12;

export interface Words {
  readonly shared: typeof shared;
  readonly own: typeof own;
  readonly how: typeof how;
  readonly chunkBits: number;
}

export const words: Words = { shared, own, how, chunkBits };
