import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
let project: string;

// A project of its own, with nabla in its node_modules.
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "nabla-app-"));
  cpSync(here("./app"), project, { recursive: true });
  const home = join(project, "node_modules/nabla");
  mkdirSync(home, { recursive: true });
  const sources = {
    register: "../../src/tools/register.ts",
    reflect: "../../src/reflect/attach.ts",
    "reflect-on": "../../src/reflect/reflect.ts",
  };
  await build({
    entryPoints: Object.entries(sources).map(([out, path]) => ({ out, in: here(path) })),
    outdir: home,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
  const exports = Object.fromEntries(
    Object.keys(sources).map((key) => [`./${key}`, `./${key}.js`]),
  );
  writeFileSync(
    join(home, "package.json"),
    JSON.stringify({ name: "nabla", type: "module", exports }),
  );
  for (const name of ["acorn", "magic-string", "oxc-parser", "oxc-transform", "@jridgewell"])
    symlinkSync(here(`../../node_modules/${name}`), join(project, "node_modules", name));
});

test("Node runs TypeScript, prepared, with the positions of the source", () => {
  const run = spawnSync(process.execPath, ["--import", "nabla/register", "main.ts"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toEqual({
    // 2 · 0.5 + 3
    value: 4,
    kind: 2,
    free: ["make", "rate", "plain"],
    rate: 0.5,
    inner: 3,
    path: "plain.mjs",
    failure: "RangeError: zero | at inner (fail.ts:6:24) | at fail (fail.ts:9:10)",
  });
});

test("a syntax error names its place", () => {
  writeFileSync(join(project, "broken.ts"), "export const a: number = ;\n");
  const run = spawnSync(process.execPath, ["--import", "nabla/register", "broken.ts"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(run.stderr).toContain("broken.ts:1:26");
});

test("modules that lie where there is no package are prepared too", () => {
  const outside = mkdtempSync(join(tmpdir(), "outside-"));
  writeFileSync(join(outside, "f.mjs"), "export const f = (x) => 3 * x;\n");
  writeFileSync(
    join(project, "outside.ts"),
    `import { isPrepared } from "nabla/reflect-on";
import { f } from ${JSON.stringify(join(outside, "f.mjs"))};
console.log(isPrepared(f), f(2));
`,
  );
  const run = spawnSync(process.execPath, ["--import", "nabla/register", "outside.ts"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(run.stdout).toBe("true 6\n");
});
