import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "acorn";
import { build } from "esbuild";
import { parseSync } from "oxc-parser";
import { beforeAll, expect, test } from "vitest";
import { sourceFile } from "../../src/diagnostics/span.ts";
import { decodeUnit, encodeUnit } from "../../src/syntax/encode.ts";
import * as es from "../../src/syntax/estree.ts";
import { lower } from "../../src/syntax/lower.ts";
import { rootAt } from "../../src/syntax/root.ts";
import { nabla } from "../../src/tools/esbuild.ts";
import type { prepareModule } from "../../src/tools/prepare.ts";

// Programs of some size, run as they are and with every function prepared.

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const libraries = [
  "acorn/dist/acorn.mjs",
  "fast-check/lib/fast-check.js",
  "magic-string/dist/index.mjs",
];

interface Program {
  readonly prepareModule: typeof prepareModule;
  readonly parse: typeof parse;
}

async function load(prepared: boolean): Promise<Program> {
  // among the packages: Node finds theirs from there, and the test runner leaves it alone
  const outfile = here(`../../node_modules/.cache/nabla/${process.pid}-${prepared}.mjs`);
  await build({
    stdin: {
      contents: `export { prepareModule } from "./tools/prepare.ts"; export { parse } from "acorn";`,
      resolveDir: here("../../src"),
    },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile,
    external: ["oxc-parser"],
    alias: { "nabla/reflect": here("../../src/reflect/attach.ts") },
    plugins: prepared
      ? [nabla({ include: /\.m?[jt]s$/, exclude: /attach\.ts$/, production: true })]
      : [],
  });
  expect(readFileSync(outfile, "utf8").includes("$nabla_")).toBe(prepared);
  const program: Program = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  rmSync(outfile);
  return program;
}

let original: Program;
let prepared: Program;
beforeAll(async () => {
  [original, prepared] = [await load(false), await load(true)];
});

test.each(libraries)("prepared code does to %s what the code does", (name) => {
  const path = here(`../../node_modules/${name}`);
  const code = readFileSync(path, "utf8");
  const parseWith = (program: Program): unknown =>
    program.parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true });
  expect(JSON.stringify(parseWith(prepared))).toBe(JSON.stringify(parseWith(original)));
  const options = { id: path, text: true };
  expect(prepared.prepareModule(code, options)).toEqual(original.prepareModule(code, options));
});

test.each(libraries)("in %s, both parsers and the encoding agree on every function", (name) => {
  const code = readFileSync(here(`../../node_modules/${name}`), "utf8");
  const acorn = functions(parse(code, { ecmaVersion: "latest", sourceType: "module" }));
  const oxc = functions(parseSync(name, code).program as unknown as es.Node);
  expect(oxc.length).toBe(acorn.length);
  const file = sourceFile(name, code);
  for (const [i, node] of acorn.entries()) {
    const { indexes, ...unit } = lower(node);
    expect(lower(oxc[i]!).root).toEqual(unit.root);
    expect(decodeUnit(encodeUnit(unit))).toEqual(unit);
    for (const index of indexes.values()) rootAt(unit, index, file);
  }
});

/** The outermost functions and classes. */
function functions(node: es.Node): (es.AnyFunction | es.AnyClass)[] {
  if (es.isFunction(node) || es.isClass(node)) return [node];
  return es.childrenOf(es.anyNode(node)).flatMap((child) => functions(child as unknown as es.Node));
}
