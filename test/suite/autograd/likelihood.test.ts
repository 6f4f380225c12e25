// The programs of this folder that fit distributions.
import { describe, expect, test } from "vitest";
import { checkGrad, grad, hessian, jit } from "nabla";
import {
  agrees,
  close,
  inverseOf,
  negated,
  product,
  transposed,
  withGradient,
  type Matrix,
  type Vector,
} from "./checks.ts";
import * as gp from "./gaussian-process.ts";
import * as hmm from "./hidden-markov.ts";
import * as ica from "./ica.ts";
import { deepLoss, latentLoss } from "./latent.ts";
import * as mixture from "./mixture.ts";
import { adam, bfgs, conjugateGradients, descend } from "./optimise.ts";
import { normal, table, uniform } from "./random.ts";
import * as regression from "./regression.ts";
import * as variational from "./variational.ts";

describe("a Gaussian process", () => {
  const draw = normal(2);
  const xs = table(12, 2, draw);
  const ys = xs.map(([x, y]) => Math.sin(2 * x!) + 0.1 * y! + 0.05 * draw());
  const start = { mean: 0.1, noise: -2, scale: 0.2, lengths: [0.1, 0.3] };
  const ofList = ([mean, noise, scale, ...lengths]: Vector): number =>
    -gp.logMarginalLikelihood({ mean: mean!, noise: noise!, scale: scale!, lengths }, xs, ys);

  test("slopes by hyperparameters, as differences and by traces", () => {
    agrees(checkGrad(gp.logMarginalLikelihood)(start, xs, ys));
    agrees(checkGrad(gp.logMarginalLikelihood, { wrt: 1 })(start, xs, ys));
    const found = grad(gp.logMarginalLikelihood)(start, xs, ys);
    // ½ tr((α αᵀ - K⁻¹) ∂K), where ∂K by the logarithm of the noise is exp(noise) 1
    const k = gp.covariance(start, xs);
    const inverse = inverseOf(k);
    const alpha = inverse.map((row) => row.reduce((s, x, i) => s + x * (ys[i]! - start.mean), 0));
    const trace = (d: (i: number, j: number) => number): number => {
      let sum = 0;
      xs.forEach((_, i) =>
        xs.forEach((__, j) => (sum += 0.5 * (alpha[i]! * alpha[j]! - inverse[i]![j]!) * d(i, j))),
      );
      return sum;
    };
    const of = (i: number, j: number): number => gp.kernel(start, xs[i]!, xs[j]!);
    close(
      [found.mean, found.noise, found.scale, ...found.lengths],
      [
        alpha.reduce((s, a) => s + a, 0),
        trace((i, j) => (i === j ? Math.exp(start.noise) : 0)),
        trace(of),
        ...start.lengths.map((l, m) =>
          trace((i, j) => of(i, j) * ((xs[i]![m]! - xs[j]![m]!) / Math.exp(l)) ** 2),
        ),
      ],
      8,
    );
  });
  test("fitted, it predicts", () => {
    const found = conjugateGradients(withGradient(ofList), [0, -2, 0, 0, 0], 1e-4, 60);
    expect(found.value).toBeLessThan(ofList([0, -2, 0, 0, 0]) - 3);
    found.grad.forEach((g) => expect(Math.abs(g)).toBeLessThan(1e-3));
    const [mean, noise, scale, ...lengths] = found.x;
    const h = { mean: mean!, noise: noise!, scale: scale!, lengths };
    xs.forEach((x, i) => {
      const p = gp.predict(h, xs, ys, x);
      expect(p.mean).toBeCloseTo(ys[i]!, 0);
      expect(p.variance).toBeGreaterThanOrEqual(-1e-9);
    });
    // by where it is asked for
    agrees(checkGrad((at: Vector) => gp.predict(h, xs, ys, at).mean)([0.3, -0.2]));
    agrees(checkGrad((at: Vector) => gp.predict(h, xs, ys, at).variance)([0.3, -0.2]));
  });
  test("of unknown inputs", () => {
    const columns = [ys, ys.map((y, i) => y * y - xs[i]![0]!)].map((c) => c.slice(0, 6));
    const hyperparameters = { mean: 0, noise: -2, scale: 0, lengths: [0, 0] };
    const first = { places: table(6, 2, normal(3)), hyperparameters };
    const loss = latentLoss(columns);
    agrees(checkGrad(loss)(first));
    expect(loss(descend(grad(loss), first, 30, 0.01))).toBeLessThan(loss(first));
  });
  test("inside of another", () => {
    const x = [-2, -1, -0.5, 0.4, 1.1, 2];
    const plain = { mean: 0, noise: -2, scale: 0, lengths: [0.2] };
    const loss = deepLoss(
      x,
      x.map((xi) => Number(xi > 0)),
    );
    agrees(checkGrad(loss)({ hidden: x.map(Math.sin), inner: plain, outer: plain }));
  });
});

