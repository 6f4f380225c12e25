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
  // eslint-disable-next-line no-new-func
  const run = new Function("nd", "nd.add(nd.zeros([2]), nd.zeros([3]))") as (of: unknown) => void;
  expect(message(() => run(nd))).toMatch(/^NB6001: .*\n\n {2}`add` of f64\[2\] and f64\[3\]\n/);
});
