// Matrices of derivatives by and of N-d arrays: an array with the axes of both.
import type { Value } from "../ir/func.ts";
import { arrayOf, memOf, sizeOf, type ArrayType } from "../ir/types.ts";
import { arrayOfMemory } from "../ops/arrays/index.ts";
import { add, mul } from "../ops/arith.ts";
import { int } from "../ops/constant.ts";
import { forRange } from "../ops/control.ts";
import { toF32 } from "../ops/convert.ts";
import { load, storeTo } from "../ops/memory.ts";
import { arrayContent, newItems } from "./content.ts";
import type { Subject } from "./differential.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import type { Wrt } from "./options.ts";
import { ravel } from "./ravel.ts";
import type { Shape } from "./shapes.ts";
import { describe, type Abs, type MadeAbs } from "./values.ts";

/** The matrix of a function of one list of numbers to another: what `jacobian` makes of it. */
type MatrixOf = (f: MadeAbs, args: readonly Abs[]) => Abs;

/** Whether the argument or the result is an N-d array. */
export function isNdMatrix(x: Abs, { compiled }: Subject): boolean {
  return x.kind === "nd" || ndType(compiled.result) !== undefined;
}

/** The derivatives of `f` by its argument at `position`: axes of the result, then of the argument. */
export function ndMatrix(
  m: Machine,
  f: Abs,
  { positions: [position = 0] }: Wrt,
  args: readonly Abs[],
  { compiled }: Subject,
  matrix: MatrixOf,
): Abs {
  const x = args[position]!;
  const [rows, columns] = [typeOfShape(m, compiled.result), typeOfAbs(m, x)];
  const rest = args.filter((_, i) => i !== position);
  const raveled: MadeAbs = {
    kind: "made",
    by: { kind: "raveled", as: "list", at: position },
    args: [f, newItems(m, [x])],
  };
  const found = matrix(raveled, [ravel(m, x), ...rest]);
  if (found.kind !== "array") throw new Error("internal: a matrix that is no list of rows");
  const content = arrayContent(m, found);
  if (content.kind !== "run") throw new Error("internal: a matrix that is not in memory");
  const single = rows.dtype === "f32" || columns.dtype === "f32";
  const type = arrayOf(single ? "f32" : "f64", [...rows.shape, ...columns.shape]);
  return { kind: "nd", value: joined(m, content.mem, type, sizeOf(columns.shape)) };
}

/** The rows one after the other, as an array. */
function joined(m: Machine, rows: Value, type: ArrayType, width: number): Value {
  const { b } = m;
  const size = sizeOf(type.shape);
  const memory = newMemory(b, memOf(type.dtype), int(b, size));
  const height = width === 0 ? 0 : size / width;
  forRange(b, [int(b, 0), int(b, height), 1], [], (outer, i) => {
    const row = load(outer, rows, i);
    const start = mul(outer, i, int(outer, width));
    forRange(outer, [int(outer, 0), int(outer, width), 1], [], (inner, j) => {
      const x = load(inner, row, j);
      storeTo(inner, memory, add(inner, start, j), type.dtype === "f32" ? toF32(inner, x) : x);
      return [];
    });
    return [];
  });
  return arrayOfMemory(b, type, memory);
}

const help = "take it by an N-d array or a number, of a function to an N-d array or a number";

function typeOfAbs(m: Machine, x: Abs): ArrayType {
  if (x.kind === "nd") return x.value.type as ArrayType;
  if (x.kind === "num" || x.kind === "int" || x.kind === "const") return arrayOf("f64", []);
  return m.fault("NB5002", `the matrix of an N-d array would be by ${describe(x)}`, help);
}

function typeOfShape(m: Machine, shape: Shape): ArrayType {
  const type = ndType(shape);
  if (type !== undefined) return type;
  if (shape.kind === "num" || shape.kind === "int") return arrayOf("f64", []);
  return m.fault("NB5002", "the matrix by an N-d array would be of something else", help);
}

function ndType(shape: Shape): ArrayType | undefined {
  if (shape.kind === "nd") return shape.type;
  if (shape.kind !== "same" || shape.held.kind !== "nd") return undefined;
  return shape.held.value.type as ArrayType;
}