describe("a mixture of Gaussians", () => {
  const draw = normal(4);
  const points = [
    [-2, 0],
    [2, 1],
  ].flatMap(([x, y]) => Array.from({ length: 20 }, () => [x! + 0.7 * draw(), y! + 0.4 * draw()]));
  const start: mixture.Cluster[] = [-0.5, 0.5].map((x) => ({
    weight: 0,
    mean: [x, 0],
    root: [
      [1, 0],
      [0, 1],
    ],
  }));
  const slope = grad(mixture.logLikelihood);

  test("slopes, as differences and by responsibilities", () => {
    agrees(checkGrad(mixture.logLikelihood)(start, points));
    const belongs = mixture.responsibilities(start, points);
    slope(start, points).forEach((g, k) => {
      const total = belongs.reduce((s, r) => s + r[k]!, 0);
      expect(g.weight).toBeCloseTo(total - points.length / 2, 9);
      g.mean.forEach((d, i) =>
        expect(d).toBeCloseTo(
          points.reduce((s, x, n) => s + belongs[n]![k]! * (x[i]! - start[k]!.mean[i]!), 0),
          9,
        ),
      );
    });
  });
  test("the maximum is where expectations put it", () => {
    const found = descend((c: mixture.Cluster[]) => negated(slope(c, points)), start, 400, 0.01);
    const belongs = mixture.responsibilities(found, points);
    found.forEach((c, k) => {
      const total = belongs.reduce((s, r) => s + r[k]!, 0);
      const mean = [0, 1].map(
        (i) => points.reduce((s, x, n) => s + belongs[n]![k]! * x[i]!, 0) / total,
      );
      close(c.mean, mean, 5);
      expect(c.mean[0]).toBeCloseTo(k === 0 ? -2 : 2, 0);
    });
  });
});

describe("a hidden Markov model", () => {
  const rows = (n: number, m: number, next: () => number): Matrix =>
    table(n, m, () => 0.2 + next()).map((row) => {
      const sum = row.reduce((s, x) => s + x, 0);
      return row.map((x) => Math.log(x / sum));
    });
  const next = uniform(5);
  const start: hmm.Model = {
    initial: rows(1, 3, next)[0]!,
    transition: rows(3, 3, next),
    emission: rows(3, 4, next),
  };
  const seen = Array.from({ length: 40 }, () => Math.floor(4 * next() ** 2));
  const slope = grad(hmm.logLikelihood);
  const flat = (m: hmm.Model): Vector => [
    ...m.initial,
    ...m.transition.flat(),
    ...m.emission.flat(),
  ];

  test("the gradient is what forward-backward counts", () => {
    agrees(checkGrad(hmm.logLikelihood)(start, seen));
    close(flat(slope(start, seen)), flat(hmm.expectedCounts(start, seen)), 10);
  });
  test("expectation maximisation by gradients", () => {
    let model = start;
    let before = hmm.logLikelihood(model, seen);
    for (let k = 0; k < 20; k++) {
      model = hmm.fromCounts(slope(model, seen));
      const after = jit(hmm.logLikelihood)(model, seen);
      expect(after).toBeGreaterThan(before - 1e-12);
      before = after;
    }
    expect(before).toBeGreaterThan(hmm.logLikelihood(start, seen) + 1);
  });
});

