// Regressions by likelihood: logistic, and of counts with a negative binomial distribution.

const dot = (w: number[], x: number[]): number => w.reduce((s, wi, i) => s + wi * x[i]!, 0);

/** Minus the logarithm of the likelihood of labels 0 and 1, and a penalty. */
export const logisticLoss =
  (xs: number[][], labels: boolean[], penalty: number) =>
  (w: number[]): number => {
    let loss = (penalty / 2) * dot(w, w);
    xs.forEach((x, i) => {
      const p = 0.5 * (Math.tanh(dot(w, x) / 2) + 1);
      loss -= Math.log(labels[i] ? p : 1 - p);
    });
    return loss;
  };

/** log Γ(x) for x > 0: Stirling's series where it is good, after steps of Γ(x + 1) = x Γ(x). */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 12) {
    shift += Math.log(y);
    y++;
  }
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** The likelihood of counts by r and p, as logarithm and as logarithm of odds. */
export const negativeBinomial =
  (counts: number[]) =>
  ([logR, oddsP]: number[]): number => {
    const r = Math.exp(logR!);
    const p = 1 / (1 + Math.exp(-oddsP!));
    let sum = 0;
    for (const k of counts) {
      sum += logGamma(k + r) - logGamma(k + 1) - logGamma(r);
      sum += k * Math.log(p) + r * Math.log(1 - p);
    }
    return sum;
  };

/** Counts whose expectation is exp(w · x), with dispersion: the weights, and log r after them. */
export const countRegression =
  (xs: number[][], counts: number[]) =>
  (parameters: number[]): number => {
    const w = parameters.slice(0, -1);
    const logR = parameters.at(-1)!;
    return xs.reduce(
      (sum, x, i) => sum + negativeBinomial([counts[i]!])([logR, dot(w, x) - logR]),
      0,
    );
  };
