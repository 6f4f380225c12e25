import { changedParams } from "../analysis/changed-params.ts";
import { funcNamed, type Module } from "../ir/func.ts";
import { deepen, isRecursive, type DeepOptions } from "../lower/deep/index.ts";
import { Caller } from "../runtime/caller.ts";
import { Heap } from "../runtime/heap.ts";
import { instantiate, type Instance } from "../runtime/instance.ts";
import { isStackOverflow } from "../runtime/stop.ts";
import type { Watch } from "../runtime/watch.ts";
import type { Specialised } from "../specialise/specialise.ts";
import { emitCode } from "./emit.ts";
import { teamOf } from "./team.ts";

// One memory for all programs: a call empties the arena before it begins, and none runs inside another.
let heap: Heap | undefined;

/** What of a specialised program is still needed when it is compiled. */
type Interface = Pick<Specialised, "name" | "layout" | "families" | "graph" | "moved" | "shown">;

interface RunOptions extends DeepOptions {
  /** Whether sums are made in the order of the program. */
  readonly strict: boolean;
  /** Whether loops are shared out among threads, and among how many at most. */
  readonly parallel?: boolean | number | undefined;
  /** Whether new typed arrays in results are views, see `Caller`. */
  readonly lends: boolean;
}

/**
 * Runs a module. When the engine runs out of stack it begins again, with code that keeps its calls
 * in memory, and stays with that: what overflows once will do so again.
 */
export class Runner {
  /** Has what the last run left. */
  caller: Caller;
  /** The module, while it may still be compiled the other way. */
  #shallow: Module | undefined;
  readonly #of: Interface;
  readonly #options: RunOptions;
  readonly #watch: Watch | undefined;

  /** `module` is what has become of that of `of`. */
  constructor(module: Module, of: Specialised, options: RunOptions, watch?: Watch) {
    const { name, layout, families, graph, moved, shown } = of;
    this.#of = { name, layout, families, graph, moved, shown };
    this.#watch = watch;
    this.#options = options;
    this.#shallow = isRecursive(module) ? module : undefined;
    this.caller = this.#compile(module);
  }

  /** @throws what `Caller.run` throws */
  run(roots: readonly unknown[]): void {
    try {
      this.caller.run(roots);
    } catch (error) {
      if (this.#shallow === undefined || !isStackOverflow(error)) throw error;
      this.caller = this.#compile(deepen(this.#shallow, [this.#of.name], this.#options));
      this.#shallow = undefined;
      // arguments are copied in again, and nothing of the first attempt is shown
      this.caller.run(roots);
    }
  }

  #compile(module: Module): Caller {
    const { name, layout, families, graph, moved } = this.#of;
    const instance = this.#instantiate(module);
    const changed = changedParams(module, funcNamed(module, name));
    const changes = (leaf: number): boolean => changed.has(leaf);
    const { lends } = this.#options;
    return new Caller(instance, name, layout, { changes, families, graph, moved, lends });
  }

  #instantiate(module: Module): Instance {
    const { name, shown } = this.#of;
    const { strict, parallel } = this.#options;
    heap ??= new Heap();
    // what looks for NaN is told of everything in order
    if (parallel === undefined || parallel === false || this.#watch !== undefined) {
      return instantiate(emitCode(module, name, { strict }), heap, shown, this.#watch);
    }
    const team = teamOf(parallel);
    const code = emitCode(module, name, { strict, sharing: {}, threads: team !== undefined });
    return instantiate(code, team && code.threads ? team.pool.heap : heap, shown, undefined, team);
  }
}
