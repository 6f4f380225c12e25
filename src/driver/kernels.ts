/**
 * Operations on arrays outside of compiled code, where there is enough to do: each is compiled once.
 * Those element by element and products of matrices are compiled for all shapes. Others are compiled
 * for one shape, when so much has been done without that it is worth it: arrays that have another
 * shape each time are never compiled for.
 */
import { Builder } from "../ir/builder.ts";
import { moduleOf, type Attrs, type Module, type Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import {
  arrayOf,
  dtypeOf,
  memOf,
  scalarType,
  sizeOf,
  type ArrayType,
  type MemType,
} from "../ir/types.ts";
import type { TensorData } from "../ir/tensor.ts";
import { lowerArrays } from "../lower/arrays/index.ts";
import { elementaryFuncs } from "../lower/elementary/index.ts";
import { kernelFuncs } from "../lower/kernels/index.ts";
import { specialNames } from "../lower/kernels/special.ts";
import { NdArray, type Computed, type NdDtype } from "../nd/array.ts";
import { wantsCompiledBits, type Engine } from "../nd/engine.ts";
import { kernelCallOf, type KernelCall } from "../ops/arrays/kernel.ts";
import { arrayOfMemory, matmul, put, reshape } from "../ops/arrays/index.ts";
import { mul } from "../ops/arith.ts";
import { int } from "../ops/constant.ts";
import { call, forRange } from "../ops/control.ts";
import { clampI32 } from "../ops/convert.ts";
import { gemmInto } from "../ops/gemm.ts";
import { alloc, length, load, storeTo, view } from "../ops/memory.ts";
import { optimise } from "../passes/pipeline.ts";
import { Execution } from "../runtime/execution.ts";
import type { Node } from "../values/layout.ts";
import { runningOf } from "./runner.ts";

/** Elements from which on compiled code is quicker than a loop here, copies included. */
const MANY = 256;
/** Elements that are handled without compiled code before there is some for a shape. */
const WORTH = 200_000;
/** Shapes that are remembered, and compiled for, at most. */
const MOST_SHAPES = 512;

/** Runs operations by `reference`, those on many elements by compiled code. */
export function withKernels(reference: Engine): Engine {
  const general = new Map<string, Kernel>();
  const shaped = new Map<string, { work: number; kernel?: Kernel }>();

  const generalKernel = (key: string, make: () => Kernel): Kernel => {
    let kernel = general.get(key);
    if (kernel === undefined) general.set(key, (kernel = make()));
    return kernel;
  };

  const run = (op: Op, x: readonly Computed[], attrs: Attrs): Computed => {
    const work = workOf(op, x);
    const exact = wantsCompiledBits() && differs(op);
    // a reshaped array has the same elements: nothing is computed
    if ((work < MANY && !exact) || op === reshape) return reference.run(op, x, attrs);
    if (op.run === undefined) {
      if (x.length === 0) return reference.run(op, x, attrs);
      const types = x.map(({ dtype }) => dtype);
      const key = `${op.name} ${types.join(" ")} ${JSON.stringify(attrs)}`;
      const { data, dtype } = generalKernel(key, () => elementwise(op, types, attrs)).call(x);
      return new NdArray(dtype, x[0]!.shape, data) as Computed;
    }
    const called = exact ? kernelCallOf(op, x.map(typeOf), attrs) : undefined;
    if (called !== undefined) {
      const kernel = generalKernel(`${called.name} ${x.length}`, () => calling(called, x.length));
      const [type] = op.type(x.map(typeOf), attrs, []) as [ArrayType & { dtype: NdDtype }];
      const doubles = x.map((one) => withData(one, "f64", Float64Array.from(one.data)));
      const { data } = kernel.call([...doubles, sizeOf(type.shape), ...called.sizes]);
      const made = type.dtype === "f32" ? Float32Array.from(data) : data;
      return new NdArray(type.dtype, type.shape, made) as Computed;
    }
    if (op === matmul && x[0]!.dtype !== "i32") return product(generalKernel, x, attrs);
    const key = `${op.name} ${x.map(showArray).join(" ")} ${JSON.stringify(attrs)}`;
    let seen = shaped.get(key);
    if (seen === undefined) {
      if (shaped.size >= MOST_SHAPES) shaped.clear();
      shaped.set(key, (seen = { work: 0 }));
    }
    seen.work += work;
    if (seen.work < WORTH && !exact) return reference.run(op, x, attrs);
    seen.kernel ??= ofShape(op, x, attrs);
    return seen.kernel.call(x);
  };
  return { run };
}

/** Whether compiled code may give other last bits than JavaScript: by its own functions, or sums. */
function differs({ name }: Op): boolean {
  return (
    elementaryFuncs.has(name) ||
    specialNames.includes(name) ||
    name === "reduce_sum" ||
    name.startsWith("random_")
  );
}

const typeOf = ({ dtype, shape }: Computed): ArrayType => arrayOf(dtype, shape);

const withData = ({ shape }: Computed, dtype: NdDtype, data: TensorData): NdArray =>
  new NdArray(dtype, shape, data);

const showArray = ({ dtype, shape }: Computed): string => `${dtype}[${shape.join()}]`;

function workOf(op: Op, x: readonly Computed[]): number {
  const largest = Math.max(0, ...x.map(({ size }) => size));
  if (op !== matmul) return largest;
  const [a, b] = x as [Computed, Computed];
  // each element of one is multiplied with so many of the other
  return Math.sqrt(a.size * b.size * Math.max(...a.shape.slice(1)));
}

/** Compiled code for an operation. */
interface Kernel {
  readonly call: (x: readonly unknown[]) => Computed;
}

function kernelOf(module: Module, roots: readonly Node[], type: ArrayType): Kernel {
  const layout = { roots, buffers: [], families: [] };
  const better = optimise(module, ["kernel"], { final: true });
  const of = { name: "kernel", layout, families: new Map(), graph: [], moved: [], shown: [] };
  const result = {
    kind: "nd",
    dtype: type.dtype as NdDtype,
    shape: type.shape,
    result: 0,
  } as const;
  const running = runningOf(better, of, { strict: false, lends: false });
  const execution = new Execution(running, { layout, result, writes: [] });
  return { call: (x) => execution.call(x, () => undefined) as Computed };
}

const root = (dtype: NdDtype): Node => ({ kind: "nd", dtype, shape: [] });

function room(b: Builder, type: MemType, count: Value): Value {
  return b.emit1(alloc, [count], { type, raw: true });
}

/** The operation on each element of arrays of any one shape. */
function elementwise(op: Op, types: readonly NdDtype[], attrs: Attrs): Kernel {
  const b = new Builder();
  const x = types.map((dtype) => b.param(memOf(dtype)));
  const [type] = op.type(types.map(scalarType), attrs, []);
  const dtype = dtypeOf(type!)!;
  const count = length(b, x[0]!);
  const out = room(b, memOf(dtype), count);
  forRange(b, [int(b, 0), count, 1], [], (inner, i) => {
    const operands = x.map((memory) => load(inner, memory, i));
    storeTo(inner, out, i, inner.emit1(op, operands, attrs));
    return [];
  });
  const module = moduleOf({ name: "kernel", region: b.finish([out]) });
  return kernelOf(module, types.map(root), arrayOf(dtype, []));
}

/** The operation on arrays of these shapes. */
function ofShape(op: Op, x: readonly Computed[], attrs: Attrs): Kernel {
  const b = new Builder();
  const params = x.map(({ dtype }) => b.param(memOf(dtype)));
  const arrays = x.map(({ dtype, shape }, i) =>
    arrayOfMemory(b, arrayOf(dtype, shape), params[i]!),
  );
  const found = b.emit1(op, arrays, attrs);
  const type = found.type as ArrayType;
  const out = room(b, memOf(type.dtype), int(b, sizeOf(type.shape)));
  b.emit(put, [out, found]);
  const module = moduleOf({ name: "kernel", region: b.finish([out]) });
  return kernelOf(
    lowerArrays(module),
    x.map(({ dtype }) => root(dtype)),
    type,
  );
}

/** A kernel of `operands` arrays of doubles, of any sizes. */
function calling({ name, sizes }: KernelCall, operands: number): Kernel {
  const b = new Builder();
  const x = Array.from({ length: operands }, () => b.param(memOf("f64")));
  const counts = [0, ...sizes].map(() => clampI32(b, b.param(scalarType("f64"))));
  const [count, ...rest] = counts as [Value, ...Value[]];
  const out = room(b, memOf("f64"), count);
  const funcs = kernelFuncs(name);
  call(b, funcs[0]!.name, [...x, out, ...rest], []);
  const module = moduleOf({ name: "kernel", region: b.finish([out]) }, ...funcs);
  const number: Node = { kind: "number" };
  const roots = [...x.map(() => root("f64")), ...counts.map(() => number)];
  return kernelOf(module, roots, arrayOf("f64", []));
}

/** A product for each of a batch of matrices. */
function product(
  generalKernel: (key: string, make: () => Kernel) => Kernel,
  [x, y]: readonly Computed[],
  attrs: Attrs,
): Computed {
  const [ta, tb] = [attrs["ta"] === true, attrs["tb"] === true];
  const [batch, p, q] = x!.shape as [number, number, number];
  const [, r, s] = y!.shape as [number, number, number];
  const [m, k, n] = [ta ? q : p, ta ? p : q, tb ? r : s];
  const dtype = x!.dtype;
  const kernel = generalKernel(`matmul ${dtype} ${ta} ${tb}`, () => gemmKernel(dtype, { ta, tb }));
  const { data } = kernel.call([x, y, batch, m, n, k]);
  return new NdArray(dtype, [batch, m, n], data) as Computed;
}

function gemmKernel(dtype: NdDtype, form: { readonly ta: boolean; readonly tb: boolean }): Kernel {
  const b = new Builder();
  const type = memOf(dtype);
  const [x, y] = [b.param(type), b.param(type)];
  const sizes = ["batch", "m", "n", "k"].map((name) => b.param(scalarType("f64"), name));
  const [batch, m, n, k] = sizes.map((size) => clampI32(b, size)) as [Value, Value, Value, Value];
  const size = mul(b, m, n);
  const out = room(b, type, mul(b, batch, size));
  const [xs, ys] = [mul(b, m, k), mul(b, k, n)];
  forRange(b, [int(b, 0), batch, 1], [], (inner, i) => {
    const part = (memory: Value, count: Value): Value =>
      view(inner, memory, mul(inner, i, count), count);
    const operands = { c: part(out, size), a: part(x, xs), b: part(y, ys), m, n, k };
    gemmInto(inner, operands, form);
    return [];
  });
  const module = moduleOf({ name: "kernel", region: b.finish([out]) });
  const number: Node = { kind: "number" };
  const roots = [root(dtype), root(dtype), number, number, number, number];
  return kernelOf(module, roots, arrayOf(dtype, []));
}
