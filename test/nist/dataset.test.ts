import { describe, expect, test } from "vitest";
import { readDataset } from "../../examples/nist/dataset.ts";
import { models } from "../../examples/nist/models.ts";
import { readAll, readNamed } from "./datasets.ts";

describe("reading a dataset", () => {
  test("finds starting points, certified values and data", () => {
    const misra = readNamed("Misra1a");
    expect(misra.name).toBe("Misra1a");
    expect(misra.difficulty).toBe("Lower");
    expect(misra.starts).toEqual([Float64Array.of(500, 0.0001), Float64Array.of(250, 0.0005)]);
    expect(misra.certified).toEqual(Float64Array.of(2.3894212918e2, 5.5015643181e-4));
    expect(misra.certifiedSumOfSquares).toBe(1.2455138894e-1);
    expect(misra.y).toHaveLength(14);
    expect([misra.x[0], misra.y[0]]).toEqual([77.6, 10.07]);
    expect([misra.x[13], misra.y[13]]).toEqual([760, 81.78]);
  });

  test("takes a second predictor, and the logarithm of the response where the model does", () => {
    const nelson = readNamed("Nelson");
    expect([nelson.y[0], nelson.x[0], nelson.x2[0]]).toEqual([Math.log(15), 1, 180]);
  });

  test("says what a file lacks", () => {
    expect(() => readDataset("")).toThrow("the file does not announce its Starting Values");
  });
});

describe("models", () => {
  const datasets = readAll();

  test("are all there", () => {
    expect(datasets).toHaveLength(27);
    expect(datasets.map(({ name }) => name).toSorted()).toEqual(Object.keys(models).toSorted());
  });

  // Lanczos1 is data without noise: its sum of squares, 1e-25, needs more digits than are certified.
  test.each(datasets.filter(({ name }) => name !== "Lanczos1"))(
    "$name has the certified sum of squares at the certified parameters",
    ({ name, certified, certifiedSumOfSquares, x, x2, y }) => {
      let sum = 0;
      y.forEach((value, i) => (sum += (models[name](certified, x[i], x2[i]) - value) ** 2));
      expect(Math.abs(sum / certifiedSumOfSquares - 1)).toBeLessThan(1e-10);
    },
  );
});
