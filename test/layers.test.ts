import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** Folder of `src/` → folders it may import, from the table in src/README.md. */
const table = new Map<string, string[]>();
for (const [, folder, may] of readFileSync("src/README.md", "utf8").matchAll(
  /^\| (\w+) *\| *(.*?) *\| .* \|$/gm,
)) {
  if (folder !== "folder") table.set(folder!, may!.split(", ").filter(Boolean));
}

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((f) =>
  f.endsWith(".ts"),
);

test("every folder of src has a row in the table", () => {
  const folders = new Set(files.filter((f) => f.includes("/")).map((f) => f.split("/")[0]!));
  expect([...folders].filter((f) => !table.has(f))).toEqual([]);
});

test.each([...table])("src/%s imports only %s", (folder, may) => {
  const strays: string[] = [];
  for (const file of files.filter((f) => f.startsWith(`${folder}/`))) {
    const text = readFileSync(`src/${file}`, "utf8");
    for (const [, from] of text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const target = relative("src", resolve("src", dirname(file), from!)).split("/")[0]!;
      if (target !== folder && !may.includes(target)) strays.push(`${file} → ${from}`);
    }
  }
  expect(strays).toEqual([]);
});
