// Random programs for FUZZ_SECONDS, from FUZZ_SEED or any seed; says what was refused and why.
import { test } from "vitest";
import { checks } from "./checks.ts";
import { search, searchPairs, show } from "./search.ts";
import { pairs } from "./metamorphic.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const share = Object.keys(checks).length + Object.keys(pairs).length;
const seconds = Number(process.env["FUZZ_SECONDS"] ?? 120) / share;

for (const [name, { check, style, program }] of Object.entries(checks)) {
  test(`${name} (seed ${seed})`, () => {
    console.log(show(name, search(check, { seed, seconds, style, program })));
  });
}

for (const pair of Object.keys(pairs)) {
  test(`programs mean the same ${pair} (seed ${seed})`, () => {
    console.log(show(pair, searchPairs(pair, { seed, seconds })));
  });
}
