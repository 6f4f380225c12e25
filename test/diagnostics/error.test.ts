import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codes } from "../../src/diagnostics/codes.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { positionOf, sourceFile } from "../../src/diagnostics/span.ts";

const file = sourceFile("train.ts", "let rate = 0.1;\nfunction step() {\n\trate *= 2;\n}\n");

test("a message has its place, what explains it, a way out and a page", () => {
  const error = new NablaError("NB1007", {
    message: "`rate` is assigned here",
    span: { file, start: 35, end: 44 },
    related: [{ message: "declared as a constant", span: { file, start: 0, end: 15 } }],
    help: "pass it as a parameter\nand return its new value",
  });
  expect(error.message).toMatchInlineSnapshot(`
    "NB1007: a variable outside the function cannot be assigned

      train.ts:3:2
      3 | 	rate *= 2;
        | 	^^^^^^^^^ \`rate\` is assigned here

      train.ts:1:1
      1 | let rate = 0.1;
        | ^^^^^^^^^^^^^^^ declared as a constant

      help: pass it as a parameter
            and return its new value
      more: docs/errors/NB1007.md"
  `);
});

test("a place without text is a line and a column", () => {
  const bare = { path: file.path, lineStarts: file.lineStarts };
  const error = new NablaError("NB1007", {
    message: "here",
    span: { file: bare, start: 36, end: 40 },
  });
  expect(error.message).toContain("  train.ts:3:3\n  here\n");
});

test("a message can do without a place", () => {
  expect(new NablaError("NB1001", { message: "native" }).message).toMatchInlineSnapshot(`
    "NB1001: the source of this function cannot be read

      native

      more: docs/errors/NB1001.md"
  `);
});

test("carets stay within the line", () => {
  const error = new NablaError("NB1007", { message: "all", span: { file, start: 16, end: 48 } });
  expect(error.message).toContain("| ^^^^^^^^^^^^^^^^^ all");
});

test.each([
  ["\n", 2],
  ["\r\n", 2],
  ["\r", 2],
  ["\u2028", 2],
])("lines end with %j", (end, line) => {
  const text = `ab${end}cd`;
  const two = sourceFile("a", text);
  const start = text.indexOf("d");
  expect(positionOf({ file: two, start, end: start + 1 })).toEqual({
    line,
    column: 2,
    lineText: "cd",
  });
});

const pages = new URL("../../docs/errors/", import.meta.url);

test.each(Object.keys(codes))("%s has a page with a failing and a repaired program", (code) => {
  const page = new URL(`${code}.md`, pages);
  expect(existsSync(page), `docs/errors/${code}.md`).toBe(true);
  const text = readFileSync(page, "utf8");
  expect(text).toContain(code);
  expect(text.split("```ts").length).toBeGreaterThan(2);
});

test("no page is without a code", () => {
  const found = readdirSync(pages).filter((name) => name.startsWith("NB"));
  expect(found.filter((name) => !(name.slice(0, 6) in codes))).toEqual([]);
});
