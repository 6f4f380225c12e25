import type { Wrt } from "./types.ts";

/** Options of every operator. */
export interface ScopeOption {
  /**
   * Values of the variables the function uses from outside itself, where no build step or Node hook
   * supplies them.
   */
  readonly scope?: Readonly<Record<string, unknown>>;
  /**
   * How deep functions that call themselves, or one another, may go where the engine's stack is too
   * small for them: deeper ends the call with NB4002. Each call that waits takes some hundred bytes
   * of the 4 GiB that compiled code can use. Of several operators around a function, the outermost
   * says. Default: 1 000 000.
   */
  readonly maxDepth?: number;
  /**
   * Runs loops whose iterations do not depend on one another on several threads: `true`, or how many
   * at most. Sums of such loops are made of parts, the same ones however many threads there are. Of
   * several operators around a function, the outermost says. See docs/parallel.md. Default: false.
   */
  readonly parallel?: boolean | number;
  /**
   * `"borrowed"`: typed arrays in the result are the memory that compiled code has written, rather
   * than copies of it, which for megabytes can take longer than the computation. They are there until
   * the next call of any compiled function, which leaves them empty, with length 0: copy (`slice`)
   * what is to be kept, handed on to such a function, or sent to a worker. Where the function also
   * stores new objects or arrays in variables or arguments, where it runs on several threads, and of
   * the value of `vjp`, they are copies all the same. Of several operators around a function, the
   * outermost says. Default: `"copied"`.
   */
  readonly results?: "copied" | "borrowed";
  /**
   * `"nan"` raises NB4010 where the result holds a NaN or an infinity, and says which operation made
   * the first one: of the function, or of its derivative. Some times slower; used in compiled code,
   * it holds for the whole of that. Default: nothing is looked for.
   */
  readonly debug?: "nan";
}

/** Options of `jit`. */
export interface JitOptions extends ScopeOption {
  /**
   * Gives the bits that the function gives as JavaScript: what a loop adds up is added in the order
   * of the program. Otherwise loops of four iterations and more may add up several parts, always the
   * same ones, and these at the end. Elementary functions are nabla's own either way, which may
   * differ from those of `Math` in the last place. Default: false.
   */
  readonly strict?: boolean;
}

/**
 * What reverse mode may keep of each long loop, and of recursion that is a chain of calls, instead of
 * what every iteration computes: snapshots of its state, from which iterations are run again. The
 * gradient is the same, to the bit where sums keep their order (`strict`).
 */
export interface ReverseBudget {
  /** At most so many snapshots. */
  readonly snapshots?: number;
  /** As many snapshots as fit: bytes, or `"64MB"` (kB, MB, GB by thousands). */
  readonly memory?: number | `${number}${"kB" | "MB" | "GB"}`;
}

/** Options of everything that differentiates. */
export interface DerivativeOptions extends ScopeOption, ReverseBudget {
  /**
   * Raises NB4008 where the function is not smooth at the point it is differentiated at, such as
   * `Math.abs` at 0, instead of giving the derivative that is documented for such points. Costs a
   * comparison for each operation that has such points. Sums are made in the order of the program,
   * as by `JitOptions.strict`. Default: false.
   */
  readonly strict?: boolean;
}

/** Options of the operators that differentiate with respect to chosen arguments. */
export interface Options<W extends Wrt = Wrt> extends DerivativeOptions {
  /** Position, or positions, of the arguments to differentiate with respect to. Default: 0. */
  readonly wrt?: W;
}

/** Options of what gives a matrix. */
export interface MatrixOptions<W extends number = number> extends Options<W> {
  /**
   * Forward mode runs the function once for some columns, reverse mode once for each row. Default:
   * `jacobian` goes forward unless there are more than twice as many columns as rows, `hessian`
   * forward over the gradient.
   */
  readonly mode?: "forward" | "reverse";
}
