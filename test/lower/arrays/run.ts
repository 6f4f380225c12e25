// Runs programs on arrays as they are and lowered.
import {
  interpret,
  isTensor,
  memoryOver,
  type Cell,
  type Datum,
  type Memory,
} from "../../../src/backends/interp/index.ts";
import type { Module } from "../../../src/ir/func.ts";
import { verifyModule } from "../../../src/ir/verify.ts";
import { memOf, type RefType, type Type } from "../../../src/ir/types.ts";
import { walk } from "../../../src/ir/rewrite.ts";
import { lowerArrays } from "../../../src/lower/arrays/index.ts";
import { LoweredTypes } from "../../../src/lower/arrays/types.ts";
import { optimise } from "../../../src/passes/pipeline.ts";
import { compare } from "../../backends/wasm/run.ts";

/** What stands for `x` where arrays are memory. */
export function loweredDatum(x: Datum): Datum {
  if (isTensor(x)) return memoryOver(memOf(x.dtype), x.data.slice());
  if (typeof x !== "object" || x === null) return x;
  if (x.kind === "cell") {
    const { record } = new LoweredTypes().of({ kind: "ref", record: x.record }) as RefType;
    return { kind: "cell", record, fields: x.fields.map(loweredDatum) };
  }
  if (!Array.isArray(x.data)) return { ...x, data: x.data.slice() } as Memory;
  const elem = x.elem.kind === "array" ? memOf(x.elem.dtype) : x.elem;
  return { ...x, elem, data: x.data.map(loweredDatum) };
}

/** The numbers in `x`, of type `type` before it was lowered: of empty memory in the place of an array, zeros. */
export function numbersIn(x: Datum, type: Type): number[] {
  if (typeof x !== "object") return [Number(x)];
  if (x === null) return [];
  if (type.kind === "array") {
    const size = type.shape.reduce((n, extent) => n * extent, 1);
    const data = (x as Memory).data as ArrayLike<number>;
    if (data.length !== size && data.length !== 0) throw new Error(`${data.length} of ${size}`);
    return Array.from({ length: size }, (_, i) => data[i] ?? 0);
  }
  if (type.kind === "ref") {
    return (x as Cell).fields.flatMap((f, i) => numbersIn(f, type.record.fields[i]!.type));
  }
  if (type.kind === "mem") {
    const { data, start, length } = x as Memory;
    const elements = Array.from(data as ArrayLike<Datum>).slice(start, start + length);
    const { elem } = type;
    return elements.flatMap((e) => (elem.kind === "store" ? [Number(e)] : numbersIn(e, elem)));
  }
  throw new Error("a scalar that is an object");
}

/** The numbers that a run of `name` gives and leaves in its arguments. */
export function outcome(
  module: Module,
  name: string,
  args: readonly Datum[],
  types: readonly Type[],
): number[] {
  const results = interpret(module, name, args);
  return [...results, ...args].flatMap((x, i) => numbersIn(x, types[i]!));
}

/** The types of results and arguments. */
export function typesOf(module: Module, name: string): Type[] {
  const { params, yields } = module.funcs.get(name)!.region;
  return [...yields, ...params].map((v) => v.type);
}

/** Lowered, verified, and optimised as the driver does it; the first is as it leaves the lowering. */
export function lowered(module: Module, name: string): readonly [plain: Module, better: Module] {
  const plain = lowerArrays(module);
  verifyModule(plain);
  for (const { region } of plain.funcs.values()) {
    walk(region, ({ op, results }) => {
      if (results.some((r) => r.type.kind === "array"))
        throw new Error(`${op.name} gives an array`);
    });
  }
  const better = optimise(plain, [name], { final: true });
  verifyModule(better);
  return [plain, better];
}

/** Throws unless the lowered program does what the program does, interpreted and as WebAssembly. */
export function compareLowered(
  module: Module,
  name: string,
  args: () => Datum[],
  tolerance: number = 0,
): void {
  const types = typesOf(module, name);
  const expected = outcome(module, name, args(), types);
  const [plain, better] = lowered(module, name);
  for (const made of [plain, better]) {
    const found = outcome(made, name, args().map(loweredDatum), types);
    found.forEach((x, i) => {
      const y = expected[i]!;
      if (x === y || (Number.isNaN(x) && Number.isNaN(y))) return;
      if (!(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y)))) {
        throw new Error(`number ${i} is ${x}, not ${y}`);
      }
    });
    if (found.length !== expected.length) throw new Error(`${found.length} numbers`);
  }
  compare(better, name, () => args().map(loweredDatum));
}
