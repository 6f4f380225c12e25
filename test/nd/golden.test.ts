// Reference values of array operations, run outside of compiled code; all modes: npm run golden.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runFile } from "../../scripts/golden/run.ts";

const folder = new URL("../golden/", import.meta.url);

test.each(readdirSync(folder).filter((name) => name.endsWith(".json")))("%s", (file) => {
  const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const outcomes = [...runFile(file.slice(0, -".json".length), cases, ["eager"])];
  expect(outcomes.length).toBe(cases.length);
  expect(outcomes.filter(({ failures }) => failures.length > 0)).toEqual([]);
});
