/** How z changes with a where P(a, z) stays, by the series of P around 0 and its derivative by a. */
function bySeries(a: number, z: number, digamma: number): number {
  let term = 1;
  let turns = 0; // Σ 1 / (a + k), which the logarithm of a term loses
  let sum = 1;
  let slope = 0;
  for (let k = 1; k < 100000 && term > 1e-17 * sum; k++) {
    term *= z / (a + k);
    turns += 1 / (a + k);
    sum += term;
    slope -= term * turns;
  }
  return -(z / a) * (sum * (Math.log(z) - digamma - 1 / a) + slope);
}

/** The same by the continued fraction of Q and its derivative, from its far end. */
function byFraction(a: number, z: number, digamma: number): number {
  const depth = 200 + Math.ceil(20 * Math.sqrt(a));
  let f = z + 2 * depth + 1 - a;
  let df = -1;
  for (let k = depth; k > 0; k--) {
    const over = k * (k - a);
    // f ← b - over / f, where b has the derivative -1 and over -k
    df = -1 + k / f + (over * df) / (f * f);
    f = z + 2 * k - 1 - a - over / f;
  }
  return (z / f) * (Math.log(z) - digamma - df / f);
}

/**
 * Derivatives of `n` gamma numbers by their shapes, of which the digamma function is given, at fixed
 * probability, -∂P(a, z)/∂a over the density:
 * Figurnov, Mohamed and Mnih, "Implicit reparameterization gradients" (2018).
 */
export function randomGammaSlope(
  shapes: Float64Array,
  numbers: Float64Array,
  digammas: Float64Array,
  out: Float64Array,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const a = shapes[i]!;
    const z = numbers[i]!;
    if (z === 0) out[i] = 0;
    else if (!(z > 0 && z < Infinity)) out[i] = NaN;
    else if (z <= 1.5 || z <= a + 1) out[i] = bySeries(a, z, digammas[i]!);
    else out[i] = byFraction(a, z, digammas[i]!);
  }
}
