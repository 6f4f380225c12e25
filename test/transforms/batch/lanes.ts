// Functions for many lanes against the function run for each lane, in the interpreter.
import { expect } from "vitest";
import { interpret, isTensor, type Datum } from "../../../src/backends/interp/index.ts";
import { funcNamed, type Module } from "../../../src/ir/func.ts";
import { tensorData, type TensorData } from "../../../src/ir/tensor.ts";
import { dtypeOf, sizeOf, type Dtype, type Type } from "../../../src/ir/types.ts";
import { verifyModule } from "../../../src/ir/verify.ts";
import { batch } from "../../../src/transforms/batch.ts";

/** A generator of numbers that is the same in every run. */
export class Chance {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  /** In [0, 1). */
  number(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.number() * (high - low + 1));
  }
  of<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)]!;
  }
  flag(): boolean {
    return this.number() < 0.5;
  }
}

/** A number for an element; `range` is that of integers. */
export function element(chance: Chance, dtype: Dtype, range: number = 5): number {
  if (dtype === "bool") return Number(chance.flag());
  if (dtype === "i32") return chance.whole(0, range - 1);
  const x = chance.of([0, 1, -1, NaN, Infinity]);
  const y = chance.number() < 0.15 ? x : chance.number() * 4 - 2;
  return dtype === "f32" ? Math.fround(y) : y;
}

export function dataOf(dtype: Dtype, shape: readonly number[], make: (i: number) => number): Datum {
  const data = tensorData(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = make(i);
  return { kind: "tensor", dtype, shape, data };
}

/** The value of all lanes out of that of each. */
export function joined(type: Type, lanes: readonly Datum[]): Datum {
  const own = type.kind === "array" ? type.shape : [];
  const data = tensorData(dtypeOf(type)!, lanes.length * sizeOf(own));
  lanes.forEach((x, i) => {
    data.set(isTensor(x) ? x.data : [x as number], i * sizeOf(own));
  });
  return { kind: "tensor", dtype: dtypeOf(type)!, shape: [lanes.length, ...own], data };
}

function bytes(x: Datum): unknown {
  if (!isTensor(x)) return x;
  // all NaN are one
  const data: TensorData = x.data.slice();
  for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) data[i] = NaN;
  return { dtype: x.dtype, shape: x.shape, bytes: [...new Uint8Array(data.buffer)] };
}

/**
 * Runs the function `name` for each lane, and the function for all lanes that is made of it; they must
 * give the same bits. `lane` gives the arguments of a lane; those that are not `batched` are the same
 * in all. Gives the function for all.
 */
export function sameAsLoop(
  module: Module,
  name: string,
  batched: readonly boolean[],
  lanes: readonly (readonly Datum[])[],
): { readonly module: Module; readonly name: string } {
  const { params, yields } = funcNamed(module, name).region;
  verifyModule(module);
  const made = batch(module, name, batched, lanes.length);
  verifyModule(made.module);
  const args = params.map((p, i) =>
    batched[i] === true
      ? joined(
          p.type,
          lanes.map((lane) => lane[i]!),
        )
      : lanes[0]![i]!,
  );
  const wanted = lanes.map((lane) => interpret(module, name, lane));
  const found = interpret(made.module, made.name, args);
  const all = yields.map((v, i) =>
    joined(
      v.type,
      wanted.map((one) => one[i]!),
    ),
  );
  expect(found.map(bytes)).toEqual(all.map(bytes));
  return made;
}
