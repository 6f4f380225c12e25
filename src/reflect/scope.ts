import { NablaError } from "../diagnostics/error.ts";
import { type FunctionTree, spanOf } from "../syntax/tree.ts";
import { isWellKnownGlobal } from "./globals.ts";

/** The free variables of one function value. */
export interface Scope {
  /** Whether `read` would find the name. */
  has(name: string): boolean;
  /** Whether the name always has the same value, which the build knew. */
  isConstant(name: string): boolean;
  /** The value now. @throws NB1003 if the name is not known */
  read(name: string): unknown;
  /** Stores, as the function itself would. @throws NB1007 if the name cannot be assigned */
  write(name: string, value: unknown): void;
}

/** Where a scope's names come from; earlier ones win. */
export interface ScopeSources {
  readonly tree: FunctionTree;
  /** The function itself. */
  readonly self: unknown;
  /** Constants, and getters and setters, that the build put beside the function. */
  readonly embedded?: object | undefined;
  /** The `scope` option of the caller. */
  readonly given?: object | undefined;
  /** What to tell the user to do about a missing name, besides the usual. */
  readonly hint?: string | undefined;
}

export function makeScope(sources: ScopeSources): Scope {
  const { tree, self, embedded, given } = sources;
  const inEmbedded = (name: string): boolean =>
    embedded !== undefined && Object.hasOwn(embedded, name);
  const inGiven = (name: string): boolean => given !== undefined && Object.hasOwn(given, name);
  const isConstant = (name: string): boolean =>
    inEmbedded(name) && "value" in Object.getOwnPropertyDescriptor(embedded, name)!;
  const isSelf = (name: string): boolean => tree.self === name;
  return {
    has(name) {
      return isSelf(name) || inEmbedded(name) || inGiven(name) || isWellKnownGlobal(name);
    },
    isConstant,
    read(name) {
      if (inEmbedded(name)) return readEmbedded(embedded!, name, sources);
      if (isSelf(name)) return self;
      if (inGiven(name)) return get(given!, name);
      if (isWellKnownGlobal(name)) return get(globalThis, name);
      throw missing(name, sources);
    },
    write(name, value) {
      if (isConstant(name)) throw constant(name, sources);
      if (inEmbedded(name)) assign(embedded!, name, value, sources);
      else if (inGiven(name)) assign(given!, name, value, sources);
      else if (isSelf(name) || isWellKnownGlobal(name)) throw constant(name, sources);
      else throw missing(name, sources);
    },
  };
}

function get(object: object, name: string): unknown {
  return (object as Record<string, unknown>)[name];
}

function readEmbedded(embedded: object, name: string, sources: ScopeSources): unknown {
  try {
    return get(embedded, name);
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw missing(name, sources, cause);
  }
}

function assign(object: object, name: string, value: unknown, sources: ScopeSources): void {
  if (!Reflect.set(object, name, value)) throw constant(name, sources);
}

function missing(name: string, sources: ScopeSources, cause?: ReferenceError): NablaError {
  const use = sources.tree.free.find((free) => free.name === name);
  const notYet = cause?.message.includes("before initialization") ?? false;
  const option = `pass it yourself: \`{ scope: { ${name} } }\``;
  let message = `\`${name}\` is declared outside the function, where nabla cannot see it`;
  let help =
    "let the build supply it: add the plugin `nabla/vite` (or rollup, webpack, esbuild, …),\n" +
    `or run \`node --import nabla/register\`; or ${option}`;
  if (sources.hint !== undefined) help = `${sources.hint}\n${help}`;
  if (cause !== undefined) {
    message = notYet ? `\`${name}\` is used before its declaration has run` : cause.message;
    help = notYet ? "call it after the declaration" : `declare it, or ${option}`;
  }
  const span = use && spanOf(sources.tree, use);
  return new NablaError("NB1003", { message, span, help }, cause && { cause });
}

function constant(name: string, { tree }: ScopeSources): NablaError {
  const use = tree.free.find((free) => free.name === name);
  return new NablaError("NB1007", {
    message: `\`${name}\` is assigned here, but it is constant`,
    span: use && spanOf(tree, use),
    help: "assign a local variable, and return its value",
  });
}
