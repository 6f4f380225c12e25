/**
 * Functions of nabla itself, which compiled code may call. They are recognised by identity, through
 * a table that the caller of `specialise` gives.
 */

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
  /** `checkpoint(f)`: what `f` computes is computed again in a reverse sweep. */
  | "checkpoint";

/** What a function is by. Pullbacks and bound functions are made by compiled code only. */
export type LibraryFn =
  | { readonly kind: "operator"; readonly name: Operator }
  /** `custom(f, { jvp, vjp })`: a function with rules for its derivative. */
  | { readonly kind: "custom" }
  /** Gives its argument back with derivative zero. */
  | { readonly kind: "stop-gradient" }
  | { readonly kind: "pullback" }
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
