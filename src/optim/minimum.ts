import type { ScopeOption } from "../api/options.ts";

/** Where a minimisation has ended. */
export interface Minimum<P> {
  readonly params: P;
  readonly value: number;
  /** Whether it ended by its tolerance, rather than by `most` or for want of a better point. */
  readonly converged: boolean;
  readonly iterations: number;
  /** How often the function was evaluated. */
  readonly evaluations: number;
  /** The largest absolute element of the gradient. */
  readonly slope: number;
}

export interface MinimumOptions {
  /** It ends where no element of the gradient is larger. Default: 1e-8. */
  readonly tolerance?: number;
  /** Most iterations. Default: 200. */
  readonly most?: number;
  /** Variables of the function, where no build step supplies them. */
  readonly scope?: ScopeOption["scope"];
}

/** A value of a loss, a number or an array of one element; infinite where there is none. */
export function finiteOf(value: unknown): number {
  const x = typeof value === "number" ? value : (value as { data: ArrayLike<number> }).data[0]!;
  return Number.isNaN(x) ? Infinity : x;
}
