// The matrix of derivatives in memory, and how the tangents of a run get into it.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { f64 } from "../ir/types.ts";
import { add, mul } from "../ops/arith.ts";
import { int as intLiteral, zero } from "../ops/constant.ts";
import { ifElse } from "../ops/control.ts";
import { load } from "../ops/memory.ts";
import type { forwardIn } from "./differential.ts";
import type { Site } from "./jacobian-site.ts";
import {
  depthOf,
  eachElement,
  elementAt,
  lengthOfRun,
  nestedType,
  newNested,
  storeNumber,
  type Numbers,
} from "./numbers.ts";

export type Found = ReturnType<typeof forwardIn>;

/** One run of the function in several directions. */
export interface Block {
  /** Tangents of an element of a result, which lie side by side. */
  readonly width: number;
  /** Puts the derivatives of one number of the result in place. */
  readonly store: (b: Builder, place: Place, tangent: TangentIn) => void;
}

/** The tangent of a number in a direction. */
export type TangentIn = (b: Builder, d: number | Value) => Value;

/** Where the derivatives of one number of the result go: a memory, and the way inside it. */
export interface Place {
  readonly matrix: Value;
  readonly path: readonly Value[];
}

export function storeAt(
  b: Builder,
  { matrix, path }: Place,
  inside: readonly Value[],
  x: Value,
): void {
  const all = [...path, ...inside];
  const at = elementAt(b, matrix, all.slice(0, -1));
  storeNumber(b, at, all.at(-1) as Value, x);
}

export function newMatrix(
  { m, subject, rows, columns }: Site,
  results: readonly Value[],
): Value | undefined {
  const depth = depthOf(columns) as number;
  if (depth === 0 && depthOf(rows) === 0) return undefined;
  const type = nestedType(depth, f64);
  const make = (b: Builder): Value => newNested(b, columns, subject.values, { type: f64 });
  return newNested(m.b, rows, results, depth === 0 ? { type } : { type, make });
}

/** Stores all derivatives of a run; gives the matrix, or the number that stands for it. */
export function put(
  { rows }: Site,
  outer: Builder,
  matrix: Value | undefined,
  { width, store }: Block,
  { results, tangents }: Found,
): Value {
  const visit = (b: Builder, numbers: Numbers, path: readonly Value[]): void => {
    switch (numbers.kind) {
      case "number": {
        const leaf = numbers.leaf === undefined ? [] : (tangents[numbers.leaf] ?? []);
        // a number known when compiling: the matrix is zero as it is
        if (leaf.length === 0) return;
        return store(b, { matrix: matrix as Value, path }, tangentAmong(leaf));
      }
      case "run": {
        const wide = tangents[numbers.leaf]?.[0] as Value;
        const length = lengthOfRun(b, numbers, results);
        const mem = results[numbers.leaf] as Value;
        return eachElement(b, [mem, length, wide], depthOf(numbers) as number, (c, row, i, at) => {
          const first = mul(c, i, intLiteral(c, width));
          const place = { matrix: matrix as Value, path: [...path, ...at] };
          store(c, place, (d, k) => load(d, row, plus(d, first, k)));
        });
      }
      case "items":
        return numbers.items.forEach((item, i) => visit(b, item, [...path, intLiteral(b, i)]));
    }
  };
  if (matrix === undefined) {
    const leaf =
      rows.kind === "number" && rows.leaf !== undefined ? tangents[rows.leaf] : undefined;
    return leaf?.[0] ?? zero(outer, f64);
  }
  visit(outer, rows, []);
  return matrix;
}

/** The tangents of a number: one for each direction, or a memory with all of them. */
function tangentAmong(leaf: readonly Value[]): TangentIn {
  return (b, d) => (typeof d === "number" ? (leaf[d] as Value) : load(b, leaf[0] as Value, d));
}

/** `first + d` */
export function plus(b: Builder, first: Value, d: number | Value): Value {
  if (typeof d !== "number") return add(b, first, d);
  return d === 0 ? first : add(b, first, intLiteral(b, d));
}

export function when(b: Builder, condition: Value, body: (b: Builder) => void): void {
  ifElse(
    b,
    condition,
    (c) => {
      body(c);
      return [];
    },
    () => [],
  );
}