describe("variational inference", () => {
  const half = table(4, 2, normal(6));
  const draws = [...half, ...half.map((row) => row.map((x) => -x))];
  const start = { mean: [0.3, -0.5], logStd: [-0.2, 0.4] };

  test("of a normal distribution, by hand", () => {
    const [mean, std] = [
      [1, -2],
      [0.5, 2],
    ];
    const bound = variational.lowerBound(variational.normalTarget(mean, std), draws);
    agrees(checkGrad(bound)(start));
    // draws come with both signs, so only their squares and products with themselves count
    const square = [0, 1].map((i) => draws.reduce((s, d) => s + d[i]! ** 2, 0) / draws.length);
    const g = grad(bound)(start);
    close(
      g.mean,
      mean.map((m, i) => (m - start.mean[i]!) / std[i]! ** 2),
    );
    close(
      g.logStd,
      std.map((s, i) => 1 - (square[i]! * Math.exp(2 * start.logStd[i]!)) / s ** 2),
    );
    const found = descend((q: variational.Diagonal) => negated(grad(bound)(q)), start, 500, 0.1);
    close(found.mean, mean, 4);
    close(
      found.logStd,
      std.map((s, i) => Math.log(s / Math.sqrt(square[i]!))),
      4,
    );
  });
  test("of a funnel", () => {
    const bound = variational.lowerBound(variational.funnel, draws);
    agrees(checkGrad(bound)(start));
    const found = adam((q: variational.Diagonal) => negated(grad(bound)(q)), start, 200, 0.05);
    expect(bound(found)).toBeGreaterThan(bound(start));
  });
  test("by a mixture", () => {
    const bound = variational.mixtureBound(variational.funnel, draws);
    const parts = [start, { mean: [-1, 0.5], logStd: [0.1, -0.3] }];
    const first = { weights: [0.2, -0.1], parts };
    agrees(checkGrad(bound)(first));
    // of one part, the bound is that of the part, up to what the draws miss of its entropy
    const one = grad(bound)({ weights: [0], parts: [start] });
    const plain = grad(variational.lowerBound(variational.funnel, draws))(start);
    close(one.parts[0]!.mean, plain.mean);
    close(one.parts[0]!.logStd, plain.logStd);
    close(one.weights, [0]);
    const found = adam((q: variational.Mixture) => negated(grad(bound)(q)), first, 100, 0.05);
    expect(bound(found)).toBeGreaterThan(bound(first));
  });
});

describe("independent components", () => {
  const draw = uniform(7);
  const source = (): number => {
    const u = draw() - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  };
  const mixing = [
    [1, 0.6, -0.3],
    [0.2, 1, 0.5],
    [-0.4, 0.3, 1],
  ];
  const signals = table(150, 3, source).map((s) => ica.times(mixing, s));
  const start = mixing.map((_, i) => mixing.map((__, j) => Number(i === j)));

  test("slopes, as differences and by the inverse", () => {
    const w = mixing;
    agrees(checkGrad(ica.logLikelihood)(w, signals.slice(0, 10)));
    const g = grad(ica.logLikelihood)(w, signals);
    const inverse = inverseOf(product(transposed(w), w)).map((row) => ica.times(w, row));
    g.forEach((row, i) =>
      close(
        row,
        row.map((_, j) => {
          const mean = signals.reduce((s, x) => s + Math.tanh(ica.times(w, x)[i]!) * x[j]!, 0);
          // W (Wᵀ W)⁻¹ is the inverse of Wᵀ
          return inverse[j]![i]! - mean / signals.length;
        }),
      ),
    );
  });
  test("the sources come apart", () => {
    const slope = grad(ica.logLikelihood);
    const w = descend((x: Matrix) => negated(slope(x, signals)), start, 300, 0.2);
    // each row of W A is near one source
    for (const row of product(w, mixing)) {
      const sizes = row.map(Math.abs).toSorted((a, b) => b - a);
      expect(sizes[1]! / sizes[0]!).toBeLessThan(0.25);
    }
  });
});

