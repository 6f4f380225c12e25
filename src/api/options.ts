import type { Wrt } from "./types.ts";

/** Options of every operator. */
export interface ScopeOption {
  /**
   * Values of the variables the function uses from outside itself, where no build step or Node hook
   * supplies them.
   */
  readonly scope?: Readonly<Record<string, unknown>>;
}

/** Options of everything that differentiates. */
export interface DerivativeOptions extends ScopeOption {}

/** Options of the operators that differentiate with respect to chosen arguments. */
export interface Options<W extends Wrt = Wrt> extends DerivativeOptions {
  /** Position, or positions, of the arguments to differentiate with respect to. Default: 0. */
  readonly wrt?: W;
}
