// Stages of the package as it was built, which is the one that the programs import: functions are
// known to it by identity.
import type { inspect as Inspect } from "../src/driver/inspect.ts";
import type { library as Library } from "../src/driver/known.ts";
import type { emitWasm as EmitWasm } from "../src/backends/wasm/index.ts";
import type { elementaryFuncs as ElementaryFuncs } from "../src/lower/elementary/index.ts";
import type { Compiled } from "../src/ir/compiled.ts";
import type { Module } from "../src/ir/func.ts";

const from = async (file: string): Promise<unknown> =>
  import(new URL(`../dist/${file}.js`, import.meta.url).href);

export const { inspect } = (await from("driver/inspect")) as { inspect: typeof Inspect };
export const { library } = (await from("driver/known")) as { library: typeof Library };
const { emitWasm } = (await from("backends/wasm/module")) as { emitWasm: typeof EmitWasm };
const { elementaryFuncs: elementary } = (await from("lower/elementary/index")) as {
  elementaryFuncs: typeof ElementaryFuncs;
};

export function emitCode(module: Module, name: string): Compiled {
  return emitWasm(module, [name], { elementary });
}
