import { NablaError } from "../diagnostics/error.ts";
import { Execution } from "../runtime/execution.ts";
import { planGuard, type Guard } from "../runtime/guard.ts";
import { Watch } from "../runtime/watch.ts";
import { keyOf } from "../values/key.ts";
import { isNdFunction } from "../specialise/nd.ts";
import type { Path } from "../values/layout.ts";
import { inspect } from "./inspect.ts";
import { library } from "./known.ts";
import { assignAt, keyOfPath, reflectorFor, type Before, type Source } from "./paths.ts";
import { runningOf } from "./runner.ts";

/** A function compiled for one layout of its arguments and captured values. */
export interface Program {
  /** Number of arguments. */
  readonly count: number;
  readonly paths: readonly Path[];
  /** The paths as text; undefined where they lead through code, which is no text. */
  readonly about: string | undefined;
  /** What the values at `paths` must have in common with those it was compiled for. */
  readonly key: string;
  /** Finds out quickly, for most values, that they have it. */
  readonly guard: Guard;
  /** Runs it: `roots` are the values at `paths`. */
  readonly call: (roots: readonly unknown[], source: Source, args: readonly unknown[]) => unknown;
}

/** Compiles `fn` for the types of `args` and of what it captures now, or has captured before. */
export function compileProgram(
  fn: object,
  args: readonly unknown[],
  source: Source,
  before?: Before,
): Program {
  const { specialised, stages } = inspect(fn, args, { source, before });
  const { roots, layout, result, writes } = specialised;
  const watch = specialised.watched ? new Watch() : undefined;
  // what is kept in variables or arguments has to last
  const lends = isBorrowed(source) && writes.length === 0;
  const running = runningOf(stages.final, specialised, { ...source, lends }, watch);
  // the function has been run for its value before, and has changed and shown then what it does
  const known = library(fn);
  const again =
    known?.kind === "made" && known.by.kind === "operator" && known.by.name === "pullback";
  const execution = new Execution(running, { layout, result, writes }, { watch, again });
  return {
    count: args.length,
    paths: roots.map((root) => root.path),
    about: textOf(roots.map((root) => root.path)),
    key: keyOf(layout, codeIdentity(source)),
    guard: planGuard(layout),
    call: (values, from, given) =>
      execution.call(values, (path, value) => assignAt(path, value, from, given)),
  };
}

function textOf(paths: readonly Path[]): string | undefined {
  const text = paths.map(keyOfPath).join(" ");
  return text.includes('"kind":"code"') ? undefined : text;
}

function isBorrowed({ results }: Source): boolean {
  if (results === undefined || results === "copied" || results === "borrowed") {
    return results === "borrowed";
  }
  throw new NablaError("NB5010", {
    message: `\`results\` is ${JSON.stringify(results)}`,
    help: '"borrowed" or "copied"; without it, they are copied',
  });
}

/**
 * Closures of one tree are one code, since what they capture is laid out beside them. A class is one
 * of its own: what its methods capture is found by the methods themselves. So is a function on
 * arrays, which is called while compiling: what it captures is not read.
 */
export function codeIdentity(source: Source): (fn: object) => object {
  const reflect = reflectorFor(source);
  return (fn) => {
    if (library(fn) !== undefined || isNdFunction(fn) || isNative(fn)) return fn;
    const { tree } = reflect(fn);
    return tree.root.kind === "class" ? fn : tree;
  };
}

function isNative(fn: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn));
}
