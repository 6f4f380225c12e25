import { reflect, type Reflected } from "../reflect/reflect.ts";
import type { Known } from "../specialise/library.ts";
import { fieldOf } from "../values/members.ts";
import type { Path } from "../values/layout.ts";
import { library } from "./known.ts";

type Callable = (...args: never[]) => unknown;

/** The user's function inside of what operators made, and the options that are not an operator's own. */
export interface Source {
  /** Where paths start: the user's function, or one that has been given rules. */
  readonly fn: Callable;
  /** The function whose text the user wrote. */
  readonly written: Callable;
  /** The option of that name nearest to the function. */
  readonly scope: Readonly<Record<string, unknown>> | undefined;
  /** The option of that name nearest to the outside. */
  readonly maxDepth: number | undefined;
  /** Whether any of them has that option. */
  readonly strict: boolean;
  /** The option of that name nearest to the outside. */
  readonly parallel: boolean | number | undefined;
  /** The option of the outermost. */
  readonly results: unknown;
  /** The operators and their options, outermost first; the same text means the same derivative. */
  readonly chain: string;
}

/** Follows `grad(jit(f))` and the like down to `f`. */
export function sourceOf(fn: object): Source {
  let inner = fn;
  let scope: Source["scope"];
  let maxDepth: Source["maxDepth"];
  let strict = false;
  let parallel: Source["parallel"];
  let results: unknown;
  const chain: string[] = [];
  for (let known = library(inner); known?.kind === "made"; known = library(inner)) {
    if (known.by.kind === "custom") break;
    const [f, options] = known.args as [object, Partial<Source> | undefined];
    if (chain.length === 0) results = options?.results;
    chain.push(operatorText(known));
    scope = options?.scope ?? scope;
    maxDepth ??= options?.maxDepth;
    strict ||= options?.strict === true;
    parallel ??= options?.parallel;
    inner = f;
  }
  const written = writtenIn(inner);
  return {
    fn: inner as Callable,
    written,
    scope,
    maxDepth,
    strict,
    parallel,
    results,
    chain: chain.join(" "),
  };
}

function writtenIn(fn: object): Callable {
  const known = library(fn);
  if (known?.kind !== "made" || typeof known.args[0] !== "function") return fn as Callable;
  return writtenIn(known.args[0]);
}

function operatorText({ by, args }: Extract<Known, { kind: "made" }>): string {
  const { scope: _, ...options } = (args[1] ?? {}) as Record<string, unknown>;
  const name = by.kind === "operator" ? by.name : by.kind;
  return `${name}${JSON.stringify([options, ...args.slice(2)])}`;
}

/** Reflects functions, with the `scope` option for those that no build step prepared. */
export type Reflector = (fn: object) => Reflected;

export function reflectorFor({ scope }: Source): Reflector {
  return (fn) => reflect(fn as Callable, { scope });
}

/** The user's function as nabla has read it. */
export function treeOf(source: Source): Reflected["tree"] {
  return reflectorFor(source)(source.written).tree;
}

/** What a path of compiled code leads to now. */
export function valueAt(path: Path, source: Source, args: readonly unknown[]): unknown {
  switch (path.kind) {
    case "callee":
      return source.fn;
    case "code":
      return path.fn;
    case "argument":
      return args[path.index];
    case "captured": {
      const { scope, self } = reflectedAt(path.of, source, args);
      return path.name === "this" ? self?.value : scope.read(path.name);
    }
    case "field":
      return fieldOf(valueAt(path.of, source, args) as object, path.name);
    case "item":
      return (valueAt(path.of, source, args) as readonly unknown[])[path.index];
  }
}

/** Values as they were at some time, by the paths that lead to them. */
export type Before = ReadonlyMap<string, unknown>;

export const keyOfPath = (path: Path): string => JSON.stringify(path);

/** What a path led to then; what it leads to now, if that is not known. */
export function valueBefore(before: Before, path: Path, now: unknown): unknown {
  const key = keyOfPath(path);
  return before.has(key) ? before.get(key) : now;
}

/** Gives a captured variable a new value. */
export function assignAt(
  path: Path,
  value: unknown,
  source: Source,
  args: readonly unknown[],
): void {
  if (path.kind !== "captured") throw new Error("internal: only captured variables are assigned");
  reflectedAt(path.of, source, args).scope.write(path.name, value);
}

/** The function at a path; of one that operators made, the user's inside. */
function reflectedAt(path: Path, source: Source, args: readonly unknown[]): Reflected {
  const of = sourceOf(valueAt(path, source, args) as Callable);
  return reflectorFor({ ...source, scope: of.scope ?? source.scope })(of.written);
}
