// The example as a user runs it, with the Node hook of the built package.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test(
  "all 54 fits reach the certified parameters with nabla's derivatives",
  { timeout: 120_000 },
  () => {
    const cwd = fileURLToPath(new URL("../../", import.meta.url));
    const args = ["--import", "nabla/register", "examples/nist/main.ts"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("54 of 54 runs reached 6 correct digits in every parameter");
    const [, ofError] = /([\d.]+) of the error that the differences may have/.exec(stdout) ?? [];
    expect(Number(ofError)).toBeLessThanOrEqual(1);
  },
);
