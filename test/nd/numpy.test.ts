// Parameters and shapes of NumPy's functions, and of JAX's, with values and derivatives that NumPy,
// SciPy and mpmath give (test/numpy/generate.py): all outside of compiled code, some compiled.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Case } from "../../scripts/golden/format.ts";
import { asked } from "../../scripts/golden/parameters.ts";
import { runFile } from "../../scripts/golden/run.ts";

const folder = new URL("../numpy/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

/** One case in so many is also compiled, with its derivatives. */
const SHARE = 14;

const failures = (
  file: string,
  modes: readonly string[],
  wanted: (index: number) => boolean,
): { count: number; failed: unknown[] } => {
  const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Case[];
  const outcomes = [...runFile(file.slice(0, -".json".length), cases, modes, wanted)];
  return { count: outcomes.length, failed: outcomes.filter((o) => o.failures.length > 0) };
};

test.each(files)("values of %s", (file) => {
  const { count, failed } = failures(file, ["eager"], () => true);
  expect(count).toBeGreaterThan(10);
  expect(failed).toEqual([]);
});

test.each(files)("gradients of %s, compiled", (file) => {
  const { count, failed } = failures(file, ["jit", "vjp"], (i) => i % SHARE === 3);
  expect(count).toBeGreaterThan(0);
  expect(failed).toEqual([]);
});

test("a parameter that is not known is no case, whatever its value", () => {
  const x = { shape: [2], data: [1, 2] };
  expect(() => asked("sum", { axis: 0, keep_dims: true }, [x])).toThrow(
    "there is no parameter keep_dims of sum",
  );
  expect(() => asked("sin", { dtype: null }, [x])).toThrow("there is no parameter dtype of sin");
  expect(() => asked("logsumexp", { return_sign: true }, [x])).toThrow(
    "there is no return_sign true",
  );
  expect(asked("reduce_sum", { dimensions: [0] }, [x])).toEqual({
    op: "sum",
    params: { axis: [0] },
  });
});
