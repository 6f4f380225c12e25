import { transformSync } from "oxc-transform";
import { expect } from "vitest";
import * as data from "../../src/data/index.ts";
import * as nd from "../../src/api/nd.ts";
import * as nabla from "../../src/index.ts";
import * as nn from "../../src/nn/index.ts";
import * as optim from "../../src/optim/index.ts";
import * as random from "../../src/random/index.ts";
import * as runtime from "../../src/reflect/attach.ts";
import { prepareModule } from "../../src/tools/prepare.ts";

const AsyncFunction = (async () => {}).constructor as new (
  ...texts: string[]
) => (...args: unknown[]) => Promise<unknown>;

export interface Source {
  readonly code: string;
  /** Whether no build step has seen it: its functions are read from their text. */
  readonly unprepared?: boolean | undefined;
}

/**
 * Runs a module of the documentation as Node would run it after the build step, with its imports
 * from `also` besides nabla's own; gives what it exports as default.
 */
export async function runModule(
  { code, unprepared }: Source,
  also: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const prepared = unprepared
    ? undefined
    : prepareModule(code, { id: "app.ts", path: "app.ts", text: true });
  const erased = transformSync("app.ts", prepared?.code ?? code);
  expect(erased.errors).toEqual([]);
  const linked = erased.code
    .replaceAll(/import (\{.*?\}) from "(.*?)";/g, (_, names: string, from: string) => {
      return `const ${names.replaceAll(" as ", ": ")} = modules[${JSON.stringify(from)}];`;
    })
    .replaceAll(/import \* as (\w+) from "(.*?)";/g, 'const $1 = modules["$2"];')
    .replaceAll(/import (\w+) from "(.*?)";/g, 'const $1 = modules["$2"].default;')
    .replaceAll(/^export default /gm, "exported.default = ")
    .replaceAll(/^export \{.*\};$/gm, "");
  const modules = {
    nabla,
    "nabla/data": data,
    "nabla/nn": nn,
    "nabla/optim": optim,
    "nabla/random": random,
    "nabla/nd": nd,
    "nabla/reflect": runtime,
    "nabla/vite": { default: () => ({}) },
    vite: { defineConfig: (config: unknown) => config },
    ...also,
  };
  const exported: { default?: unknown } = {};
  await new AsyncFunction("modules", "exported", linked)(modules, exported);
  return exported.default;
}
