import { changedParams } from "../analysis/changed-params.ts";
import { funcNamed, type Module } from "../ir/func.ts";
import { deepen, isRecursive, type DeepOptions } from "../lower/deep/index.ts";
import { Caller } from "../runtime/caller.ts";
import { Heap } from "../runtime/heap.ts";
import { hasFusedMultiplyAdd } from "../runtime/features.ts";
import { instantiate, type Instance } from "../runtime/instance.ts";
import { Running } from "../runtime/running.ts";
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

/** What runs `module`, which is what has become of that of `of`. */
export function runningOf(
  module: Module,
  of: Interface,
  options: RunOptions,
  watch?: Watch,
): Running {
  const { name, layout, families, graph, moved, shown } = of;
  const about = { name, layout, families, graph, moved, shown };
  const compile = (now: Module): Caller => compiled(now, about, options, watch);
  const deeper = isRecursive(module)
    ? (): Caller => compile(deepen(module, [name], options))
    : undefined;
  return new Running(compile(module), deeper);
}

function compiled(
  module: Module,
  about: Interface,
  options: RunOptions,
  watch: Watch | undefined,
): Caller {
  const { name, layout, families, graph, moved } = about;
  const { lends } = options;
  const instance = instanceOf(module, about, options, watch);
  const changed = changedParams(module, funcNamed(module, name));
  const changes = (leaf: number): boolean => changed.has(leaf);
  return new Caller(instance, name, layout, { changes, families, graph, moved, lends });
}

function instanceOf(
  module: Module,
  { name, shown }: Interface,
  { strict, parallel }: RunOptions,
  watch: Watch | undefined,
): Instance {
  heap ??= new Heap();
  const fused = hasFusedMultiplyAdd();
  // what looks for NaN is told of everything in order
  if (parallel === undefined || parallel === false || watch !== undefined) {
    return instantiate(emitCode(module, name, { strict, fused }), heap, shown, watch);
  }
  const team = teamOf(parallel);
  const code = emitCode(module, name, { strict, fused, sharing: {}, threads: team !== undefined });
  return instantiate(code, team && code.threads ? team.pool.heap : heap, shown, undefined, team);
}
