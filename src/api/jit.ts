import { operator } from "../driver/operator.ts";
import type { JitOptions } from "./options.ts";
import type { Arguments } from "./types.ts";

/**
 * `f` itself, compiled: the same arguments, results, changes to arrays and captured variables, and
 * errors. Compiles on its first call for each new combination of argument types.
 *
 * @throws NablaError NB2xxx where `f` cannot be compiled
 */
export const jit: <A extends Arguments, R>(
  f: (...args: A) => R,
  options?: JitOptions,
) => (...args: A) => R = /* @__PURE__ */ operator("jit");
