// The programs of this folder that are written with classes, or in the other manners of TypeScript.
import { describe, expect, test } from "vitest";
import { checkGrad, grad } from "nabla";
import * as acquisition from "./acquisition.ts";
import { gain } from "./adversarial.ts";
import { Autoencoder, loss } from "./autoencoder.ts";
import { agrees, close, negated } from "./checks.ts";
import { discrepancy, gaussian } from "./kernels.ts";
import type { Network } from "./neural-net.ts";
import { descend } from "./optimise.ts";
import { list, normal, table, uniform } from "./random.ts";

test("a variational autoencoder, in classes", () => {
  const draw = normal(21);
  const next = uniform(22);
  const model = new Autoencoder([6, 4], 2, () => 0.3 * draw());
  const pictures = Array.from({ length: 8 }, (_, n) =>
    Float64Array.from({ length: 6 }, (__, i) => Number(next() < (i % 2 === n % 2 ? 0.9 : 0.1))),
  );
  const draws = pictures.map(() => Float64Array.from({ length: 2 }, draw));
  const f = loss(pictures, draws);
  const slope = grad(f);
  agrees(checkGrad(f)(model));
  const before = f(model);
  for (let k = 0; k < 100; k++) {
    const g = slope(model);
    for (const part of ["encoder", "decoder"] as const) {
      model[part].forEach((layer, i) => {
        layer.weights.forEach((w, j) => (layer.weights[j] = w - 0.1 * g[part][i]!.weights[j]!));
        layer.biases.forEach((b, j) => (layer.biases[j] = b - 0.1 * g[part][i]!.biases[j]!));
      });
    }
  }
  expect(f(model)).toBeLessThan(before - 0.5);
});

describe("Bayesian optimisation", () => {
  test("the normal distribution", () => {
    const { normalDistribution } = acquisition;
    close(
      [0, 1.96, -3, -5].map(normalDistribution),
      [0.5, 0.9750021048517795, 0.0013498980316301, 2.8665157187919e-7],
      14,
    );
    for (const x of [-6, -1, 0.3, 3, 5]) {
      expect(grad(normalDistribution)(x)).toBeCloseTo(
        Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
        13,
      );
    }
  });
  test("where to look next", () => {
    const xs = [[-2], [-0.5], [1], [2.2]];
    const ys = xs.map(([x]) => Math.sin(3 * x!) + x! ** 2 / 4);
    const h = { mean: 0.5, noise: -8, scale: 0, lengths: [-0.5] };
    const improvement = acquisition.expectedImprovement(h, xs, ys);
    agrees(checkGrad(improvement)([0.1]));
    const found = descend((x: number[]) => negated(grad(improvement)(x)), [-1], 200, 0.3);
    expect(improvement(found)).toBeGreaterThan(improvement([-1]));
    expect(grad(improvement)(found)[0]).toBeCloseTo(0, 4);
  });
});

test("networks against each other", () => {
  const draw = normal(23);
  const network = (...sizes: number[]): Network =>
    sizes.slice(1).map((n, i) => [table(sizes[i]!, n, () => 0.7 * draw()), list(n, () => 0)]);
  const [noise, samples] = [table(10, 2, draw), table(10, 1, () => 3 + draw())];
  const f = gain(noise, samples);
  let [generator, judge] = [network(2, 4, 1), network(1, 4, 1)];
  agrees(checkGrad(f)(generator, judge));
  agrees(checkGrad(f, { wrt: 1 })(generator, judge));
  const both = grad(f, { wrt: [0, 1] });
  const before = f(generator, judge);
  judge = descend((j: Network) => negated(both(generator, j)[1]), judge, 50, 0.2);
  expect(f(generator, judge)).toBeGreaterThan(before + 0.2);
  const told = f(generator, judge);
  generator = descend((g: Network) => both(g, judge)[0], generator, 50, 0.1);
  expect(f(generator, judge)).toBeLessThan(told - 0.2);
});

test("sums of kernels, as objects with an inner product", () => {
  const [places, others] = [
    [0.2, 1, -0.4],
    [1.5, -1, 0],
  ];
  const f = discrepancy(others);
  agrees(checkGrad(f)(places));
  // by hand: 2/n Σ ± k'(x - y) / n
  const slope = (x: number, y: number): number => -2 * (x - y) * gaussian(x, y);
  close(
    grad(f)(places),
    places.map((x) => {
      const near = places.reduce((s, y) => s + slope(x, y), 0);
      return (2 / 9) * (near - others.reduce((s, y) => s + slope(x, y), 0));
    }),
  );
  expect(f(descend(grad(f), places, 2000, 0.3))).toBeLessThan(1e-4);
});
