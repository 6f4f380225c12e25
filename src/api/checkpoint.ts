import { declare } from "../driver/known.ts";
import type { Arguments } from "./types.ts";

/**
 * `f` itself, except that reverse mode keeps nothing of a call but its arguments: the reverse sweep
 * runs `f` again. What `f` or a later part of the program overwrites in the arguments is copied
 * before. Saves the memory that `f` needs, for one more run of it.
 *
 * Checkpointed functions may call checkpointed functions; each level runs once more. The gradient is
 * the same. Outside of compiled code the function is `f`.
 *
 * @throws NablaError NB3006 where an argument that is overwritten cannot be copied
 */
export const checkpoint: <A extends Arguments, R>(f: (...args: A) => R) => (...args: A) => R =
  /* @__PURE__ */ declare(made, { kind: "operator", name: "checkpoint" });

function made<A extends Arguments, R>(f: (...args: A) => R): (...args: A) => R {
  const by = { kind: "operator", name: "checkpoint" } as const;
  return declare((...args: A): R => f(...args), { kind: "made", by, args: [f] });
}
