import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { expect, test } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const root = here("./bundle");
const entry = here("./bundle/main.ts");
const options = { root, exclude: "unrelated.ts" };
const aliases: Record<string, string> = {
  "nabla/reflect": here("../../src/reflect/attach.ts"),
  "nabla/reflect-on": here("../../src/reflect/reflect.ts"),
  "nabla/span": here("../../src/diagnostics/span.ts"),
};

function out(): string {
  return mkdtempSync(join(tmpdir(), "nabla-bundle-"));
}

function runBundle(directory: string): unknown {
  const file = readdirSync(directory).find((name) => /\.m?js$/.test(name));
  const text = execFileSync(process.execPath, [join(directory, file!)], { encoding: "utf8" });
  const code = readFileSync(join(directory, file!), "utf8");
  return {
    ...JSON.parse(text),
    parser: code.includes("Unterminated template"),
    shaken: !code.includes("this text should not be in the bundle"),
  };
}

function expected(production: boolean): unknown {
  const at = (name: string, line: number, column: number, names: string[], values: unknown[]) => ({
    name,
    path: "model.ts",
    line,
    column,
    text: !production,
    names,
    values,
  });
  const constants = { offset: 1000 };
  return {
    functions: [
      at("scaled", 10, 23, ["learningRate"], [0.5]),
      at("", 12, 10, ["total", "factor", "learningRate"], [100, 2, 0.5]),
      at("addScaled", 18, 8, ["scaled", "constants", "learningRate"], ["function", constants, 0.5]),
      at("Model", 22, 8, ["constants"], [constants]),
      at("apply", 27, 3, ["constants"], [constants]),
    ],
    // x · factor · rate = 10, after which `total` is set to 100; 1 + 1 · 2 · 0.5 + 1000 + 0.5
    results: [10, 110, 1002.5, 1012],
    refused: production ? "NB1001" : "not refused",
    parser: !production,
    // of a namespace import, only what is used; in development webpack keeps everything
    ...(production && { shaken: true }),
  };
}

test.each([true, false])("Vite, production: %s", async (production) => {
  const { build } = await import("vite");
  const { nabla } = await import("../../src/tools/vite.ts");
  const outDir = out();
  await build({
    root,
    configFile: false,
    logLevel: "error",
    mode: production ? "production" : "development",
    plugins: [nabla({ ...options, production })],
    resolve: {
      alias: Object.entries(aliases).map(([name, replacement]) => ({
        find: new RegExp(`^${name}$`),
        replacement,
      })),
    },
    build: { outDir, minify: production, lib: { entry, formats: ["es"], fileName: "out" } },
  });
  expect(runBundle(outDir)).toMatchObject(expected(production) as object);
});

test.each([true, false])("Rollup, production: %s", async (production) => {
  const { rollup } = await import("rollup");
  const { nabla } = await import("../../src/tools/rollup.ts");
  const bundle = await rollup({
    input: entry,
    plugins: [
      nabla({ ...options, production }),
      {
        name: "resolve",
        async resolveId(id, importer) {
          const alias = aliases[id];
          if (alias !== undefined || importer === undefined) return alias;
          if (id === "acorn") return here("../../node_modules/acorn/dist/acorn.mjs");
          return this.resolve(id.replace(/\.js$/, ".ts"), importer, { skipSelf: true });
        },
        transform: async (code, id) =>
          id.endsWith(".ts")
            ? transform(code, { loader: "ts", sourcemap: true, sourcefile: id })
            : null,
      },
    ],
  });
  const directory = out();
  await bundle.write({
    dir: directory,
    entryFileNames: "out.mjs",
    plugins: [
      {
        name: "minify",
        renderChunk: (code) => (production ? transform(code, { minify: true }) : null),
      },
    ],
  });
  expect(runBundle(directory)).toMatchObject(expected(production) as object);
});

test.each([true, false])("esbuild, production: %s", async (production) => {
  const { build } = await import("esbuild");
  const { nabla } = await import("../../src/tools/esbuild.ts");
  const directory = out();
  await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    platform: "node",
    minify: production,
    outfile: join(directory, "out.mjs"),
    alias: aliases,
    plugins: [nabla(options)],
  });
  expect(runBundle(directory)).toMatchObject(expected(production) as object);
});

test.each([true, false])("webpack, production: %s", async (production) => {
  const { default: webpack } = await import("webpack");
  const { nabla } = await import("../../src/tools/webpack.ts");
  const directory = out();
  const compiler = webpack({
    mode: production ? "production" : "development",
    devtool: false,
    context: root,
    entry,
    target: "node",
    output: { path: directory, filename: "out.js" },
    resolve: {
      extensionAlias: { ".js": [".ts", ".js"] },
      alias: Object.fromEntries(Object.entries(aliases).map(([name, path]) => [`${name}$`, path])),
    },
    module: { rules: [{ test: /\.ts$/, loader: here("./bundle/erase-types.cjs") }] },
    plugins: [nabla(options)],
  });
  const stats = await new Promise<import("webpack").Stats>((resolve, reject) => {
    compiler!.run((error, result) => (error ? reject(error) : resolve(result!)));
  });
  expect(stats.toJson({ errors: true }).errors).toEqual([]);
  expect(runBundle(directory)).toMatchObject(expected(production) as object);
});
