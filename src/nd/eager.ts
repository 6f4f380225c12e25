// Operations run at once, outside of compiled code, on ordinary memory.
import type { Attrs } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { tensorData, type TensorData } from "../ir/tensor.ts";
import { arrayOf, scalarType, sizeOf, type ArrayType, type Dtype, type Type } from "../ir/types.ts";
import { NdArray, type Computed, type NdDtype } from "./array.ts";
import type { Engine } from "./engine.ts";
import { loopFor } from "./loops.ts";

export const eager: Engine = {
  run(op: Op, x: readonly Computed[], attrs: Attrs): Computed {
    if (op.run === undefined) return elementwise(op, x, attrs);
    const types = x.map(({ dtype, shape }) => arrayOf(dtype, shape));
    const { dtype, shape } = arrayTypeOf(op.type(types, attrs, [])[0]!);
    return new NdArray(dtype, shape, op.run(x, attrs, arrayOf(dtype, shape))) as Computed;
  },
};

const arrayTypeOf = (type: Type): ArrayType & { readonly dtype: NdDtype } =>
  type as ArrayType & { readonly dtype: NdDtype };

/** What the type rule of an operation on elements says, which depends on their types alone. */
const known = new WeakMap<Op, Map<string, NdDtype>>();

function dtypeOfResult(op: Op, x: readonly Computed[], attrs: Attrs): NdDtype {
  let rules = known.get(op);
  if (rules === undefined) known.set(op, (rules = new Map()));
  let key: string = x[0]?.dtype ?? "";
  for (let i = 1; i < x.length; i++) key += x[i]!.dtype;
  let dtype = rules.get(key);
  if (dtype === undefined) {
    const types = x.map((one) => scalarType(one.dtype));
    dtype = (op.type(types, attrs, [])[0] as { dtype: NdDtype }).dtype;
    rules.set(key, dtype);
  }
  return dtype;
}

function elementwise(op: Op, x: readonly Computed[], attrs: Attrs): Computed {
  const [first] = x;
  if (first === undefined) return constantArray(op, attrs);
  const dtype = dtypeOfResult(op, x, attrs);
  const data = tensorData(dtype, first.size);
  const loop = loopFor(op);
  if (loop !== undefined)
    loop(data, first.data, x[1]?.data ?? first.data, x[2]?.data ?? first.data);
  else evaluate(op, x, attrs, data, first.dtype);
  return new NdArray(dtype, first.shape, data) as Computed;
}

// `const` is the only operation on elements without operands
function constantArray(op: Op, attrs: Attrs): Computed {
  const { dtype, shape } = arrayTypeOf(op.type([], attrs, [])[0]!);
  const data = tensorData(dtype, sizeOf(shape));
  const value = Number(op.eval!([], scalarType(dtype), attrs));
  if (value !== 0 || Object.is(value, -0)) data.fill(value);
  return new NdArray(dtype, shape, data) as Computed;
}

function evaluate(
  op: Op,
  x: readonly Computed[],
  attrs: Attrs,
  to: TensorData,
  dtype: Dtype,
): void {
  const type = scalarType(dtype);
  const from = x.map(({ data }) => data);
  const operands = from.map(() => 0);
  for (let i = 0; i < to.length; i++) {
    for (let j = 0; j < from.length; j++) operands[j] = from[j]![i]!;
    to[i] = Number(op.eval!(operands, type, attrs));
  }
}
