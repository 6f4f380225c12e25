import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { Coverage, hasDirective, importsNabla } from "../../src/tools/coverage.ts";
import { globToRegExp } from "../../src/tools/glob.ts";

const files: Record<string, string> = {
  "main.ts": `import "./plain.ts"; import "./user.ts";`,
  "user.ts": `import { grad } from "nabla"; import { f } from "./model.js"; import lib from "lib";`,
  "model.ts": `export * from "./deep/index"; import("./lazy.mts");`,
  "deep/index.tsx": `export type { A } from "../types.d.ts";`,
  "lazy.mts": ``,
  "plain.ts": `// says nabla, and "nabla", but does not import it`,
  "marked.js": `"use strict"; 'use nabla';`,
  "types.d.ts": ``,
  "node_modules/lib/index.js": `import "nabla";`,
  "node_modules/ready/index.js": `"use nabla"`,
};

function project(): string {
  const root = mkdtempSync(join(tmpdir(), "nabla-coverage-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

function covered(
  order: readonly string[],
  include: string[] = [],
  exclude: string[] = [],
): string[] {
  const root = project();
  const coverage = new Coverage({ root, include, exclude });
  return order.filter((name) =>
    coverage.covers(join(root, name), readFileSync(join(root, name), "utf8")),
  );
}

const names = Object.keys(files);
const expected = [
  "user.ts",
  "model.ts",
  "deep/index.tsx",
  "lazy.mts",
  "marked.js",
  "node_modules/ready/index.js",
];

describe("covered is what imports nabla, and what that imports", () => {
  test("in the order of the imports", () => {
    expect(covered(names)).toEqual(expected);
  });

  test("and in any other order", () => {
    expect(covered(names.toReversed())).toEqual(expected.toReversed());
  });

  test("and what the options say", () => {
    expect(covered(names, ["pl*.ts", "node_modules/lib/**"], ["deep/**"])).toEqual([
      "user.ts",
      "model.ts",
      "lazy.mts",
      "plain.ts",
      "marked.js",
      "node_modules/lib/index.js",
      "node_modules/ready/index.js",
    ]);
  });

  test("and a file that is new", () => {
    const root = project();
    const coverage = new Coverage({ root, include: [], exclude: [] });
    const ask = (name: string): boolean =>
      coverage.covers(join(root, name), readFileSync(join(root, name), "utf8"));
    expect(ask("plain.ts")).toBe(false);
    writeFileSync(join(root, "new.ts"), `import "nabla/vite"; import "./plain";`);
    expect(ask("new.ts")).toBe(true);
    expect(ask("plain.ts")).toBe(true);
  });
});

test.each([
  [`import { grad } from "nabla"`, true],
  [`import 'nabla/array'`, true],
  [`export * from "nabla"`, true],
  [`await import("nabla")`, true],
  [`import { x } from "nablas"`, false],
  [`import { x } from "./nabla"`, false],
  [`const from = "nabla"`, false],
])("%s imports nabla: %s", (code, is) => {
  expect(importsNabla(code)).toBe(is);
});

test.each([
  [`"use nabla"`, true],
  [`#!/usr/bin/env node\n// a\n/* b\n */ 'use strict';\n'use nabla';`, true],
  [`const a = 1; "use nabla"`, false],
  [`// "use nabla"`, false],
])("%j has the directive: %s", (code, is) => {
  expect(hasDirective(code)).toBe(is);
});

test.each([
  ["/a/**", "/a/b/c.ts", true],
  ["/a/**/*.ts", "/a/c.ts", true],
  ["/a/**/*.ts", "/a/b/c/d.ts", true],
  ["/a/*.ts", "/a/b/c.ts", false],
  ["/a/{b,c}?.[jt]s", "/a/c1.[jt]s", true],
  ["/a.b/*", "/axb/c", false],
])("%s matches %s: %s", (glob, path, is) => {
  expect(globToRegExp(glob).test(path)).toBe(is);
});
