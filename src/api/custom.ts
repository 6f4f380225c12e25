import { declare } from "../driver/known.ts";
import { NablaError } from "../diagnostics/error.ts";
import { cloned } from "../values/clone.ts";
import { checkRules } from "./check-rules.ts";
import type { Tangents } from "./primitives.ts";
import type { ScopeOption } from "./options.ts";
import type { Arguments, Gradient } from "./types.ts";

/** A cotangent for every argument; anything for one that has none (a string, an integer array). */
export type Cotangents<A extends Arguments> = Tangents<A>;

/** A value that a rule may give in the place of an `R`: any number for one of a few. */
type Value<R> = R extends number ? number : R;

/** What stands in for the derivative of a function: one of the two, or both. */
export interface Rules<A extends Arguments, R> {
  /** As `jvp(f)`: the value at `primals`, and its derivative in the direction `tangents`. */
  readonly jvp?: (primals: A, tangents: Tangents<A>) => { value: Value<R>; tangent: Gradient<R> };
  /**
   * As `vjp(f)`: the value, and the function from a cotangent of it to those of the arguments, always
   * as a list. The pullback may use whatever `vjp` has computed.
   */
  readonly vjp?: (...primals: A) => {
    value: Value<R>;
    pullback: (cotangent: Gradient<R>) => Cotangents<A>;
  };
}

/** Options of `custom`. */
export interface CustomOptions<A extends Arguments> extends ScopeOption {
  /** Arguments at which the rules are compared with differences at once: see `checkRules`. */
  readonly check?: A;
}

/**
 * `f` with a derivative of your own. Wherever a derivative of the function given back is taken, its
 * rules are used, and are themselves differentiated for derivatives of higher order.
 *
 * With a rule for one mode only, the other one comes from transposing it, which needs a rule that is
 * linear in tangents or cotangents. What the function captures is a constant to its rules: a
 * derivative by a captured variable is refused. Neither `f` nor the rules may change anything
 * outside, and the arrays and objects in the value are new ones.
 *
 * Called outside of compiled code it runs `f`.
 *
 * @throws NablaError NB5005 if there is no rule; where a derivative is compiled: NB3003 if it is by a
 *   captured variable, NB3004 if the rule for the other mode is not linear, NB3005 if something
 *   outside is changed, NB5007 if a rule gives something else than it must
 *
 * @example
 * ```ts
 * const log1pexp = custom((x: number) => Math.log1p(Math.exp(x)), {
 *   jvp: ([x], [t]) => ({ value: Math.log1p(Math.exp(x)), tangent: t / (1 + Math.exp(-x)) }),
 * });
 * grad(log1pexp)(1000); // 1
 * ```
 */
export const custom: <A extends Arguments, R>(
  f: (...args: A) => R,
  rules: Rules<A, NoInfer<R>>,
  options?: CustomOptions<A>,
) => (...args: A) => R = /* @__PURE__ */ declare(make, { kind: "custom" });

function make<A extends Arguments, R>(
  f: (...args: A) => R,
  rules: Rules<A, R>,
  options: CustomOptions<A> = {},
): (...args: A) => R {
  const { jvp, vjp } = rules ?? {};
  if (typeof f !== "function" || (jvp === undefined && vjp === undefined)) {
    throw new NablaError("NB5005", {
      message:
        typeof f === "function"
          ? "`custom` was given no rule"
          : `\`custom\` was given a ${typeof f}`,
      help: "write `custom(f, { jvp: … })` or `custom(f, { vjp: … })`",
    });
  }
  // new arrays and objects, as in compiled code
  const ruled = (...args: A): R => cloned(f(...args));
  const parts = { name: f.name, primal: f, jvp, vjp };
  for (const [name, value] of Object.entries(parts)) Object.defineProperty(ruled, name, { value });
  const by = { kind: "custom" } as const;
  declare(ruled, { kind: "made", by, args: [f, rules, options] });
  if (options.check) checkRules(ruled)(...options.check);
  return ruled;
}
