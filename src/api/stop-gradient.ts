import { declare } from "../driver/known.ts";

/**
 * `x`, with its derivative taken to be zero; any value that a function may hold.
 *
 * Outside of compiled code it is the identity.
 */
export const stopGradient: <X>(x: X) => X = /* @__PURE__ */ declare(<X>(x: X): X => x, {
  kind: "stop-gradient",
});
