import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Func, type Module } from "../../src/ir/func.ts";
import { f64 } from "../../src/ir/types.ts";
import { ops } from "../../src/ops/registry.ts";
import { emitWasm } from "../../src/backends/wasm/module.ts";
import { elementaryFuncs } from "../../src/lower/elementary/index.ts";
import { call } from "../../src/ops/control.ts";

export type Numeric = (x: number, y?: number) => number;

const funcOf = (op: string): Func => elementaryFuncs.get(op)!()[0]!;

/** A module with the elementary functions, and for each one that calls it under the operation's name. */
export function library(): Module {
  const wrappers = [...elementaryFuncs.keys()].map((op): Func => {
    const b = new Builder();
    const args = funcOf(op).region.params.map(() => b.param(f64));
    return { name: op, region: b.finish(call(b, funcOf(op).name, args, [f64])) };
  });
  const all = new Set([...elementaryFuncs.values()].flatMap((make) => make()));
  return moduleOf(...wrappers, ...all);
}

function stop(): never {
  throw new Error("an elementary function stopped");
}

/** The elementary functions as WebAssembly, by the name of the operation. */
export function compile(): Readonly<Record<string, Numeric>> {
  const module = library();
  const { bytes, dataSize } = emitWasm(module, [...elementaryFuncs.keys()]);
  const start = 1024;
  const memory = new WebAssembly.Memory({
    initial: Math.ceil((start + dataSize) / 65536),
    maximum: 65536,
  });
  const data = new WebAssembly.Global({ value: "i32" }, start);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    host: { memory, data, stop, note: stop, print: stop },
  });
  return exports as Record<string, Numeric>;
}

/** What `name` is in JavaScript. */
export function javascript(name: string): Numeric {
  if (name === "rem") return (x, y) => x % y!;
  if (name === "pow") return (x, y) => x ** y!;
  return (Math as unknown as Record<string, Numeric>)[name]!;
}

export function arity(name: string): number {
  return ops.get(name)!.samples[0]!.length;
}
