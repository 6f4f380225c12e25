import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "vite";
import { nabla } from "../../src/tools/vite.ts";
import { hasChromium, isolated, open } from "../package/chromium.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const home = mkdtempSync(join(tmpdir(), "nabla-page-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

// what has started is seen in the shared memory, which is the page's only one
const page = `import { grad, jit } from "nabla";
import { energy, points, reduce } from "./programs.ts";
import { words } from ${JSON.stringify(here("../../src/runtime/threads/words.ts"))};

const memories = [];
const { Memory } = WebAssembly;
WebAssembly.Memory = function (options) {
  const made = new Memory(options);
  if (options.shared) memories.push(made);
  return made;
};
const run = (parallel) => JSON.stringify([
  [...jit(reduce, { parallel })(points)],
  [...grad(energy, { parallel })(points)],
]);
const wait = (time) => new Promise((done) => setTimeout(done, time));
const up = () => memories.map((m) => new Int32Array(m.buffer)[words.shared.up]).join();

const one = run(1);
let same = run(2) === one;
// a worker begins when the page has given way
for (let k = 0; k < 100 && up() === "0"; k++) await wait(20);
for (let k = 0; k < 20; k++) same &&= run(2) === one;
document.body.textContent = "same bits: " + same + ", workers: " + (up() || "none");
`;

describe.skipIf(!hasChromium)("in headless Chromium", () => {
  beforeAll(async () => {
    writeFileSync(join(home, "main.ts"), page);
    copyFileSync(here("./programs.ts"), join(home, "programs.ts"));
    writeFileSync(
      join(home, "index.html"),
      `<!doctype html><body></body><script>
for (const kind of ["error", "unhandledrejection"])
  addEventListener(kind, (e) => document.body.append(String(e.reason?.stack ?? e.message)));
</script><script type="module" src="/main.ts"></script>`,
    );
    await build({
      root: home,
      plugins: [nabla({ runtime: here("../../src/reflect/attach.ts") })],
      resolve: { alias: [{ find: /^nabla$/, replacement: here("../../src/index.ts") }] },
      build: { minify: "esbuild", outDir: "page", emptyOutDir: true, target: "es2022" },
      logLevel: "error",
      configFile: false,
    });
  }, 120_000);

  test("with shared memory, threads take part", async () => {
    const text = await open(join(home, "page"), home, isolated);
    expect(text).toContain("same bits: true, workers: 1");
  });

  test("where the page is not isolated, one thread does everything", async () => {
    const text = await open(join(home, "page"), home);
    expect(text).toContain("same bits: true, workers: none");
  });
});
