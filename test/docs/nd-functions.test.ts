import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withFunctions } from "../../scripts/nd-reference.ts";
import { functions } from "../../src/nd/functions.ts";
import { optionNames } from "../../src/nd/options.ts";

const path = new URL("../../docs/nd-functions.md", import.meta.url);
const page = readFileSync(path, "utf8");

test("the lists are those that comments make (else: UPDATE_DOCS=1)", () => {
  const wanted = withFunctions(page);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, wanted);
  else expect(page.replaceAll(/\n+/g, "\n")).toBe(wanted.replaceAll(/\n+/g, "\n"));
});

test("every function is there, and every option", () => {
  for (const name of Object.keys(functions)) {
    expect(page, name).toMatch(new RegExp(`\`(nd\\.)?${name.replace(".", "\\.")}[(\`]`));
  }
  for (const option of Object.values(optionNames).flat()) expect(page).toContain(option);
});
