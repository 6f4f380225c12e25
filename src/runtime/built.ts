// Programs that were compiled by a build: data that a module carries, and the functions made of it.
import { NablaError } from "../diagnostics/error.ts";
import type { Compiled, Entry, Site } from "../ir/compiled.ts";
import type { Family } from "../values/heap.ts";
import { keyOf } from "../values/key.ts";
import { layoutOf } from "../values/layout-of.ts";
import type { Layout, Node } from "../values/layout.ts";
import { showNode } from "../values/show-layout.ts";
import { Caller } from "./caller.ts";
import { Execution, type Interface } from "./execution.ts";
import { planGuard } from "./guard.ts";
import { Heap } from "./heap.ts";
import { instantiate } from "./instance.ts";
import { Running } from "./running.ts";
import { Watch } from "./watch.ts";

/** Version of all below, and of what compiled code expects of its memory and of the host. */
export const BUILT_FORMAT = 1;

/** A program with all that a call of it needs. What it captures is in it. */
export interface Built extends Interface {
  readonly format: number;
  /** What the user calls it, and the file that it is from. */
  readonly name: string;
  readonly file: string;
  /** Number of arguments, and how many are taken notice of. */
  readonly count: number;
  readonly most: number;
  /** What each root of the layout is: an argument, by its position, or a value. */
  readonly roots: readonly BuiltRoot[];
  readonly families: ReadonlyMap<number, Family>;
  readonly graph: readonly number[];
  readonly moved: readonly { readonly id: number; readonly result: number }[];
  readonly shown: readonly unknown[];
  readonly watched: boolean;
  readonly entry: string;
  readonly code: BuiltCode;
  /** The same with its calls in memory, for when the engine runs out of stack. */
  readonly deep: BuiltCode | undefined;
}

export type BuiltRoot = { readonly argument: number } | { readonly value: unknown };

export interface BuiltCode {
  /** In base 64. */
  readonly bytes: string;
  readonly sites: readonly Site[];
  readonly entry: Entry;
  readonly dataSize: number;
  /** The leaves of the layout whose memory a call changes. */
  readonly changed: readonly number[];
}

type Callable = (...args: never[]) => unknown;

/**
 * The function that was built. WebAssembly is made of it at the first call.
 *
 * The function throws NB5012 where arguments are of other types than it was built for, and what the
 * function itself throws.
 *
 * @throws NB1005 where another version of nabla has built it
 */
export function prebuilt<F extends Callable = Callable>(built: Built): F {
  if (built.format !== BUILT_FORMAT) {
    throw new NablaError("NB1005", {
      message: `\`${built.name}\` of ${built.file} was built in format ${built.format}, this nabla runs format ${BUILT_FORMAT}`,
      help: "build it again with the version of nabla that the page has",
    });
  }
  let ready: Execution | undefined;
  const fits = fitter(built);
  const run = (...given: unknown[]): unknown => {
    const args = given.length > built.most ? given.slice(0, built.most) : given;
    const roots = built.roots.map((root) =>
      "argument" in root ? args[root.argument] : root.value,
    );
    fits(args, roots);
    ready ??= executionOf(built);
    return ready.call(roots, cannotAssign);
  };
  return Object.defineProperty(run, "name", { value: built.name }) as unknown as F;
}

function fitter(built: Built): (args: readonly unknown[], roots: readonly unknown[]) => void {
  const { count, layout } = built;
  const guard = planGuard(layout);
  let key: string | undefined;
  return (args, roots) => {
    if (args.length === count && guard(roots)) return;
    // also where they do not fit: it may have more to say
    const now = layoutOf(roots);
    key ??= keyOf(layout);
    if (args.length !== count || keyOf(now) !== key) throw misfit(built, args.length, now);
  };
}

function misfit({ name, file, count, roots, layout }: Built, given: number, now: Layout): Error {
  const help = `nabla build ${file}#${name} --args "[…]" builds it for arguments like those`;
  if (given !== count) {
    const message = `\`${name}\` was built for ${count} argument${count === 1 ? "" : "s"}, and was given ${given}`;
    return new NablaError("NB5012", { message, help });
  }
  const list = (nodes: readonly Node[]): string =>
    roots.flatMap((root, i) => ("argument" in root ? [showNode(nodes[i]!)] : [])).join(", ");
  const message = `\`${name}\` was built for (${list(layout.roots)}), and was given (${list(now.roots)})`;
  return new NablaError("NB5012", { message, help });
}

function cannotAssign(): never {
  throw new Error("internal: a built program has no variables outside");
}

// One memory for all: a call empties the arena before it begins, and none runs inside another.
let heap: Heap | undefined;

function executionOf(built: Built): Execution {
  const watch = built.watched ? new Watch() : undefined;
  const { code, deep } = built;
  const deeper = deep && ((): Caller => callerOf(built, deep, watch));
  return new Execution(new Running(callerOf(built, code, watch), deeper), built, { watch });
}

function callerOf(built: Built, code: BuiltCode, watch: Watch | undefined): Caller {
  const { entry: name, layout, families, graph, moved, shown } = built;
  heap ??= new Heap();
  const compiled: Compiled = {
    bytes: decode(code.bytes),
    sites: code.sites,
    entries: new Map([[name, code.entry]]),
    dataSize: code.dataSize,
    threads: false,
  };
  const changed = new Set(code.changed);
  const changes = (leaf: number): boolean => changed.has(leaf);
  const instance = instantiate(compiled, heap, shown, watch);
  return new Caller(instance, name, layout, { changes, families, graph, moved });
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
