import { NablaError } from "../diagnostics/error.ts";
import { type FunctionTree, spanOf } from "../syntax/tree.ts";
import { attached, type EmbeddedHome, type Thunk } from "./attach.ts";
import { readEmbedded } from "./embedded.ts";
import { isWellKnownGlobal } from "./globals.ts";
import { makeScope, type Scope } from "./scope.ts";
import { looksMinified, readText } from "./text.ts";

/** Any function or class, before anything is known of it. */
// eslint-disable-next-line typescript/no-unsafe-function-type -- classes are meant as well
export type AnyCallable = Function;

export interface Reflected {
  /** The same object for every closure of one function, so that work on it can be shared. */
  readonly tree: FunctionTree;
  readonly scope: Scope;
  /** The `this` around an arrow whose tree says `usesThis`; absent if it is not known. */
  readonly self?: { readonly value: unknown };
  /** Present for classes and methods of classes that the build prepared. */
  readonly home?: EmbeddedHome;
}

export interface ReflectOptions {
  /**
   * Free variables by name, for functions that no build step prepared. A function that assigns one
   * of them changes this object.
   */
  readonly scope?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The source of a function or class: its tree, and access to its free variables. From what the
 * build attached to it, or else from its `toString()`.
 *
 * @throws NB1001 native or bound · NB1002 minified · NB1005 prepared by another version ·
 *   NB1006 cannot be parsed
 */
export function reflect(fn: AnyCallable, options: ReflectOptions = {}): Reflected {
  // a class inherits from its parent what that carries, which describes the parent
  const thunk = Object.hasOwn(fn, attached) ? (fn as { [attached]?: Thunk })[attached] : undefined;
  return thunk === undefined ? fromText(fn, options) : fromBuild(fn, thunk, options);
}

/** Whether the build prepared this very function. */
export function isPrepared(fn: AnyCallable): boolean {
  return Object.hasOwn(fn, attached);
}

function fromBuild(fn: AnyCallable, thunk: Thunk, options: ReflectOptions): Reflected {
  const [unit, index, embedded, self, home] = thunk();
  const tree = readEmbedded(unit, index);
  const scope = makeScope({ tree, self: fn, embedded, given: options.scope });
  return { tree, scope, ...(tree.usesThis && { self: { value: self } }), ...(home && { home }) };
}

function fromText(fn: AnyCallable, options: ReflectOptions): Reflected {
  let tree = texts.get(fn);
  if (tree === undefined) {
    tree = readText(fn as (...args: never[]) => unknown);
    texts.set(fn, tree);
  }
  refuseMinified(tree, options);
  const scope = makeScope({
    tree,
    self: fn,
    given: options.scope,
    hint: hintFor(tree),
  });
  return { tree, scope };
}

const texts = new WeakMap<AnyCallable, FunctionTree>();

/** After minification names mean something else: even one that is in `scope` may be another. */
function refuseMinified(tree: FunctionTree, options: ReflectOptions): void {
  const { text } = tree.file;
  if (text === undefined || !looksMinified(text)) return;
  const outside = tree.free.find(({ name }) => !isWellKnownGlobal(name) && name !== tree.self);
  if (outside === undefined) return;
  const { name } = outside;
  if (options.scope && Object.hasOwn(options.scope, name) && name.length > 2) return;
  throw new NablaError("NB1002", {
    message: `\`${name}\` is declared outside, and minifying may have changed its name`,
    span: spanOf(tree, outside),
    help:
      "add the plugin `nabla/vite` (or rollup, webpack, esbuild, …) to the build, which keeps what\n" +
      "nabla needs, or leave this file out of the minification",
  });
}

/** Test runners and bundlers rewrite imports into members of objects with telling names. */
function hintFor(tree: FunctionTree): string | undefined {
  const rewritten = tree.free.find(({ name }) => /^__(vi|vite|webpack|TURBOPACK)_/i.test(name));
  if (rewritten === undefined) return undefined;
  return `\`${rewritten.name}\` stands for an import that a bundler has rewritten`;
}
