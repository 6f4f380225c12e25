import { reflect, type Reflected } from "../reflect/reflect.ts";
import type { Known } from "../specialise/library.ts";
import type { Path } from "../values/layout.ts";
import { library } from "./known.ts";

type Callable = (...args: never[]) => unknown;

/** The user's function inside of what operators made, and the `scope` option nearest to it. */
export interface Source {
  readonly fn: Callable;
  readonly scope: Readonly<Record<string, unknown>> | undefined;
  /** The operators and their options, outermost first; the same text means the same derivative. */
  readonly chain: string;
}

/** Follows `grad(jit(f))` and the like down to `f`. */
export function sourceOf(fn: object): Source {
  let inner = fn;
  let scope: Source["scope"];
  const chain: string[] = [];
  for (let known = library(inner); known?.kind === "made"; known = library(inner)) {
    const [f, options] = known.args as [object, { scope?: Source["scope"] } | undefined];
    chain.push(operatorText(known));
    scope = options?.scope ?? scope;
    inner = f;
  }
  return { fn: inner as Callable, scope, chain: chain.join(" ") };
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

/** What a path of compiled code leads to now. */
export function valueAt(path: Path, source: Source, args: readonly unknown[]): unknown {
  switch (path.kind) {
    case "callee":
      return source.fn;
    case "argument":
      return args[path.index];
    case "captured": {
      const of = valueAt(path.of, source, args) as Callable;
      const { scope, self } = reflectorFor(source)(of);
      return path.name === "this" ? self?.value : scope.read(path.name);
    }
    case "field":
      return (valueAt(path.of, source, args) as Record<string, unknown>)[path.name];
    case "item":
      return (valueAt(path.of, source, args) as readonly unknown[])[path.index];
  }
}

/** Gives a captured variable a new value. */
export function assignAt(
  path: Path,
  value: unknown,
  source: Source,
  args: readonly unknown[],
): void {
  if (path.kind !== "captured") throw new Error("internal: only captured variables are assigned");
  const of = valueAt(path.of, source, args) as Callable;
  reflectorFor(source)(of).scope.write(path.name, value);
}
