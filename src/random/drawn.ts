// Random numbers are the same to the bit wherever they are drawn.
import { inCompiledBits } from "../nd/engine.ts";
import { traced } from "../nd/traced.ts";

/** A function that compiled code calls while it is compiled, and that draws the same numbers outside. */
export function drawn<F extends (...args: never[]) => unknown>(draw: F): F {
  return traced(((...args) => inCompiledBits(() => draw(...args))) as F);
}
