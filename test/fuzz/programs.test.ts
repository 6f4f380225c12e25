// A few random programs, the same each time unless FUZZ_SEED says otherwise.
import { test } from "vitest";
import { checks } from "./checks.ts";
import { search } from "./search.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? 1);

for (const [name, { check, style, program, few }] of Object.entries(checks)) {
  test(`${name} (seed ${seed})`, () => {
    search(check, { seed, runs: few, style, program });
  });
}
