/**
 * Functions of nabla itself, which compiled code may call. They are recognised by identity, through
 * a table that the caller of `specialise` gives.
 */
import type { Cell } from "./values.ts";

/** Operators that make a function out of a function: `grad(f, options)`. */
export type Operator =
  | "grad"
  | "valueAndGrad"
  | "jvp"
  | "vjp"
  /** `pullback(f)(primals, cotangent)`: what the pullback of `vjp(f)(...primals)` gives. */
  | "pullback"
  | "jacobian"
  | "jacfwd"
  | "jacrev"
  | "hessian"
  | "hvp"
  | "jit"
  /** `vmap(f, { in, out })`: `f` for each lane of its arguments. */
  | "vmap"
  /** `checkpoint(f)`: what `f` computes is computed again in a reverse sweep. */
  | "checkpoint"
  | Implicit;

/** Solvers of equations: `root(f, x0)` is what the operator of this name makes of f, called with x0. */
export type Implicit = "fixedPoint" | "root" | "argmin";

/**
 * What a function of unknowns is made into: one to a number, one to a list of numbers, one to the
 * unknowns, or to what it changes them by.
 */
export type Raveled = "number" | "list" | "map" | "change";

/** What a function is by. Pullbacks and bound functions are made by compiled code only. */
export type LibraryFn =
  | { readonly kind: "operator"; readonly name: Operator }
  /** `custom(f, { jvp, vjp })`: a function with rules for its derivative. */
  | { readonly kind: "custom" }
  /** `root(f, x0, options)` and the like. */
  | { readonly kind: "solver"; readonly name: Implicit }
  /** A function of the unknowns of such an equation, or of argument `at`, as one of a list of numbers. */
  | { readonly kind: "raveled"; readonly as: Raveled; readonly at?: number }
  /** Gives its argument back with derivative zero. */
  | { readonly kind: "stop-gradient" }
  /** It keeps what was in the cells that its function captures. */
  | { readonly kind: "pullback"; readonly captures: readonly Cell[] }
  /** `f.bind(self, ...args)` */
  | { readonly kind: "bound" };

/** What a function of the host is to the library, if anything. */
export type Known =
  | LibraryFn
  /** A function that an operator has already made, outside compiled code: `grad(f, options)`. */
  | { readonly kind: "made"; readonly by: LibraryFn; readonly args: readonly unknown[] };

export type Library = (fn: object) => Known | undefined;

/** What `custom` gives outside of compiled code: the function and its rules are properties of it. */
export interface CustomFunction {
  readonly primal: unknown;
  readonly jvp: unknown;
  readonly vjp: unknown;
}
