import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tables } from "../../scripts/elementary-tables.ts";

/** Without what a formatter may change. */
const plain = (text: string): string => text.replaceAll(/\s+|,(?=\s*\])/g, "");

test("the tables are what their generator makes", () => {
  const path = new URL("../../src/lower/elementary/tables.generated.ts", import.meta.url);
  expect(plain(readFileSync(path, "utf8"))).toBe(plain(tables()));
});
