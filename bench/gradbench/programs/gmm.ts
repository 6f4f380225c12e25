import { grad, jit } from "nabla";

/** The parameters of k components in d dimensions, component after component. */
export interface Mixture {
  /** k logarithms of weights, up to a common factor. */
  alpha: Float64Array;
  /** k × d means. */
  mu: Float64Array;
  /** k × d logarithms of the diagonals of the inverse covariance factors. */
  q: Float64Array;
  /** k × d(d−1)/2 elements below these diagonals, column by column. */
  l: Float64Array;
}

/** Points and prior: `x` holds n × d coordinates; the Wishart prior has parameters `gamma`, `m`. */
export interface Observations {
  d: number;
  k: number;
  n: number;
  x: Float64Array;
  gamma: number;
  m: number;
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** log Γ(x) for x ≥ ½, to about 15 digits (Lanczos 1964, with g = 7 and nine coefficients). */
function logGamma(x: number): number {
  const shifted = x - 1;
  let series = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i] / (shifted + i);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Logarithm of the multivariate gamma function of dimension `d`. */
function logMultivariateGamma(a: number, d: number): number {
  let sum = 0.25 * d * (d - 1) * Math.log(Math.PI);
  for (let j = 1; j <= d; j++) sum += logGamma(a + 0.5 * (1 - j));
  return sum;
}

function logSumExp(x: Float64Array): number {
  let max = x[0];
  for (let i = 1; i < x.length; i++) max = Math.max(max, x[i]);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.exp(x[i] - max);
  return max + Math.log(sum);
}

function logWishartPrior(
  sumQ: Float64Array,
  diagonal: Float64Array,
  l: Float64Array,
  { d, k, gamma, m }: Observations,
): number {
  const below = (d * (d - 1)) / 2;
  const freedom = d + m + 1;
  const constant =
    freedom * d * (Math.log(gamma) - 0.5 * Math.log(2)) - logMultivariateGamma(0.5 * freedom, d);
  let sum = 0;
  for (let c = 0; c < k; c++) {
    let squares = 0;
    for (let i = 0; i < d; i++) squares += diagonal[c * d + i] * diagonal[c * d + i];
    for (let i = 0; i < below; i++) squares += l[c * below + i] * l[c * below + i];
    sum += 0.5 * gamma * gamma * squares - m * sumQ[c];
  }
  return k * constant - sum;
}

/** Log posterior of the mixture, given the points. */
export function logPosterior({ alpha, mu, q, l }: Mixture, observed: Observations): number {
  const { d, k, n, x } = observed;
  const below = (d * (d - 1)) / 2;
  const diagonal = new Float64Array(k * d);
  const sumQ = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    for (let i = 0; i < d; i++) {
      diagonal[c * d + i] = Math.exp(q[c * d + i]);
      sumQ[c] += q[c * d + i];
    }
  }

  const centred = new Float64Array(d);
  const scaled = new Float64Array(d);
  const terms = new Float64Array(k);
  let sum = 0;
  for (let point = 0; point < n; point++) {
    for (let c = 0; c < k; c++) {
      for (let i = 0; i < d; i++) centred[i] = x[point * d + i] - mu[c * d + i];
      for (let i = 0; i < d; i++) scaled[i] = diagonal[c * d + i] * centred[i];
      let at = c * below;
      for (let i = 0; i < d; i++) {
        for (let j = i + 1; j < d; j++) {
          scaled[j] += l[at] * centred[i];
          at++;
        }
      }
      let squares = 0;
      for (let i = 0; i < d; i++) squares += scaled[i] * scaled[i];
      terms[c] = alpha[c] + sumQ[c] - 0.5 * squares;
    }
    sum += logSumExp(terms);
  }

  const constant = -n * d * 0.5 * Math.log(2 * Math.PI);
  return constant + sum - n * logSumExp(alpha) + logWishartPrior(sumQ, diagonal, l, observed);
}

export const objective: (mixture: Mixture, observed: Observations) => number = jit(logPosterior);
export const jacobian: (mixture: Mixture, observed: Observations) => Mixture = grad(logPosterior);
