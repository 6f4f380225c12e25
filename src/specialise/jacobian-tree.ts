/**
 * Matrices of derivatives by and of N-d arrays, and of objects and lists of such: one matrix of all
 * numbers by all numbers, cut into the structure of the result, and each part of that into the
 * structure of the argument.
 */
import { changedParams } from "../analysis/changed-params.ts";
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { arrayOf, memOf, memOfRefs, sizeOf, type ArrayType } from "../ir/types.ts";
import type { NdDtype } from "../nd/array.ts";
import { arrayOfMemory } from "../ops/arrays/index.ts";
import { add, mul } from "../ops/arith.ts";
import { int } from "../ops/constant.ts";
import { forRange } from "../ops/control.ts";
import { toF32 } from "../ops/convert.ts";
import { load, storeTo } from "../ops/memory.ts";
import type { Elem } from "../values/layout.ts";
import { arrayContent, newArray, newItems, newObject } from "./content.ts";
import type { Subject } from "./differential.ts";
import {
  countIn,
  leavesIn,
  partsOfArgument,
  partsOfResult,
  placed,
  visible,
  type Kind,
  type Leaf,
  type Tree,
} from "./jacobian-parts.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import { arrayOfElements } from "./nd-lists.ts";
import type { Mode, Wrt } from "./options.ts";
import { ravel } from "./ravel.ts";
import { leafTypes } from "./shapes.ts";
import { constant, describe, num, undef, type Abs, type MadeAbs } from "./values.ts";

/** What `jacobian` makes of a function of one list of numbers to another. */
type MatrixOf = (f: MadeAbs, args: readonly Abs[], mode: Mode) => Abs;

/** Columns for each row up to which forward mode costs less. */
type Choice = (rows: number, columns: number) => Mode;

/**
 * The derivatives of `f` by its argument at `position`. With `square`, the result has the structure
 * of what is visible of the argument: it is a gradient by it.
 */
export function treeMatrix(
  m: Machine,
  f: Abs,
  { positions: [position = 0], square }: Wrt & { readonly square: boolean },
  args: readonly Abs[],
  subject: Subject,
  { matrix, mode, choose }: { matrix: MatrixOf; mode: Mode; choose: Choice },
): Abs {
  const x = args[position]!;
  requireUnchanged(m, subject, position);
  const width = partsOfArgument(m, x);
  if (width === undefined) {
    return m.fault(
      "NB5002",
      `the matrix would be by ${describe(x)}, in which nothing has a derivative`,
      "use numbers, lists of numbers, N-d arrays, and objects and lists of these",
    );
  }
  const height = square ? visible(width) : partsOfResult(m, subject.compiled.result);
  const [high, wide] = [countIn(height), countIn(width)];
  const either = mode === "either" && high !== undefined && wide !== undefined;
  const raveled: MadeAbs = {
    kind: "made",
    by: { kind: "raveled", as: "list", at: position },
    args: [f, newItems(m, [x]), newItems(m, sizesOf(width).map(constant))],
  };
  const rest = args.filter((_, i) => i !== position);
  const found = matrix(
    raveled,
    [ravel(m, x, x, "floats"), ...rest],
    either ? choose(high, wide) : mode,
  );
  if (found.kind !== "array") throw new Error("internal: a matrix that is no list of rows");
  const content = arrayContent(m, found);
  if (content.kind !== "run") throw new Error("internal: a matrix that is not in memory");
  const columns = visible(placed(m, width, int(m.b, 0)));
  const rows = placed(m, height, content.length);
  return mapped(m, rows, (row) =>
    mapped(m, columns, (column) => block(m, content.mem, row, column)),
  );
}

// The function is given a copy of the argument, made of its numbers.
function requireUnchanged(m: Machine, { compiled, first }: Subject, at: number): void {
  const changed = changedParams({ funcs: m.funcs }, m.funcs.get(compiled.name)!);
  const end = first[at]! + leafTypes(compiled.args[at]!).length;
  for (let i = first[at]!; i < end; i++) {
    if (!changed.has(i)) continue;
    const message = "the function changes the argument that the matrix would be by";
    m.fault("NB5002", message, "let it change a copy: `.slice()`");
  }
}

/** The lengths of lists that are known when compiling, for those who make N-d arrays of them. */
function sizesOf(tree: Tree<Kind>): (number | undefined)[] {
  return leavesIn(tree).flatMap((leaf) => (leaf.kind === "list" && leaf.memory ? [leaf.size] : []));
}

