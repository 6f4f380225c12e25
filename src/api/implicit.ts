import { declare } from "../driver/known.ts";
import { operator } from "../driver/operator.ts";
import type { Implicit } from "../specialise/library.ts";
import type { ScopeOption } from "./options.ts";

/** Options of solvers. */
export interface SolverOptions extends ScopeOption {
  /** How far the last step may go, relative to 1 + |x|. Default: 1e-12 for `fixedPoint`, else 1e-10. */
  readonly tolerance?: number;
  /** Steps after which to give up. Default: 10000 for `fixedPoint`, 100 for `root`, 200 for `argmin`. */
  readonly maxIterations?: number;
}

type Solver<F> = (f: F, x0: unknown, options?: SolverOptions) => unknown;

function solver(name: Implicit): never {
  const make = operator(name) as (f: unknown, options?: SolverOptions) => (x0: unknown) => unknown;
  const solve: Solver<unknown> = (f, x0, options) => make(f, options)(x0);
  return declare(solve, { kind: "solver", name }) as never;
}

/**
 * The x with x = f(x), by iterating f from `x0`: a number, a list of numbers, a Float64Array, or an
 * object of these.
 *
 * Its derivative by whatever `f` captures follows from the equation (the implicit function theorem):
 * it costs one solution of a linear system with the Jacobian of f, found column by column and
 * factorised as a dense matrix, and no memory for the iterations. Derivatives of every order, in both
 * modes. The derivative by `x0` is zero.
 *
 * @throws NablaError NB4009 if x has not settled after `maxIterations`
 *
 * @example
 * ```ts
 * grad((a: number) => fixedPoint((x) => Math.cos(a * x), 0.5))(1); // -0.2975…
 * ```
 */
export const fixedPoint: <X>(f: (x: X) => X, x0: X, options?: SolverOptions) => X =
  /* @__PURE__ */ solver("fixedPoint");

/**
 * The x with f(x) = 0, by Newton's method from `x0`, with steps halved until |f| decreases; f gives
 * as many numbers as x has, in any structure. Unknowns and derivatives are as in `fixedPoint`.
 *
 * @throws NablaError NB4009 if there is no step that decreases |f|, or too many are needed
 */
export const root: <X>(f: (x: X) => unknown, x0: X, options?: SolverOptions) => X =
  /* @__PURE__ */ solver("root");

/**
 * The x where f(x) is least near `x0`, by Newton's method with the Hessian made positive definite and
 * steps halved until f decreases. Unknowns and derivatives are as in `fixedPoint`, with the equation
 * that the gradient of f is zero.
 *
 * @throws NablaError NB4009 if there is no step that decreases f, or too many are needed
 */
export const argmin: <X>(f: (x: X) => number, x0: X, options?: SolverOptions) => X =
  /* @__PURE__ */ solver("argmin");
