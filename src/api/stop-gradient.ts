/**
 * `x`, with its derivative taken to be zero; any value that a function may hold.
 *
 * Outside of compiled code it is the identity.
 */
export function stopGradient<X>(x: X): X {
  return x;
}
