// Random programs for FUZZ_SECONDS, from FUZZ_SEED or any seed; says what was refused and why.
import { test } from "vitest";
import { checks } from "./checks.ts";
import { search, show } from "./search.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const share = Object.keys(checks).length;
const seconds = Number(process.env["FUZZ_SECONDS"] ?? 120) / share;

for (const [name, { check, style, program }] of Object.entries(checks)) {
  test(`${name} (seed ${seed})`, () => {
    console.log(show(name, search(check, { seed, seconds, style, program })));
  });
}
