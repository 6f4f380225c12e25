// Where the numbers of a value are: those a Jacobian has rows and columns for.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { f64, memOf, memOfRefs, sameType, type MemType, type Type } from "../ir/types.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { forRange } from "../ops/control.ts";
import { widen } from "../ops/convert.ts";
import { length as lengthOf, load, storeTo, view } from "../ops/memory.ts";
import type { Elem } from "../values/layout.ts";
import { newMemory } from "./memory.ts";
import { isNumeric, leafTypes, type Shape } from "./shapes.ts";

/** The numbers of a value by its leaves: one, a memory of them, or a list of known length. */
export type Numbers =
  /** Without a leaf: known when compiling. */
  | { readonly kind: "number"; readonly leaf: number | undefined }
  /** `length` is the leaf that says how much of the memory is in use, if not all of it. */
  | {
      readonly kind: "run";
      readonly leaf: number;
      readonly length: number | undefined;
      readonly elem: Elem;
      readonly typed: boolean;
    }
  | { readonly kind: "items"; readonly items: readonly Numbers[] };

export type RunNumbers = Extract<Numbers, { kind: "run" }>;

/** What a value of shape `shape` is made of; undefined if of more than numbers and lists of them. */
export function numbersOf(shape: Shape, firstLeaf: number = 0): Numbers | undefined {
  let next = firstLeaf;
  const known = new Map<Shape, Numbers | undefined>();
  const visit = (one: Shape): Numbers | undefined => {
    switch (one.kind) {
      case "same":
        return isNumeric(one.held) ? { kind: "number", leaf: undefined } : undefined;
      case "num":
        return { kind: "number", leaf: next++ };
      case "int":
        next++;
        return { kind: "number", leaf: undefined };
      case "typed": {
        if (one.element !== "Float64Array" && one.element !== "Float32Array") {
          next++;
          return undefined;
        }
        const inside: Elem = { kind: "number" };
        return { kind: "run", leaf: next++, length: undefined, elem: inside, typed: true };
      }
      case "fresh": {
        if (known.has(one)) return known.get(one);
        const found = one.of === "array" ? visit(one.content) : undefined;
        known.set(one, found);
        return found;
      }
      case "run": {
        next += 2;
        if (!isFloats(one.elem)) return undefined;
        const [leaf, length] = [next - 2, next - 1];
        return { kind: "run", leaf, length, elem: one.elem, typed: false };
      }
      case "items": {
        const items = one.items.map(visit);
        if (items.some((item) => item === undefined)) return undefined;
        return { kind: "items", items: items as readonly Numbers[] };
      }
      default:
        next += leafTypes(one).length;
        return undefined;
    }
  };
  const found = visit(shape);
  return found !== undefined && depthOf(found) !== undefined ? found : undefined;
}

function isFloats(elem: Elem): boolean {
  if (elem.kind === "array") return isFloats(elem.elem);
  return elem.kind === "typed" ? elem.element === "Float64Array" : elem.kind === "number";
}

/** How many subscripts lead to a number; undefined where they are not as many for each. */
export function depthOf(numbers: Numbers): number | undefined {
  if (numbers.kind === "number") return 0;
  if (numbers.kind === "run") return 1 + depthOfElem(numbers.elem);
  const depths = new Set(numbers.items.map(depthOf));
  const [depth = 0] = depths;
  return depths.size > 1 || depths.has(undefined) ? undefined : depth + 1;
}

function depthOfElem(elem: Elem): number {
  if (elem.kind === "array") return 1 + depthOfElem(elem.elem);
  return elem.kind === "typed" ? 1 : 0;
}

/** How many numbers there are, where that is known when compiling. */
export function countOf(numbers: Numbers): number | undefined {
  if (numbers.kind === "number") return 1;
  if (numbers.kind === "run") return undefined;
  return numbers.items.reduce<number | undefined>((sum, item) => {
    const count = countOf(item);
    return sum === undefined || count === undefined ? undefined : sum + count;
  }, 0);
}

/** Each number that is a leaf of its own, and the way to it; then each memory. */
export function leavesAmong(
  numbers: Numbers,
  path: readonly number[] = [],
): { readonly at: Exclude<Numbers, { kind: "items" }>; readonly path: readonly number[] }[] {
  if (numbers.kind !== "items") return [{ at: numbers, path }];
  return numbers.items.flatMap((item, i) => leavesAmong(item, [...path, i]));
}