/** A value of the structure of a tree. */
function mapped(m: Machine, tree: Tree<Leaf>, make: (leaf: Leaf) => Abs): Abs {
  if ("leaf" in tree) return make(tree.leaf);
  if ("items" in tree) {
    return newItems(
      m,
      tree.items.map((item) => (item ? mapped(m, item, make) : undef)),
    );
  }
  return newObject(m, new Map(tree.fields.map(([name, part]) => [name, mapped(m, part, make)])));
}

/** The derivatives of one leaf by another. */
function block(m: Machine, matrix: Value, row: Leaf, column: Leaf): Abs {
  if (row.kind === "number") return derivativesOf(m, load(m.b, matrix, row.at), column);
  if (row.kind === "nd") return ofArray(m, matrix, { ...row, type: row.type }, column);
  if (column.kind === "number") {
    const mem = newMemory(m.b, memOf("f64"), row.count);
    each(m.b, row.count, (b, i) => {
      storeTo(b, mem, i, load(b, load(b, matrix, add(b, row.at, i)), column.at));
    });
    return { kind: "typed", element: "Float64Array", mem };
  }
  const elem: Elem =
    column.kind === "nd"
      ? { kind: "nd", dtype: column.type.dtype as NdDtype, shape: column.type.shape }
      : { kind: "typed", element: "Float64Array" };
  const type = column.kind === "nd" ? memOfRefs(column.type) : memOfRefs(memOf("f64"));
  const mem = newMemory(m.b, type, row.count);
  each(m.b, row.count, (b, i) => {
    storeTo(b, mem, i, piece(b, load(b, matrix, add(b, row.at, i)), column));
  });
  return newArray(m, { kind: "run", mem, length: row.count, elem, fixed: false });
}

/** Those of one number, by a number, list or N-d array. */
function derivativesOf(m: Machine, row: Value, column: Leaf): Abs {
  switch (column.kind) {
    case "number":
      return num(load(m.b, row, column.at));
    case "list":
      return { kind: "typed", element: "Float64Array", mem: piece(m.b, row, column) };
    case "nd":
      return { kind: "nd", value: piece(m.b, row, column) };
  }
}

/** The part of a row that is by a list or N-d array. */
function piece(b: Builder, row: Value, column: Leaf): Value {
  const type = column.kind === "nd" ? column.type : undefined;
  const mem = newMemory(b, memOf(type?.dtype ?? "f64"), column.count);
  each(b, column.count, (c, j) => {
    storeIn(c, mem, j, load(c, row, add(c, column.at, j)), type);
  });
  return type ? arrayOfMemory(b, type, mem) : mem;
}

/** Those of an N-d array: its axes, then those of what it is by. */
function ofArray(m: Machine, matrix: Value, row: Leaf & { kind: "nd" }, column: Leaf): Abs {
  const { b } = m;
  const single = [row, column].some((leaf) => leaf.kind === "nd" && leaf.type.dtype === "f32");
  const shape = [...row.type.shape, ...axesOf(m, column)];
  const type = arrayOf(single ? "f32" : "f64", shape);
  const mem = newMemory(b, memOf(type.dtype), int(b, sizeOf(shape)));
  each(b, row.count, (outer, i) => {
    const from = load(outer, matrix, add(outer, row.at, i));
    const start = mul(outer, i, column.count);
    each(outer, column.count, (inner, j) => {
      const x = load(inner, from, add(inner, column.at, j));
      storeIn(inner, mem, add(inner, start, j), x, type);
    });
  });
  return { kind: "nd", value: arrayOfMemory(b, type, mem) };
}

/** The axes that a leaf adds to an N-d array: of a list, its length has to be known. */
function axesOf(m: Machine, leaf: Leaf): readonly number[] {
  if (leaf.kind === "number") return [];
  if (leaf.kind === "nd") return leaf.type.shape;
  if (leaf.size !== undefined) return [leaf.size];
  const known =
    leaf.memory &&
    arrayOfElements(m, { mem: leaf.memory, length: leaf.count, elem: { kind: "number" } });
  if (known) return (known.type as ArrayType).shape;
  return m.fault(
    "NB5002",
    "the matrix of an N-d array would be by a list whose length only a run knows",
    "pass an N-d array",
  );
}

function storeIn(b: Builder, mem: Value, i: Value, x: Value, type: ArrayType | undefined): void {
  storeTo(b, mem, i, type?.dtype === "f32" ? toF32(b, x) : x);
}

function each(b: Builder, count: Value, body: (b: Builder, i: Value) => void): void {
  forRange(b, [int(b, 0), count, 1], [], (inner, i) => {
    body(inner, i);
    return [];
  });
}
