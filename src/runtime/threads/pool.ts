import { fixed } from "../../ir/storage.ts";
import type { Heap } from "../heap.ts";
import { mayWait, startWorker } from "./start.ts";
import { threadIn, type Thread } from "./thread.ts";
import { chunkBits, how, own, shared, words } from "./words.ts";

/** More threads are of no use for loops of as many chunks as there are. */
export const mostThreads = 32;

/** A compiled module as other threads get it. */
export interface Program {
  readonly id: number;
  /** Where its bytes are, and its tables. */
  readonly at: number;
  readonly size: number;
  readonly data: number;
}

/** A task for several threads. */
export interface Job {
  readonly program: Program;
  readonly task: number;
  readonly block: number;
  readonly chunks: number;
  /** Most threads that take part, this one included. */
  readonly threads: number;
  /** Runs a chunk in this thread. */
  readonly run: (chunk: number) => void;
  /** Ends with the error of a place, see `stop`. */
  readonly stop: (site: number, a: number, b: number) => never;
}

/**
 * The threads that work on one shared memory. This one is among them: where no other has started,
 * or can, it does everything. Others are started when there is first something for them to do, and
 * do not keep the program alive.
 */
export class Pool {
  readonly heap: Heap;
  private readonly w: Int32Array;
  /** First word of the area of each worker. */
  private readonly areas: number;
  private readonly thread: Thread;
  private readonly waits: boolean = mayWait();
  private started = 0;
  private job = 0;
  private busy = false;
  private programs = 0;

  /** `heap` is shared, and empty. */
  constructor(heap: Heap) {
    this.heap = heap;
    this.w = new Int32Array(heap.memory.buffer, 0, 4096);
    this.areas = heap.reserve(fixed.base * (mostThreads - 1)) >> 2;
    this.thread = threadIn(heap.memory, 0, words, this.waits);
  }

  /** Makes a module known to other threads. The heap must not be in use. */
  program(bytes: Uint8Array, data: number): Program {
    const at = this.heap.reserve(bytes.length);
    this.heap.views.u8.set(bytes, at);
    return { id: ++this.programs, at, size: bytes.length, data };
  }

  /** How many workers have started. */
  get up(): number {
    return Atomics.load(this.w, shared.up);
  }

  /** Starts of so many bytes in the arena of this thread; 0 if there is no room. */
  more(bytes: number): number {
    return this.busy ? this.thread.more(bytes) : this.heap.room(bytes);
  }

  /**
   * Runs all chunks of a job and returns when they are done. Where several fail, the error is that
   * of the first.
   */
  run(job: Job): void {
    const { chunks, run } = job;
    if (this.busy || chunks < 2 || chunks >= 1 << chunkBits || job.threads < 2) {
      for (let chunk = 0; chunk < chunks; chunk++) run(chunk);
      return;
    }
    this.start(Math.min(job.threads, mostThreads) - 1);
    const failed = this.shareOut(job);
    if (failed === undefined) return;
    if ("error" in failed) throw failed.error;
    throw this.errorOf(failed.chunk, job);
  }

  private start(workers: number): void {
    for (; this.started < workers; this.started++) {
      const area = this.areas + this.started * (fixed.base >> 2);
      const duty = { memory: this.heap.memory, area, index: this.started, words };
      try {
        startWorker(duty);
      } catch {
        // no more of them may be allowed
        this.started = mostThreads;
      }
    }
  }

  private shareOut(job: Job): { chunk: number; error?: unknown } | undefined {
    const { w } = this;
    const { program, chunks } = job;
    const heap = w[own.heap]!;
    this.busy = true;
    const description = [
      [shared.task, job.task],
      [shared.block, job.block],
      [shared.chunks, chunks],
      [shared.program, program.id],
      [shared.bytes, program.at],
      [shared.size, program.size],
      [shared.data, program.data],
      [shared.workers, job.threads - 1],
      [shared.failed, -1],
      [shared.frontier, heap],
      [shared.limit, w[own.limit]!],
      [shared.clean, w[own.clean]!],
      [shared.done, 0],
    ] as const;
    for (const [word, value] of description) Atomics.store(w, word, value);
    this.job = (this.job + 1) & ((1 << (32 - chunkBits)) - 1);
    Atomics.store(w, shared.ticket, this.job << chunkBits);
    Atomics.add(w, shared.round, 1);
    Atomics.notify(w, shared.round);
    let failed: { chunk: number; error: unknown } | undefined;
    this.thread.work(this.job, (chunk) => {
      try {
        job.run(chunk);
      } catch (error) {
        failed ??= { chunk, error };
        this.thread.failed(chunk);
      }
    });
    this.waitFor(chunks);
    const end = w[shared.frontier]!;
    if (end !== heap && end >>> 0 > w[shared.clean]! >>> 0) w[shared.clean] = end;
    w[own.clean] = w[shared.clean]!;
    w[own.heap] = end;
    w[own.limit] = w[shared.limit]!;
    w[own.piece] = 0;
    this.busy = false;
    this.heap.refresh();
    const first = w[shared.failed]! >>> 0;
    if (first === 2 ** 32 - 1) return undefined;
    return failed?.chunk === first ? failed : { chunk: first };
  }

  private waitFor(chunks: number): void {
    const { w } = this;
    let done = Atomics.load(w, shared.done);
    for (let spins = 0; done < chunks; spins++) {
      if (spins > 2000 && this.waits) Atomics.wait(w, shared.done, done);
      done = Atomics.load(w, shared.done);
    }
  }

  // What a worker has noted of the chunk that failed.
  private errorOf(chunk: number, { stop }: Job): unknown {
    for (let k = 0; k < this.started; k++) {
      const at = this.areas + k * (fixed.base >> 2);
      const word = (n: number): number => Atomics.load(this.all, at + n);
      if (word(own.job) !== this.job || word(own.chunk) !== chunk) continue;
      if (word(own.how) === how.stopped) return stop(word(own.site), word(own.a), word(own.b));
      if (word(own.how) === how.stack) return new RangeError("Maximum call stack size exceeded");
    }
    return new Error("internal: a thread failed");
  }

  private get all(): Int32Array {
    return this.heap.views.i32;
  }
}
