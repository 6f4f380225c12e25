import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFileTest, runFileTest, showFileTest } from "./nir.ts";

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((f) => f.endsWith(".nir"))
  .toSorted();

test.each(files)("%s", async (file) => {
  const path = `${import.meta.dirname}/${file}`;
  const fileTest = readFileTest(readFileSync(path, "utf8"));
  const actual = await runFileTest(fileTest);
  if (process.env["UPDATE_NIR"] === "1") {
    writeFileSync(path, showFileTest({ ...fileTest, expected: actual }));
  } else {
    expect(actual).toBe(fileTest.expected);
  }
});
