// A hidden Markov model: expected counts as the gradient of the logarithm of the likelihood.
import { logSumExp } from "./log-sum-exp.ts";

/** Logarithms of probabilities. */
export interface Model {
  initial: number[];
  transition: number[][];
  emission: number[][];
}

/** The forward algorithm. */
export function logLikelihood({ initial, transition, emission }: Model, seen: number[]): number {
  let alpha = initial.map((p, i) => p + emission[i]![seen[0]!]!);
  for (let t = 1; t < seen.length; t++) {
    const before = alpha;
    alpha = initial.map(
      (_, j) => logSumExp(before.map((a, i) => a + transition[i]![j]!)) + emission[j]![seen[t]!]!,
    );
  }
  return logSumExp(alpha);
}

/** Expected counts of states at the start, of transitions and of emissions: forwards and backwards. */
export function expectedCounts({ initial, transition, emission }: Model, seen: number[]): Model {
  const states = initial.map((_, i) => i);
  const last = seen.length - 1;
  const e = (i: number, t: number): number => Math.exp(emission[i]![seen[t]!]!);
  const p = transition.map((row) => row.map(Math.exp));
  const alpha = [states.map((i) => Math.exp(initial[i]!) * e(i, 0))];
  for (let t = 1; t <= last; t++) {
    alpha.push(
      states.map((j) => states.reduce((s, i) => s + alpha[t - 1]![i]! * p[i]![j]!, 0) * e(j, t)),
    );
  }
  const beta = seen.map(() => states.map(() => 1));
  for (let t = last - 1; t >= 0; t--) {
    beta[t] = states.map((i) =>
      states.reduce((s, j) => s + p[i]![j]! * e(j, t + 1) * beta[t + 1]![j]!, 0),
    );
  }
  const total = alpha[last]!.reduce((s, a) => s + a, 0);
  const at = (t: number, i: number): number => (alpha[t]![i]! * beta[t]![i]!) / total;
  const counts = {
    initial: states.map((i) => at(0, i)),
    transition: p.map((row) => row.map(() => 0)),
    emission: emission.map((row) => row.map(() => 0)),
  };
  for (let t = 0; t <= last; t++) {
    for (const i of states) {
      counts.emission[i]![seen[t]!]! += at(t, i);
      if (t === last) continue;
      for (const j of states) {
        counts.transition[i]![j]! +=
          (alpha[t]![i]! * p[i]![j]! * e(j, t + 1) * beta[t + 1]![j]!) / total;
      }
    }
  }
  return counts;
}

const normalised = (counts: number[]): number[] => {
  const sum = counts.reduce((s, c) => s + c, 0);
  return counts.map((c) => Math.log(c / sum));
};

/** The model that is most likely by expected counts: one step of expectation maximisation. */
export const fromCounts = ({ initial, transition, emission }: Model): Model => ({
  initial: normalised(initial),
  transition: transition.map(normalised),
  emission: emission.map(normalised),
});
