// A fault of eager code names the line of the caller, not one of nabla's own.
import { expect, test } from "vitest";
import { nd } from "../../src/index.ts";
import * as nn from "../../src/nn/index.ts";

function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

test("functions, methods, and what is made of them", () => {
  const [a, b] = [nd.zeros([2]), nd.zeros([3])];
  expect(message(() => nd.add(a, b))).toMatch(
    /test\/nd\/caller\.test\.ts:\d+:\d+\n.*message\(\(\) => nd\.add\(a, b\)\).*\n[ |]+\^\^\^ `add` of f64\[2\] and f64\[3\]/,
  );
  expect(message(() => a.mul(b))).toMatch(/test\/nd\/caller\.test\.ts:\d+:\d+\n.*a\.mul\(b\)/);
  expect(message(() => nn.mse(a, b))).toMatch(/test\/nd\/caller\.test\.ts:\d+:\d+\n.*nn\.mse/);
});

test("code that is made of text has no line", () => {
  // eslint-disable-next-line no-new-func
  const run = new Function("nd", "nd.add(nd.zeros([2]), nd.zeros([3]))") as (of: unknown) => void;
  expect(message(() => run(nd))).toMatch(/^NB6001: .*\n\n {2}`add` of f64\[2\] and f64\[3\]\n/);
});
