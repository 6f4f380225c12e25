import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "oxc-transform";
import { describe, expect, test } from "vitest";
import { codes } from "../../src/diagnostics/codes.ts";
import * as nabla from "../../src/index.ts";
import { attach } from "../../src/reflect/attach.ts";
import { prepareModule } from "../../src/tools/prepare.ts";

// The programs of each page of docs/errors run: the first is refused with the message printed below
// it, the last one runs. UPDATE_DOCS=1 writes the messages.
const folder = new URL("../../docs/errors/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

interface Block {
  readonly code: string;
  /** Whether no build step has seen it: its functions are read from their text. */
  readonly unprepared: boolean;
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```ts( unprepared)?\n(.*?)^```$/gms)].map(([, flag, code]) => ({
    code: code!,
    unprepared: flag !== undefined,
  }));
}

/** A package that was published prepared, by this version of nabla or by another. */
function springs(format: number): Record<string, unknown> {
  const energy = attach(
    (x: number): number => x * x,
    () => [() => ["[]", () => ({ format, path: "springs/index.js", lines: "s" })], 0, {}],
  );
  return { energy };
}

const AsyncFunction = (async () => {}).constructor as new (
  ...texts: string[]
) => (...args: unknown[]) => Promise<unknown>;

/** Runs a module as Node would run it after the build step, with its imports from `modules`. */
async function runBlock({ code, unprepared }: Block, also: Record<string, unknown>): Promise<void> {
  const prepared = unprepared
    ? undefined
    : prepareModule(code, { id: "app.ts", path: "app.ts", text: true });
  const erased = transformSync("app.ts", prepared?.code ?? code);
  expect(erased.errors).toEqual([]);
  const linked = erased.code
    .replaceAll(/import (\{.*?\}) from "(.*?)";/g, (_, names: string, from: string) => {
      return `const ${names.replaceAll(" as ", ": ")} = modules[${JSON.stringify(from)}];`;
    })
    .replaceAll(/import (\w+) from "(.*?)";/g, 'const $1 = modules["$2"].default;')
    .replaceAll(/^export default /gm, "void ")
    .replaceAll(/^export \{.*\};$/gm, "");
  const modules = {
    nabla,
    "nabla/reflect": { attach },
    "nabla/vite": { default: () => ({}) },
    vite: { defineConfig: (config: unknown) => config },
    ...also,
  };
  await new AsyncFunction("modules", linked)(modules);
}

test("every code has a page, and every page a code", () => {
  expect(pages.map((name) => name.slice(0, -".md".length)).toSorted()).toEqual(
    Object.keys(codes).toSorted(),
  );
});

describe.each(pages.map((name) => name.slice(0, -".md".length)))("%s", (code) => {
  const path = new URL(`${code}.md`, folder);
  const page = readFileSync(path, "utf8");
  const blocks = blocksOf(page);

  test("has the title of the code", () => {
    expect(page.split("\n")[0]).toBe(`# ${code}: ${codes[code as keyof typeof codes]}`);
  });

  // the one that only nabla's own interpreter gives
  if (code === "NB4003") return;

  // a program that grows is compiled for some seconds before it is refused
  const timeout = 90_000;
  test("the first program is refused, with the message below it", { timeout }, async () => {
    const fault: unknown = await runBlock(blocks[0]!, { springs: springs(2) }).catch(
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(nabla.NablaError);
    const { message, code: found } = fault as nabla.NablaError;
    expect(`${found}: ${message}`).toMatch(new RegExp(`^${code}`));
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, withMessage(page, message));
    else expect(/^```text\n(.*?)\n```$/ms.exec(page)?.[1]).toBe(message);
  });

  test("the last program runs", async () => {
    const own = { energy: (x: number): number => x * x };
    await runBlock(blocks.at(-1)!, { springs: own });
  });
});

/** The page with `message` after its first program. */
function withMessage(page: string, message: string): string {
  const bare = page.replace(/\n```text\n.*?\n```\n/ms, "");
  const end = /^```ts.*?\n```\n/ms.exec(bare)!;
  const at = end.index + end[0].length;
  return `${bare.slice(0, at)}\n\`\`\`text\n${message}\n\`\`\`\n${bare.slice(at)}`;
}
