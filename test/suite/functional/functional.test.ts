// Programs of Pearlmutter and Siskind, "Using programming language theory to make automatic
// differentiation sound and efficient" (2008), whose results are published, in every mode.
import { describe, expect, test } from "vitest";
import { grad, jacobian } from "../../../src/index.ts";
import { byHand, descend, error, flat, network, start } from "./backprop.ts";
import { likelihood as calculus } from "./lambda.ts";
import { particle } from "./particle.ts";
import { likelihood as logic } from "./prolog.ts";
import { saddle } from "./saddle.ts";
import { forward, plus, reverse, times, type Vector } from "./vectors.ts";

const modes = [
  ["forward over forward", forward, forward],
  ["forward over reverse", forward, reverse],
  ["reverse over forward", reverse, forward],
  ["reverse over reverse", reverse, reverse],
] as const;

test.each(modes)("saddle, %s", (_, outer, inner) => {
  for (const x of saddle(outer, inner).flat()) expect(x).toBeCloseTo(8.246324826140356e-6, 15);
});

test.each(modes)("particle, %s", (_, outer, inner) => {
  expect(particle(outer, inner)).toBeCloseTo(0.20719187464861197, 12);
});

describe.each([
  ["the lambda calculus", calculus],
  ["Prolog", logic],
])("%s", (_, likelihood) => {
  /** The gradient, worked out by hand, of p0 (1 − p0)³ p1 (1 − p1)². */
  const byHand = ([p, q]: Vector): Vector => {
    const value = p! * (1 - p!) ** 3 * q! * (1 - q!) ** 2;
    return [value * (1 / p! - 3 / (1 - p!)), value * (1 / q! - 2 / (1 - q!))];
  };
  const ascend = (slope: (p: Vector) => Vector): Vector => {
    let p = [0.5, 0.5];
    for (let i = 0; i < 1000; i++) p = plus(p, times(0.1, slope(p)));
    return p;
  };
  test.each([
    ["forward", forward],
    ["reverse", reverse],
  ])("%s", (__, gradient) => {
    const found = ascend(gradient(likelihood));
    const wanted = ascend(byHand);
    found.forEach((p, i) => expect(p).toBeCloseTo(wanted[i]!, 12));
    expect(found[0]).toBeCloseTo(1 / 4, 2);
  });
});

describe("backprop", () => {
  const steps = 2000;
  const wanted = descend(byHand, steps, 0.3);
  const ofWeights = (w: Vector): number => error(network(w));
  const ofNetwork = (w: Vector): Vector => flat(grad(error)(network(w)));
  const allDirections = (w: Vector): Vector =>
    Array.from(jacobian((x: Vector) => [ofWeights(x)], { mode: "forward" })(w)[0]!);
  test.each([
    ["forward, one direction at a time", forward(ofWeights)],
    ["forward, all directions at once", allDirections],
    ["reverse", reverse(ofWeights)],
    ["reverse, by layers", ofNetwork],
  ])("%s", (_, slope) => {
    const found = descend(slope, steps, 0.3);
    found.forEach((w, i) => expect(w).toBeCloseTo(wanted[i]!, 9));
    expect(error(network(found))).toBeLessThan(error(start));
  });
});
