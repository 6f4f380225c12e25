// Operations on N-d arrays.
import { NablaError } from "../../diagnostics/error.ts";
import type { Span } from "../../diagnostics/span.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { tensorData, type Tensor } from "../../ir/tensor.ts";
import { arrayOf, dtypeOf, scalarType, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { workOf } from "../../ops/index.ts";
import type { Counts } from "./counts.ts";
import { isTensor, type Datum, type TensorDatum } from "./datum.ts";

/** Runs an operation that takes or gives arrays; gives its result. */
export function runOnArrays(instr: Instr, x: readonly Datum[], counts: Counts): Datum {
  const { op, args, attrs, results, span } = instr;
  const [result] = results as [Value];
  counts.cost += workOf(instr) - op.cost;
  if (op.run === undefined) return elementwise(instr, x);
  const tensors = args.map(({ type }, i): Tensor => {
    const datum = x[i] as Datum;
    return isTensor(datum) ? datum : scalarTensor(type, datum as number);
  });
  const type = result.type.kind === "array" ? result.type : arrayOf(dtypeOf(result.type)!, []);
  const data = placed(span, () => op.run!(tensors, attrs, type));
  if (result.type.kind !== "array") return data[0]!;
  return { kind: "tensor", dtype: type.dtype, shape: type.shape, data };
}

// Operands that are scalars are the same for each element.
function elementwise({ op, args, attrs, results }: Instr, x: readonly Datum[]): TensorDatum {
  const { dtype, shape } = results[0]!.type as ArrayType;
  const type = scalarType(dtypeOf((args[0] ?? results[0]!).type)!);
  const data = tensorData(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    const operands = x.map((datum) => (isTensor(datum) ? datum.data[i]! : (datum as number)));
    data[i] = Number(op.eval!(operands, type, attrs));
  }
  return { kind: "tensor", dtype, shape, data };
}

function scalarTensor(type: Type, value: number): Tensor {
  const dtype = dtypeOf(type)!;
  const data = tensorData(dtype, 1);
  data[0] = value;
  return { dtype, shape: [], data };
}

/** What `run` gives; a fault of the program gets its place. */
function placed<T>(span: Span | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NablaError) || error.detail.span !== undefined) throw error;
    throw new NablaError(error.code, { ...error.detail, span }, { cause: error });
  }
}
