/*
 * What a thread does with a job. These functions run in workers from their text, so they use nothing
 * but their parameters and what JavaScript has: no import, no variable from outside.
 */
import type { Words } from "./words.ts";

/** One thread's part in jobs. */
export interface Thread {
  /** Start of so many bytes in a piece of memory of its own; 0 if there is no room. */
  readonly more: (bytes: number) => number;
  /** Takes chunks of the job with that number and runs them, as long as there are some. */
  readonly work: (job: number, run: (chunk: number) => void) => void;
  /** Says that a chunk has failed: those after it need not run. */
  readonly failed: (chunk: number) => void;
}

/** The thread whose area begins at word `area`; `waits` says whether it may stand still. */
export function threadIn(
  memory: WebAssembly.Memory,
  area: number,
  { shared, own, chunkBits }: Words,
  waits: boolean,
): Thread {
  const w = new Int32Array(memory.buffer, 0, 4096);
  const mine = new Int32Array(memory.buffer, area * 4, 128);
  const page = 65536;
  // the last 64 KiB of 4 GiB are never used
  const end = 0xffff * page;
  let piece = page;
  const reach = (bytes: number): boolean => {
    const now = (w[shared.limit] as number) >>> 0;
    if (bytes <= now) return true;
    if (bytes > end) return false;
    const needed = Math.ceil((bytes - now) / page);
    const wanted = Math.min(Math.max(needed, Math.floor(now / page / 2)), (end - now) / page);
    for (const pages of [wanted, needed]) {
      try {
        memory.grow(pages);
        w[shared.limit] = now + pages * page;
        return true;
      } catch {
        // fewer may fit
      }
    }
    return false;
  };
  const more = (bytes: number): number => {
    while (Atomics.compareExchange(w, shared.lock, 0, 1) !== 0) {
      if (waits) Atomics.wait(w, shared.lock, 1, 1);
    }
    const start = (w[shared.frontier] as number) >>> 0;
    const needed = bytes >>> 0;
    let size = Math.max(needed, piece);
    let fits = reach(start + size);
    if (!fits) {
      size = needed;
      fits = reach(start + size);
    }
    if (fits) w[shared.frontier] = start + size;
    Atomics.store(w, shared.lock, 0);
    Atomics.notify(w, shared.lock, 1);
    if (!fits) return 0;
    piece = Math.min(2 * size, 64 * page);
    const clean = (w[shared.clean] as number) >>> 0;
    mine[own.piece] = start;
    mine[own.heap] = start;
    mine[own.limit] = start + size;
    mine[own.clean] = Math.min(Math.max(clean, start), start + size);
    return start;
  };
  const work = (job: number, run: (chunk: number) => void): void => {
    const chunks = Atomics.load(w, shared.chunks);
    for (let begun = false; ;) {
      const ticket = Atomics.load(w, shared.ticket);
      const chunk = ticket & ((1 << chunkBits) - 1);
      if (ticket >>> chunkBits !== job || chunk >= chunks) return;
      if (Atomics.compareExchange(w, shared.ticket, ticket, ticket + 1) !== ticket) continue;
      if (!begun) {
        // pieces of earlier jobs are gone
        begun = true;
        piece = page;
        for (const at of [own.piece, own.heap, own.limit, own.clean]) mine[at] = 0;
      }
      // what comes after an error does not count
      if (chunk < Atomics.load(w, shared.failed) >>> 0) run(chunk);
      if (Atomics.add(w, shared.done, 1) + 1 === chunks) Atomics.notify(w, shared.done);
    }
  };
  const failed = (chunk: number): void => {
    for (;;) {
      const before = Atomics.load(w, shared.failed);
      if (chunk >= before >>> 0) return;
      if (Atomics.compareExchange(w, shared.failed, before, chunk) === before) return;
    }
  };
  return { more, work, failed };
}

/** What a worker is told when it starts. */
export interface Duty {
  readonly memory: WebAssembly.Memory;
  /** First word of its area. */
  readonly area: number;
  readonly index: number;
  readonly words: Words;
}

/** Waits for jobs and takes part in them, for ever. */
export function serve({ memory, area, index, words }: Duty, makeThread: typeof threadIn): never {
  const { shared, own, how, chunkBits } = words;
  const w = new Int32Array(memory.buffer, 0, 4096);
  const mine = new Int32Array(memory.buffer, area * 4, 128);
  const thread = makeThread(memory, area, words, true);
  const programs = new Map<number, WebAssembly.Exports>();
  const fail = (job: number, chunk: number, error: unknown): void => {
    const at = error as { site?: number; a: number; b: number };
    const stack =
      error instanceof Error &&
      /^(Maximum call stack size exceeded\.?|too much recursion)$/.test(error.message);
    mine[own.job] = job;
    mine[own.chunk] = chunk;
    mine[own.how] = at.site !== undefined ? how.stopped : stack ? how.stack : how.other;
    mine[own.site] = at.site ?? 0;
    mine[own.a] = at.a;
    mine[own.b] = at.b;
    thread.failed(chunk);
  };
  const stop = (site: number, a: number, b: number): never => {
    throw { site, a, b };
  };
  const silent = (): never => {
    throw new Error("internal: a thread tells something");
  };
  /** The program of the job, if that is still the one that runs when all about it is read. */
  const programOf = (job: number): WebAssembly.Exports | undefined => {
    const [id, at, size, data] = [shared.program, shared.bytes, shared.size, shared.data].map(
      (word) => Atomics.load(w, word),
    ) as [number, number, number, number];
    if (Atomics.load(w, shared.ticket) >>> chunkBits !== job) return undefined;
    const known = programs.get(id);
    if (known !== undefined) return known;
    // a copy that is not shared, of the memory as large as it is now
    memory.grow(0);
    const bytes = Uint8Array.from(new Uint8Array(memory.buffer, at >>> 0, size));
    const tasks: { exports?: WebAssembly.Exports } = {};
    // a task in a task runs here
    const fork = (task: number, block: number, chunks: number): void => {
      const run = (tasks.exports as WebAssembly.Exports)[`$task${task}`] as (
        ...x: number[]
      ) => void;
      for (let chunk = 0; chunk < chunks; chunk++) run(block, chunk);
    };
    const { more } = thread;
    const host = { memory, data, arena: area * 4, stop, note: silent, print: silent, fork, more };
    const made = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host });
    tasks.exports = made.exports;
    programs.set(id, made.exports);
    return made.exports;
  };
  let round = 0;
  Atomics.add(w, shared.up, 1);
  for (;;) {
    let now = Atomics.load(w, shared.round);
    for (let spins = 0; now === round && spins < 2000; spins++) now = Atomics.load(w, shared.round);
    while (now === round) {
      Atomics.wait(w, shared.round, round);
      now = Atomics.load(w, shared.round);
    }
    round = now;
    const ticket = Atomics.load(w, shared.ticket);
    const job = ticket >>> chunkBits;
    const left = Atomics.load(w, shared.chunks) - (ticket & ((1 << chunkBits) - 1));
    if (left <= 0 || index >= Atomics.load(w, shared.workers)) continue;
    const [task, block] = [Atomics.load(w, shared.task), Atomics.load(w, shared.block)];
    const exports = programOf(job);
    if (exports === undefined) continue;
    const call = exports[`$task${task}`] as (block: number, chunk: number) => void;
    thread.work(job, (chunk) => {
      try {
        call(block, chunk);
      } catch (error) {
        fail(job, chunk, error);
      }
    });
  }
}
