import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codes } from "../../src/diagnostics/codes.ts";
import { prebuild } from "../../src/driver/prebuild.ts";
import * as nabla from "../../src/index.ts";
import { attach } from "../../src/reflect/attach.ts";
import { prebuilt } from "../../src/runtime/built.ts";
import { runModule, type Source } from "./module.ts";

// The programs of each page of docs/errors run: the first is refused with the message printed below
// it, the last one runs. UPDATE_DOCS=1 writes the messages.
const folder = new URL("../../docs/errors/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

function blocksOf(page: string): Source[] {
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

/** Runs a program of a page; what NB5013 is about is built then. */
async function run(code: string, source: Source, also: Record<string, unknown>): Promise<void> {
  const squares = (x: number[]): number => x.reduce((e, xi) => e + xi * xi, 0);
  const about = { name: "force", file: "model.ts" };
  const force = prebuilt(prebuild(nabla.grad(squares), [[1, 2]], about));
  const made = await runModule(source, { ...also, "./built/model.js": { force } });
  if (code === "NB5013") prebuild(made as object, [3], { name: "default", file: "model.ts" });
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
    const fault: unknown = await run(code, blocks[0]!, { springs: springs(2) }).catch(
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
    await run(code, blocks.at(-1)!, { springs: own });
  });
});

/** The page with `message` after its first program. */
function withMessage(page: string, message: string): string {
  const bare = page.replace(/\n```text\n.*?\n```\n/ms, "");
  const end = /^```ts.*?\n```\n/ms.exec(bare)!;
  const at = end.index + end[0].length;
  return `${bare.slice(0, at)}\n\`\`\`text\n${message}\n\`\`\`\n${bare.slice(at)}`;
}
