import type { FunctionTree } from "../syntax/tree.ts";
import type { Path } from "../values/layout.ts";
import type { Cell, Scope } from "./values.ts";

/** What reflection gives for a function of the host; `src/reflect` has this shape. */
export interface Reflected {
  /** The same object for every closure of one function. */
  readonly tree: FunctionTree;
  readonly scope: {
    has(name: string): boolean;
    isConstant(name: string): boolean;
    read(name: string): unknown;
    write(name: string, value: unknown): void;
  };
  /** The `this` around an arrow that uses it. */
  readonly self?: { readonly value: unknown };
  /** For methods of classes, and classes: the class. */
  readonly home?: { readonly value: object } | undefined;
}

/** One function of the host being compiled: its tree and its free variables. */
export interface Code {
  readonly fn: object;
  readonly tree: FunctionTree;
  readonly reflected: Reflected;
  /** Where the function was found. */
  readonly path: Path;
  /** Where its variables live: nothing is around it. */
  readonly scope: Scope;
  /** Cells of the free variables used so far. */
  readonly free: Map<string, Cell>;
}