describe("regressions", () => {
  const draw = normal(8);
  const xs = table(40, 2, draw).map((x) => [1, ...x]);

  test("logistic: where Newton's method with hand-written derivatives ends", () => {
    const labels = xs.map(([, x, y]) => x! - 0.5 * y! + 0.8 * draw() > 0.2);
    const penalty = 0.1;
    const loss = regression.logisticLoss(xs, labels, penalty);
    const score = (w: Vector): { g: Vector; h: Matrix } => {
      const g = w.map((wi) => penalty * wi);
      const h = w.map((_, i) => w.map((__, j) => (i === j ? penalty : 0)));
      xs.forEach((x, n) => {
        const p = 1 / (1 + Math.exp(-x.reduce((s, xi, i) => s + xi * w[i]!, 0)));
        x.forEach((xi, i) => {
          g[i]! += (p - Number(labels[n])) * xi;
          x.forEach((xj, j) => (h[i]![j]! += p * (1 - p) * xi * xj));
        });
      });
      return { g, h };
    };
    let w = [0, 0, 0];
    agrees(checkGrad(loss)([0.3, -0.2, 0.5]));
    for (let k = 0; k < 12; k++) {
      const { g, h } = score(w);
      close(grad(loss)(w), g);
      hessian(loss)(w).forEach((row, i) => close([...row], h[i]!));
      const step = ica.times(inverseOf(h), g);
      w = w.map((wi, i) => wi - step[i]!);
    }
    close(grad(loss)(w), [0, 0, 0]);
    close(bfgs(withGradient(loss), [0, 0, 0], 1e-9).x, w, 7);
  });
  test("counts: the score of a negative binomial distribution", () => {
    const counts = [0, 3, 1, 7, 2, 0, 12, 4, 1, 5, 2, 9];
    const likelihood = regression.negativeBinomial(counts);
    expect(regression.logGamma(7)).toBeCloseTo(Math.log(720), 11);
    expect(regression.logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 11);
    const [logR, odds] = [0.4, 0.3];
    const [r, p] = [Math.exp(logR), 1 / (1 + Math.exp(-odds))];
    const byR = counts.reduce((s, k) => {
      let harmonic = 0;
      for (let j = 0; j < k; j++) harmonic += 1 / (r + j);
      return s + harmonic + Math.log(1 - p);
    }, 0);
    const total = counts.reduce((s, k) => s + k, 0);
    close(grad(likelihood)([logR, odds]), [r * byR, total * (1 - p) - counts.length * r * p]);
    const found = bfgs(
      withGradient((x) => -likelihood(x)),
      [0, 0],
      1e-8,
    );
    // at the maximum, the mean of the distribution is that of the counts
    expect(Math.exp(found.x[0]! + found.x[1]!)).toBeCloseTo(total / counts.length, 7);
  });
  test("counts that depend on something", () => {
    const counts = xs.map(([, x, y]) =>
      Math.max(0, Math.round(Math.exp(0.7 + 0.4 * x! - 0.2 * y!) + draw())),
    );
    const likelihood = regression.countRegression(xs, counts);
    agrees(checkGrad(likelihood)([0.5, 0.1, 0.1, 1]));
    const found = bfgs(
      withGradient((w) => -likelihood(w)),
      [0, 0, 0, 1],
      1e-6,
    );
    found.grad.forEach((g) => expect(Math.abs(g)).toBeLessThan(1e-3));
    const [one, two, three, logR] = found.x;
    // what the score by the weights says, by hand: Σ x (k - μ) / (1 + μ / r) = 0
    const score = [0, 1, 2].map((i) =>
      xs.reduce((s, x, n) => {
        const mu = Math.exp(one! * x[0]! + two! * x[1]! + three! * x[2]!);
        return s + (x[i]! * (counts[n]! - mu)) / (1 + mu / Math.exp(logR!));
      }, 0),
    );
    close(score, [0, 0, 0], 3);
  });
});
