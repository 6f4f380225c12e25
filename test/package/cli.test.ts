import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeHome, type Home } from "./home.ts";

let home: Home;
beforeAll(() => {
  home = makeHome();
  home.write(
    "model.ts",
    `import { grad } from "nabla";
const stiffness = 2;
export function energy(x: Float64Array, k: number): number {
  let e = 0;
  for (let i = 1; i < x.length; i++) e += 0.5 * stiffness * k * (x[i]! - x[i - 1]!) ** 2;
  return e;
}
export const force = grad(energy);
export const kink = (x: number): number => Math.abs(x);
export const examples = { energy: [Float64Array.of(0, 1, 3), 2], force: [new Float64Array(1), 1] };
if (process.argv[2] === "go") console.log(grad(energy)(Float64Array.of(0, 1, 3), 2).join());
`,
  );
}, 180_000);
afterAll(() => home.remove());

function nabla(...args: string[]): { out: string; err: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync("node_modules/.bin/nabla", args, {
    cwd: home.path,
    encoding: "utf8",
  });
  return { out: stdout, err: stderr, status };
}

test("run: the program with its own arguments", () => {
  expect(nabla("run", "model.ts", "go")).toMatchObject({ out: "-4,-4,8\n", status: 0 });
});

test("check: at the file's arguments, and at others", () => {
  const own = nabla("check", "model.ts#energy");
  expect(own.out).toContain("energy: 3 partial derivatives agree with finite differences");
  expect(own.status).toBe(0);
  const other = nabla(
    "check",
    "model.ts#energy",
    "--wrt",
    "1",
    "--args",
    "[Float64Array.of(1), 3]",
  );
  expect(other.out).toContain("energy: 1 partial derivatives agree");
});

test("explain: every section, or one", () => {
  const all = nabla("explain", "model.ts#energy").out;
  for (const part of [
    "=== The function",
    "model.ts:3:8",
    "derive @energy",
    "function grad_energy",
  ]) {
    expect(all).toContain(part);
  }
  const one = nabla("explain", "model.ts#energy", "--only", "code").out;
  expect(one).toMatch(/^function grad_energy\(/);
  const cost = nabla("explain", "model.ts#energy", "--cost").out;
  expect(cost).toMatch(/^ +runs .*\ngrad_energy .*\n {2}model.ts:5:3 +x.length - 1 /);
});

test("build: a module that needs no compiler", () => {
  const { err, status } = nabla("build", "model.ts#force", "-o", "built/force.js");
  expect({ err, status }).toEqual({ err: "", status: 0 });
  const program = `import { force } from "./built/force.js";
console.log(force(Float64Array.of(0, 1, 3), 2).join());`;
  const { stdout, stderr } = spawnSync("node", ["--input-type=module", "--eval", program], {
    cwd: home.path,
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({ stdout: "-4,-4,8\n", stderr: "" });
});

test("what is wrong with the command line is said, with status 2", () => {
  expect(nabla("check", "model.ts#energi")).toMatchObject({
    err: "model.ts exports no function `energi`; it exports energy, force, kink\n",
    status: 2,
  });
  expect(nabla("check", "model.ts#kink").err).toContain("`kink` needs arguments: pass --args");
  expect(nabla("explain", "model.ts").err).toContain("is not of the form FILE.ts#function");
  expect(nabla("explain", "nowhere.ts#f").err).toContain("there is no file");
});
