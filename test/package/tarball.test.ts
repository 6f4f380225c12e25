import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeHome, type Home } from "./home.ts";

// What a user gets: the packed package, installed into a folder of its own.
let home: Home;
beforeAll(() => {
  home = makeHome();
}, 180_000);
afterAll(() => home.remove());

/** The README's program, as printed there. */
const example = /```ts\n(import \{ grad \}[^]*?)```/.exec(readFileSync("README.md", "utf8"))![1]!;
const agrees = /^(\S+ agrees with finite differences\n){3}$/;

test("the README's program runs under the Node hook", () => {
  home.write("app.ts", example);
  expect(home.run("node", "--import", "nabla/register", "app.ts")).toMatch(agrees);
});

test("the README's program runs with no build step, types removed", () => {
  home.write("app.mjs", example.replaceAll(/: Float64Array|: number|!(?=[ -])/g, ""));
  expect(home.run("node", "app.mjs")).toMatch(agrees);
});

test("a helper module and its constants are followed", () => {
  home.write(
    "helper.ts",
    "export const K: number = 3;\nexport const cube = (x: number): number => K * x * x * x;\n",
  );
  home.write(
    "main.ts",
    'import { grad } from "nabla";\nimport { cube } from "./helper.ts";\n' +
      "console.log(grad((x: number) => cube(x) + x)(2));\n",
  );
  expect(home.run("node", "--import", "nabla/register", "main.ts")).toBe("37\n");
});

test("every entry is there with its types", () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, string | { types: string; default: string }>;
  };
  const files = Object.values(exports).flatMap((e) =>
    typeof e === "string" ? [e] : Object.values(e),
  );
  expect(files.filter((f) => !existsSync(join(home.path, "node_modules/nabla", f)))).toEqual([]);
});
