// Threads for code that tests have compiled themselves.
import { Heap } from "../../src/runtime/heap.ts";
import type { Team } from "../../src/runtime/instance.ts";
import { Pool, type Job } from "../../src/runtime/threads/pool.ts";

/** This thread alone, which runs the chunks from the last to the first. */
class Backwards extends Pool {
  override run({ chunks, run }: Job): void {
    for (let chunk = chunks - 1; chunk >= 0; chunk--) run(chunk);
  }
}

export const team: Team = { pool: new Pool(new Heap(true)), threads: 3 };
export const backwards: Team = { pool: new Backwards(new Heap(true)), threads: 3 };
