// The trees of the functions in src/prelude/entries.ts, as the text of a module.
import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { encodeUnit } from "../src/syntax/encode.ts";
import type { AnyFunction } from "../src/syntax/estree.ts";
import { lower } from "../src/syntax/lower.ts";

export function preludeTrees(): string {
  const path = "src/prelude/entries.ts";
  const { program } = parseSync(path, readFileSync(path, "utf8"), { sourceType: "module" });
  const trees = program.body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration } = statement;
    if (declaration?.type !== "FunctionDeclaration") return [];
    const tree = encodeUnit(lower(declaration as unknown as AnyFunction));
    return [`  ${declaration.id!.name}: '${tree.replaceAll(/['\\]/g, String.raw`\$&`)}',\n`];
  });
  return (
    "// Made by scripts/gen-prelude-trees.ts: the functions of entries.ts as encoded trees.\n" +
    `export const trees: Readonly<Record<string, string>> = {\n${trees.join("")}};\n`
  );
}
