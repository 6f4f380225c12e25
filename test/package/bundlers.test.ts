import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, open } from "./chromium.ts";
import { makeHome, type Home } from "./home.ts";

// A small program in two modules, through each bundler as a user configures it, minified.
let home: Home;
let entry: string;

beforeAll(() => {
  home = makeHome();
  home.write(
    "src/spring.ts",
    `const stiffness: number = 2;
export function energy(q: { x: Float64Array; k: number }): number {
  let e = 0;
  for (let i = 1; i < q.x.length; i++) {
    const d = q.x[i]! - q.x[i - 1]!;
    e += 0.5 * stiffness * q.k * d * d;
  }
  return e;
}
`,
  );
  entry = home.write(
    "src/main.ts",
    `import { grad } from "nabla";
import { energy } from "./spring.ts";
const g = grad(energy)({ x: new Float64Array([0, 1, 3]), k: 2 });
const text = JSON.stringify([...g.x, g.k]);
if (typeof document === "undefined") console.log(text);
else document.body.textContent = text;
`,
  );
}, 180_000);
afterAll(() => home.remove());

// d = (1, 2), e = 2·k·(1 + 4)/2: ∂x = 2k(-d₁, d₁ - d₂, d₂), ∂k = 5
const answer = "[-4,-4,8,5]";

test("Rollup, under Node", async () => {
  const { rollup } = await import("rollup");
  const { default: nabla } = await importHome("nabla/rollup");
  const { transform } = await import("esbuild");
  const bundle = await rollup({
    input: entry,
    external: [/^nabla/],
    plugins: [
      nabla(),
      {
        name: "types",
        transform: async (code: string, id: string) =>
          id.endsWith(".ts") ? transform(code, { loader: "ts", sourcemap: true }) : null,
      },
    ],
  });
  await bundle.write({ file: join(home.path, "rollup.mjs"), format: "esm" });
  expect(home.run("node", "rollup.mjs")).toBe(`${answer}\n`);
});

test.each([false, true])("esbuild, under Node, minified: %s", async (minify) => {
  const { build } = await import("esbuild");
  const { default: nabla } = await importHome("nabla/esbuild");
  await build({
    entryPoints: [entry],
    bundle: true,
    minify,
    platform: "node",
    format: "esm",
    outfile: join(home.path, "esbuild.mjs"),
    plugins: [nabla()],
    logLevel: "error",
  });
  expect(home.run("node", "esbuild.mjs")).toBe(`${answer}\n`);
});

describe.skipIf(!hasChromium)("Vite, in headless Chromium", () => {
  test.each([false, "esbuild" as const])("minified by %s", async (minify) => {
    const { build } = await import("vite");
    const { default: nabla } = await importHome("nabla/vite");
    home.write(
      "index.html",
      '<!doctype html><body></body><script type="module" src="/src/main.ts"></script>',
    );
    await build({
      root: home.path,
      plugins: [nabla()],
      build: { minify, outDir: "page", emptyOutDir: true },
      logLevel: "error",
      configFile: false,
    });
    expect(await open(join(home.path, "page"), home.path)).toContain(answer);
  });
});

/** A module of the package as it is installed there. */
async function importHome(name: string): Promise<{ default: () => never }> {
  const file = createRequire(join(home.path, "package.json")).resolve(name);
  return import(pathToFileURL(file).href) as Promise<{ default: () => never }>;
}
