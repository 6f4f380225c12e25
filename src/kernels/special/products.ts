/** What a product of doubles, rounded to `product`, lacks (Dekker 1971). */
export function lackOf(x: number, y: number, product: number): number {
  const p = x * 134217729;
  const high = p - (p - x);
  const low = x - high;
  const q = y * 134217729;
  const highY = q - (q - y);
  const lowY = y - highY;
  return low * lowY - (product - high * highY - low * highY - high * lowY);
}

/** scale·x·(x + 1)·…·(x + n - 1), correct to less than an ulp; all factors are exact. */
export function rising(x: number, n: number, scale: number): number {
  let high = scale;
  let low = 0;
  for (let k = 0; k < n; k++) {
    const factor = x + k;
    const product = high * factor;
    low = low * factor + lackOf(high, factor, product);
    high = product;
  }
  return high + low;
}

/** sin(πx), the argument reduced exactly. */
export function sinPi(x: number): number {
  const nearest = Math.floor(x + 0.5);
  const rest = x - nearest;
  const size = Math.abs(rest);
  const part =
    size > 0.25 ? Math.cos((0.5 - size) * Math.PI) * Math.sign(rest) : Math.sin(rest * Math.PI);
  return nearest % 2 === 0 ? part : -part;
}

/** π·cot(πx), the argument reduced exactly. */
export function piCotPi(x: number): number {
  const rest = x - Math.floor(x + 0.5);
  const size = Math.abs(rest);
  if (size > 0.25) return Math.PI * Math.tan((0.5 - size) * Math.PI) * Math.sign(rest);
  return Math.PI / Math.tan(rest * Math.PI);
}
