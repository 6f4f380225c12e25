// Kernels as they are compiled: up to date, and what they compute as JavaScript.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kernelFiles } from "../../scripts/kernels.ts";
import { interpret, memoryOver } from "../../src/backends/interp/index.ts";
import { moduleOf } from "../../src/ir/func.ts";
import { memOf } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { kernels } from "../../src/kernels/index.ts";
import { kernelFuncs } from "../../src/lower/kernels/index.ts";
import { definite, numbers } from "./matrices.ts";

test("they are what their generator makes", () => {
  for (const [path, text] of kernelFiles()) {
    expect(readFileSync(path, "utf8") === text, path).toBe(true);
  }
});

const [n, batch] = [4, 2];
const square = numbers(batch * n * n, 1);
const symmetric = Float64Array.of(...definite(n, 2), ...definite(n, 3));

test.each<[string, number, readonly Float64Array[], readonly number[]]>([
  ["cholesky", n * n, [symmetric], [n]],
  ["lu", n * (n + 1), [square], [n]],
  ["triangularSolve", n * n, [symmetric, square], [n, n, 1, 1, 0, 0]],
  ["triangularSolve", n * n, [symmetric, square], [n, n, 0, 0, 1, 1]],
  ["qr", 2 * n * n, [square], [n, n]],
  ["eigh", n * (n + 1), [symmetric], [n]],
  ["svd", 2 * n * n + n, [square], [n, n]],
  ["determinant", 1, [square], [n]],
  ["cofactor0", n * n, [square], [n]],
  ["cofactor1", n * n, [square, symmetric], [n]],
  ["cofactor2", n * n, [square, symmetric, square], [n]],
  ["cofactor3", n * n, [square, symmetric, square, square], [n]],
  ["fft", n * n, [square], [8, 0]],
  ["fft", 74, [numbers(148, 4)], [37, 1]],
])("%s is the same as IR", (name, size, given, rest) => {
  const run = kernels.get(name)!;
  const wanted = new Float64Array(batch * size).fill(7);
  run(...given, wanted, batch, ...rest);
  const got = new Float64Array(batch * size).fill(7);
  const module = moduleOf(...kernelFuncs(name));
  verifyModule(module);
  const memory = (x: Float64Array) => memoryOver(memOf("f64"), x);
  interpret(module, `kernel.${name}`, [...given.map(memory), memory(got), batch, ...rest]);
  expect(got).toEqual(wanted);
});
