import { taskName, type Compiled, type Entry } from "../ir/compiled.ts";
import type { Heap } from "./heap.ts";
import { Telling } from "./output.ts";
import type { Pool } from "./threads/pool.ts";
import type { Watch } from "./watch.ts";
import { errorAt } from "./stop.ts";

/** What an entry is to JavaScript: flattened arguments in, at most one number out. */
export type Call = (...args: (number | bigint)[]) => number | bigint | undefined;

/** A compiled module that is ready to run. */
export interface Instance {
  readonly compiled: Compiled;
  readonly heap: Heap;
  readonly entry: (name: string) => { readonly entry: Entry; readonly call: Call };
  /** Prints what the code has logged, when a call has ended, or forgets it. */
  readonly flush: (show: boolean) => void;
}

/** Threads to run tasks: so many of a pool at most. */
export interface Team {
  readonly pool: Pool;
  readonly threads: number;
}

interface Known {
  readonly bytes: Uint8Array;
  readonly module: WeakRef<WebAssembly.Module>;
}

// Engines keep optimised code with the module: equal bytes are compiled once while it is in use.
const modules = new Map<number, Known[]>();

const forgotten = new FinalizationRegistry<number>((key) => {
  const left = modules.get(key)?.filter(({ module }) => module.deref() !== undefined) ?? [];
  if (left.length > 0) modules.set(key, left);
  else modules.delete(key);
});

/** FNV-1a. */
function hash(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return h >>> 0;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function moduleOf(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const key = hash(bytes);
  const known = modules.get(key) ?? [];
  for (const k of known) {
    const found = sameBytes(k.bytes, bytes) ? k.module.deref() : undefined;
    if (found !== undefined) return found;
  }
  const module = new WebAssembly.Module(bytes);
  modules.set(key, [...known, { bytes, module: new WeakRef(module) }]);
  forgotten.register(module, key);
  return module;
}

/**
 * Compiles, at once, and puts the tables of the module into `heap`, which must not be in use.
 * `shown` are the objects that it prints or throws without making them; `watch` is told of numbers
 * that are not finite, by code that looks for them. Code for threads needs a `team` that works on
 * `heap`.
 */
export function instantiate(
  compiled: Compiled,
  heap: Heap,
  shown: readonly unknown[] = [],
  watch?: Watch,
  team?: Team,
): Instance {
  const telling = new Telling(shown, watch);
  const stop = (number: number, a: number, b: number): never => {
    const site = compiled.sites[number]!;
    if (site.kind === "print") throw new Error("internal: stopped where it prints");
    throw errorAt(site, a, b, telling);
  };
  const print = (number: number): void => {
    const site = compiled.sites[number]!;
    if (site.kind === "print") telling.print(site);
  };
  const { note } = telling;
  const host: WebAssembly.ModuleImports = { memory: heap.memory, stop, note, print };
  const data = compiled.dataSize > 0 ? heap.reserve(compiled.dataSize) : 0;
  host["data"] = data;
  if (compiled.threads) {
    if (team === undefined) throw new Error("internal: code for threads, and there are none");
    const { pool, threads } = team;
    const program = pool.program(compiled.bytes, data);
    host["arena"] = 0;
    host["more"] = (bytes: number) => pool.more(bytes);
    host["fork"] = (task: number, block: number, chunks: number): void => {
      const call = exports[taskName(task)] as (block: number, chunk: number) => void;
      const run = (chunk: number): void => call(block, chunk);
      pool.run({ program, task, block, chunks, threads, run, stop });
    };
  }
  const { exports } = new WebAssembly.Instance(moduleOf(compiled.bytes), { host });
  return {
    compiled,
    heap,
    entry: (name) => {
      const entry = compiled.entries.get(name);
      if (entry === undefined) throw new Error(`internal: no entry @${name}`);
      return { entry, call: exports[name] as Call };
    },
    flush: (show) => telling.flush(show),
  };
}
