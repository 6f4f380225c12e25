// Derivatives of special functions far out, where their formulas would cancel; by mpmath at 60 digits.
import { expect, test } from "vitest";
import { grad, nd } from "../../src/index.ts";

const erfcx = (x: number): number => nd.erfcx(x).item();
const logNdtr = (x: number): number => nd.logNdtr(x).item();
const digamma = (x: number): number => nd.digamma(x).item();

test.each([
  [5, -0.02133278976482632, 0.008081377817874151],
  [12.1, -0.0038146694715053245, 0.0006242134692411792],
  [30, -0.0006258354105074841, 4.165309238445888e-5],
  [1e3, -5.641887372654967e-7, 1.1283757819707055e-9],
  [1e8, -5.641895835477562e-17, 1.1283791670955122e-24],
])("erfcx at %d", (x, slope, curvature) => {
  expect(grad(erfcx)(x) / slope).toBeCloseTo(1, 12);
  expect(grad(grad(erfcx))(x) / curvature).toBeCloseTo(1, 9);
});

test.each([
  [-5, 5.186503967125842, -0.9673035653828828],
  [-100, 100.00999800099926, -0.9999000599500517],
  [-1e4, 10000.000099999997, -0.99999999],
  [-1e8, 1e8, -1],
])("log Φ at %d", (x, slope, curvature) => {
  expect(grad(logNdtr)(x) / slope).toBeCloseTo(1, 13);
  expect(grad(grad(logNdtr))(x) / curvature).toBeCloseTo(1, 11);
});

test("digamma of a huge number", () => {
  expect(grad(digamma)(1e300) / 1e-300).toBeCloseTo(1, 13);
});
