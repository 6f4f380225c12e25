import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "oxc-transform";
import { prepareModule } from "../../src/tools/prepare.ts";

/** What a module written in a test exports; each test knows what that is. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Module = Record<string, any>;

let count = 0;
// the test runner leaves packages to Node, and rewrites everything else
const directory = join(mkdtempSync(join(tmpdir(), "nabla-")), "node_modules");
mkdirSync(directory);
const runtime = write(
  readFileSync(new URL("../../src/reflect/attach.ts", import.meta.url), "utf8"),
);
/** Prepares a TypeScript module as the build would, and runs it. */
export async function loadPrepared(code: string): Promise<Module> {
  const prepared = prepareModule(code, { id: "module.ts", text: true, runtime });
  if (prepared === undefined) throw new Error("nothing was prepared");
  return import(/* @vite-ignore */ write(prepared.code));
}

/** Runs the module as it is. */
export async function loadOriginal(code: string): Promise<Module> {
  return import(/* @vite-ignore */ write(code));
}

function write(code: string): string {
  const erased = transformSync("module.ts", code);
  if (erased.errors.length > 0) throw new Error(erased.errors[0]!.codeframe ?? "syntax error");
  const file = join(directory, `module${count++}.mjs`);
  writeFileSync(file, erased.code);
  return pathToFileURL(file).href;
}