/** How many elements of a memory are in use. */
export function lengthOfRun(b: Builder, run: RunNumbers, leaves: readonly Value[]): Value {
  if (run.length !== undefined) return leaves[run.length] as Value;
  return lengthOf(b, leaves[run.leaf] as Value);
}

/** The memory without the room that its array has to grow. */
export function inUse(b: Builder, run: RunNumbers, mem: Value, leaves: readonly Value[]): Value {
  if (run.length === undefined) return mem;
  return view(b, mem, intLiteral(b, 0), leaves[run.length] as Value);
}

export const floats: MemType = memOf("f64");

/** Memory of `depth` subscripts, the last of which leads to what `inner` is the type of. */
export function nestedType(depth: number, inner: Type): Type {
  if (depth === 0) return inner;
  const elem = nestedType(depth - 1, inner);
  return elem.kind === "mem" ? memOfRefs(elem) : floats;
}

/** What new memory has in place of each number; without `make`, what new memory has anyway. */
export interface Inside {
  readonly type: Type;
  readonly make?: (b: Builder) => Value;
}

/** New memory in the structure of a value whose leaves these are. */
export function newNested(
  b: Builder,
  numbers: Numbers,
  leaves: readonly Value[],
  inside: Inside,
): Value {
  const { kind } = numbers;
  if (kind === "number") return (inside.make as (b: Builder) => Value)(b);
  const depth = depthOf(numbers) as number;
  if (kind === "run") {
    const like = leaves[numbers.leaf] as Value;
    return newRows(b, [like, lengthOfRun(b, numbers, leaves)], depth, inside);
  }
  const type = nestedType(depth, inside.type) as MemType;
  const mem = newMemory(b, type, intLiteral(b, numbers.items.length));
  numbers.items.forEach((item, i) => {
    if (item.kind === "number" && inside.make === undefined) return;
    storeTo(b, mem, intLiteral(b, i), newNested(b, item, leaves, inside));
  });
  return mem;
}

function newRows(
  b: Builder,
  [like, length]: readonly [like: Value, length: Value],
  depth: number,
  inside: Inside,
): Value {
  const mem = newMemory(b, nestedType(depth, inside.type) as MemType, length);
  if (depth === 1 && inside.make === undefined) return mem;
  forRange(b, [intLiteral(b, 0), length, 1], [], (c, i) => {
    const row = (): Value => load(c, like, i);
    const made =
      depth === 1 ? inside.make?.(c) : newRows(c, [row(), lengthOf(c, row())], depth - 1, inside);
    storeTo(c, mem, i, made as Value);
    return [];
  });
  return mem;
}

/**
 * Calls `body` with the way to each number of a memory, `depth` subscripts after `path`, and the row
 * of `twin` that it is in: other memory in the structure of `mem`, whose last rows may be longer.
 */
export function eachElement(
  b: Builder,
  [mem, length, twin]: readonly [mem: Value, length: Value, twin: Value],
  depth: number,
  body: (b: Builder, twin: Value, i: Value, path: readonly Value[]) => void,
  path: readonly Value[] = [],
): void {
  forRange(b, [intLiteral(b, 0), length, 1], [], (c, i) => {
    const inner = [...path, i];
    if (depth === 1) body(c, twin, i, inner);
    else {
      const row = load(c, mem, i);
      eachElement(c, [row, lengthOf(c, row), load(c, twin, i)], depth - 1, body, inner);
    }
    return [];
  });
}

/** What an array has as its elements when these are its rows. */
export function elemOfRows(numbers: Numbers): Elem {
  if (numbers.kind === "number") return { kind: "number" };
  if (numbers.kind === "run") {
    return numbers.typed
      ? { kind: "typed", element: "Float64Array" }
      : { kind: "array", elem: numbers.elem };
  }
  const [first] = numbers.items;
  return { kind: "array", elem: first === undefined ? { kind: "number" } : elemOfRows(first) };
}

/** The element that `path` leads to. */
export function elementAt(b: Builder, mem: Value, path: readonly Value[]): Value {
  return path.reduce((at, i) => load(b, at, i), mem);
}

/** Stores a number of any precision in memory of f64. */
export function storeNumber(b: Builder, mem: Value, i: Value, x: Value): void {
  storeTo(b, mem, i, sameType(x.type, f64) ? x : widen(b, x));
}
