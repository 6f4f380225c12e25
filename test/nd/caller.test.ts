// A fault of eager code names the line of the caller, not one of nabla's own.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
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
  // what only the elements, or an operation's own rule, show
  expect(message(() => nd.take(b, [7]))).toMatch(
    /NB4001[^]*test\/nd\/caller\.test\.ts:\d+:\d+\n.*nd\.take\(b, \[7\]\).*\n.*\^ index 7 is outside of an axis of length 3/,
  );
  const image = nd.ones([1, 1, 4, 4]);
  const padding = [[1, 1], [0, 2]] as const; // prettier-ignore
  expect(message(() => nd.maxPool(image, 2, { padding: padding as never }))).toMatch(
    /NB6005[^]*nd\.maxPool[^]*a window of 2 has nothing but padding/,
  );
  expect(message(() => nn.mse(a, b))).toMatch(/test\/nd\/caller\.test\.ts:\d+:\d+\n.*nn\.mse/);
});

test("files in folders with brackets and spaces", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nabla (a copy) "));
  const file = join(folder, "user.mjs");
  await writeFile(file, "export const run = (nd) => nd.add(nd.zeros([2]), nd.zeros([3]));\n");
  const { run } = (await import(pathToFileURL(file).href)) as { run: (of: unknown) => void };
  expect(message(() => run(nd))).toMatch(/\(a copy\) \w+\/user\.mjs:1:\d+\n.*=> nd\.add/);
  await rm(folder, { recursive: true });
});

test("code that is made of text has no line", () => {
  // eslint-disable-next-line no-new-func -- code that has no file is what this is about
  const run = new Function("nd", "nd.add(nd.zeros([2]), nd.zeros([3]))") as (of: unknown) => void;
  expect(message(() => run(nd))).toMatch(/^NB6001: .*\n\n {2}`add` of f64\[2\] and f64\[3\]\n/);
});
