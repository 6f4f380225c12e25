// Operations whose meaning is a function of src/kernels, which the lowering calls too.
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Batch, type Op, type Rule } from "../../ir/op.ts";
import type { Tensor } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { kernels } from "../../kernels/index.ts";
import { reject } from "../signatures.ts";
import { arrayAt } from "./signatures.ts";
import { asOneStack } from "./stacks.ts";

/** Kernel and sizes for one instruction: `name(operands…, result, sizes…)`. */
export interface KernelCall {
  readonly name: string;
  readonly sizes: readonly number[];
}

type CallFor = (types: readonly Type[], attrs: Attrs) => KernelCall;

interface KernelOp {
  readonly name: string;
  readonly doc: string;
  readonly type: (types: readonly Type[], attrs: Attrs) => readonly Type[];
  readonly call: CallFor;
  /** Rough number of multiplications. */
  readonly work: (types: readonly Type[], attrs: Attrs) => number;
  readonly rule: Rule;
  /** For many lanes; by default they are one longer stack of matrices. Null: one after the other. */
  readonly batch?: Batch | null;
}

const calls = new WeakMap<Op, CallFor>();

/** Which kernel an operation calls, on memories of doubles; undefined if it is not one that does. */
export function kernelCallOf(op: Op, types: readonly Type[], attrs: Attrs): KernelCall | undefined {
  return calls.get(op)?.(types, attrs);
}

/** An operation on arrays of floats that calls a kernel; f32 is computed in f64 and rounded. */
export function kernelOp<X extends readonly Value[]>(definition: KernelOp): Op {
  const { name, doc, type, call, work, rule, batch = asOneStack() } = definition;
  const op = defop<X>({
    name,
    doc,
    effect: "pure",
    type,
    run: (x, attrs, result) => {
      const types = x.map((t) => arrayOf(t.dtype, t.shape));
      const made = call(types, attrs);
      const out = new Float64Array(sizeOf(result.shape));
      const kernel = kernels.get(made.name);
      if (kernel === undefined) throw new Error(`internal: no kernel ${made.name}`);
      kernel(...x.map(doubles), out, ...made.sizes);
      return result.dtype === "f32" ? Float32Array.from(out) : out;
    },
    cost: 1,
    work,
    rule,
    batch: batch ?? undefined,
    samples: [],
  });
  calls.set(op, call);
  return op;
}

const doubles = ({ data }: Tensor): Float64Array =>
  data instanceof Float64Array ? data : Float64Array.from(data);

/** Operand `i`: matrices of floats. */
export function matricesAt(types: readonly Type[], i: number): ArrayType {
  const found = arrayAt(types, i, "f64", "f32");
  if (found.shape.length !== 3) reject(types, "matrices: arrays of three axes");
  return found;
}

/** The only operand: square matrices. */
export function oneSquare(types: readonly Type[]): ArrayType {
  if (types.length !== 1) reject(types, "one array");
  return squareAt(types, 0);
}

export function squareAt(types: readonly Type[], i: number): ArrayType {
  const found = matricesAt(types, i);
  if (found.shape[1] !== found.shape[2]) reject(types, "square matrices");
  return found;
}

/** Batch and n of square matrices. */
export function squareSizes(types: readonly Type[]): readonly [batch: number, n: number] {
  const [batch, n] = squareAt(types, 0).shape;
  return [batch!, n!];
}
