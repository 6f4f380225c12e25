/**
 * File tests. A file `name.nir` here says on its first line what is run, then gives a module, a
 * line `// ---` and the module that comes out:
 *
 *     // pass: fold, dce
 *     func @f(%x: f64) -> (f64) { … }
 *     // ---
 *     func @f(%x: f64) -> (f64) { … }
 *
 * The first line is one of
 *
 *     // pass: NAME, …            passes by their names, in order; none: the module is only printed
 *     // transform: derive        every `derive` of the module
 *     // transform: jvp f 10      the derivative of @f, active in its first parameter; or vjp
 *
 * Comment lines may follow it. With UPDATE_NIR=1 in the environment what comes out is written
 * into the file instead of being compared.
 */
import { readdirSync } from "node:fs";
import type { Module } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { printModule } from "../../src/ir/print.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";

interface Step {
  readonly run: (module: Module) => Module;
}

export interface FileTest {
  /** The lines that start the file, up to the module. */
  readonly head: string;
  readonly input: string;
  readonly expected: string;
}

export function readFileTest(text: string): FileTest {
  const [before = "", expected = ""] = text.split(/^\/\/ ---$/m);
  const head = /^(?:\/\/.*\n)+\n*/.exec(before)?.[0] ?? "";
  return { head, input: before.slice(head.length), expected: expected.trim() };
}

export function showFileTest({ head, input, expected }: FileTest): string {
  return `${head}${input.trimEnd()}\n\n// ---\n\n${expected}\n`;
}

/** What comes out of a file's module. The verifier runs before and after each step. */
export async function runFileTest({ head, input }: FileTest): Promise<string> {
  let module = parseModule(input, ops);
  verifyModule(module);
  for (const step of await stepsOf(head)) {
    module = step.run(module);
    verifyModule(module);
  }
  return printModule(module).trim();
}

async function stepsOf(head: string): Promise<Step[]> {
  const [, kind, rest = ""] = /^\/\/ (pass|transform):(.*)/.exec(head) ?? [];
  const words = rest.split(/[\s,]+/).filter((w) => w !== "");
  if (kind === "pass") return Promise.all(words.map(passNamed));
  if (kind === "transform") return [await transformNamed(words)];
  throw new Error("the first line is `// pass: …` or `// transform: …`");
}

async function passNamed(name: string): Promise<Step> {
  const folder = new URL("../../src/passes/", import.meta.url);
  const files = readdirSync(folder).filter((f) => f.endsWith(".ts"));
  const modules = await Promise.all(files.map((f) => import(new URL(f, folder).href)));
  for (const exported of modules as Record<string, unknown>[]) {
    for (const value of Object.values(exported)) if (isPass(value, name)) return value;
  }
  throw new Error(`there is no pass ${name}`);
}

function isPass(value: unknown, name: string): value is Step {
  return (
    typeof value === "object" &&
    value !== null &&
    "run" in value &&
    "name" in value &&
    value.name === name
  );
}

type Transform = (module: Module, name: string, active: boolean[]) => { readonly module: Module };

async function transformNamed([kind = "", name = "", active = ""]: string[]): Promise<Step> {
  const file = new URL(`../../src/transforms/${kind}.ts`, import.meta.url);
  const exported = (await import(file.href)) as Record<string, unknown>;
  if (kind === "derive") return { run: exported["derive"] as Step["run"] };
  const transform = exported[kind] as Transform;
  const flags = [...active].map((c) => c === "1");
  return { run: (module) => transform(module, name, flags).module };
}
