// Threads for code that tests have compiled themselves.
import { Heap } from "../../src/runtime/heap.ts";
import type { Team } from "../../src/runtime/instance.ts";
import { Pool } from "../../src/runtime/threads/pool.ts";

export const team: Team = { pool: new Pool(new Heap(true)), threads: 3 };
