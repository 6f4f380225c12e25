// A few random programs, the same each time unless FUZZ_SEED says otherwise.
import { test } from "vitest";
import { checks } from "./checks.ts";
import { search, searchPairs } from "./search.ts";
import { pairs } from "./metamorphic.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? 1);

for (const [name, { check, style, program, few }] of Object.entries(checks)) {
  test(`${name} (seed ${seed})`, () => {
    search(check, { seed, runs: few, style, program });
  });
}

for (const pair of Object.keys(pairs)) {
  test(`programs mean the same ${pair} (seed ${seed})`, () => {
    searchPairs(pair, { seed, runs: 8 });
  });
}
