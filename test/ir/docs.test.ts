import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withOperations } from "../../scripts/gen-ir-docs.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { printModule } from "../../src/ir/print.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";

const path = new URL("../../docs/ir.md", import.meta.url);
const page = readFileSync(path, "utf8");

// as the formatter lines up the columns of tables
const unaligned = (text: string): string =>
  text.replaceAll(/ +\|/g, " |").replaceAll(/-{3,}/g, "---");

test("the tables of operations are those of the registry (else: UPDATE_DOCS=1)", () => {
  const wanted = withOperations(page);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, wanted);
  else expect(unaligned(page)).toBe(unaligned(wanted));
});

test("the examples are as they would be printed", () => {
  const examples = [...page.matchAll(/```nir\n([^]*?)```/g)].map((m) => m[1] as string);
  expect(examples.length).toBeGreaterThan(2);
  for (const text of examples) {
    const module = parseModule(text, ops);
    verifyModule(module);
    expect(printModule(module)).toBe(text);
  }
});
