/**
 * How the values of JavaScript that a call passes lie in flat IR values. Plain data: specialisation
 * compiles for a layout, the runtime fills parameters by it.
 *
 * The parameters of a function are the leaves of the roots in preorder (`leavesOf`), then one memory
 * for each of `buffers`.
 */
import type { MemType, RefType } from "../ir/types.ts";
import type { NdDtype, StoredDtype } from "../nd/array.ts";
import { entriesField } from "./collection.ts";
import type { GraphFamily } from "./graph.ts";
import type { TypedKind } from "./typed.ts";

export interface Layout {
  /** One for each value laid out. */
  readonly roots: readonly Node[];
  /** Runs of which several typed arrays see parts that overlap; `buffer` of these counts them. */
  readonly buffers: readonly Buffer[];
  /** What the nodes of kind `heap` refer to. */
  readonly families: readonly GraphFamily[];
}

/** The elements that the typed arrays `members` see, from the first of any to the last of any. */
export interface Buffer {
  readonly element: TypedKind;
  /** Ids of the nodes. */
  readonly members: readonly number[];
}

/**
 * One value. References are numbered from 0 in preorder across all roots: `id`.
 *
 * - `number`, `boolean`: one scalar, f64 or bool.
 * - `static`: known when compiling, and part of the key: a string, undefined, null, a symbol, a
 *   bigint, a function, an object whose insides are out of reach. No IR value.
 * - `typed`: one memory of its storage; or, where it is part of a buffer, its start in that buffer
 *   and its length, both i32, counted in elements.
 * - `nd`: one memory: the elements of an N-d array, whose shape is part of the key.
 * - `array`: one memory: an array of numbers, of booleans, or of arrays that are all alike.
 * - `tuple`: any other array, item by item.
 * - `object`: own enumerable fields in their order; `prototype` makes class instances. What else
 *   they hold follows, under names that begin with `#` (`members.ts`).
 * - `heap`: a reference to an object or list of a family, in a graph of objects linked at will. It has
 *   no number.
 * - `shared`: the reference numbered `id` once more.
 */
export type Node =
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "static"; readonly value: unknown }
  | TypedNode
  | NdNode
  | {
      readonly kind: "array";
      readonly id: number;
      readonly elem: Elem;
      readonly extents?: readonly number[];
    }
  | { readonly kind: "tuple"; readonly id: number; readonly items: readonly Node[] }
  | ObjectNode
  | { readonly kind: "heap"; readonly family: number }
  | { readonly kind: "shared"; readonly id: number };

export interface TypedNode {
  readonly kind: "typed";
  readonly id: number;
  readonly element: TypedKind;
  readonly buffer?: number;
  /** Its length, where it is part of the key; of lists of lists as many of all levels as are equal. */
  readonly extents?: readonly number[];
}

/** Immutable, so that identity does not matter. Its memory is of f32 where it is stored as f16. */
export interface NdNode {
  readonly kind: "nd";
  readonly dtype: StoredDtype;
  readonly shape: readonly number[];
}

export interface ObjectNode {
  readonly kind: "object";
  readonly id: number;
  readonly prototype: object | null;
  readonly fields: readonly (readonly [name: string, node: Node])[];
}

/**
 * What a memory made of an array holds. Rows have lengths of their own; new ones of a matrix that are
 * `together` are views of one buffer, where their memories follow one another. `slot`: items of lists of
 * the family `family` on the heap; a reference, the number of a constant, or a reference to a record
 * `box` with a field `item` for what does not fit into one element.
 */
export type Elem =
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "typed"; readonly element: TypedKind; readonly together?: boolean }
  | { readonly kind: "array"; readonly elem: Elem }
  | { readonly kind: "nd"; readonly dtype: NdDtype; readonly shape: readonly number[] }
  | {
      readonly kind: "slot";
      readonly family: number;
      readonly type: MemType;
      readonly box: RefType | undefined;
    };

/**
 * How to get to a value: an argument, or a variable that a function captures, and from there through
 * fields and items. `captured` reads the variable `name` of the function found at `of`; the path of
 * the called function itself is `{ kind: "callee" }`. A method of a class is part of the code, as a
 * function that nothing leads to: `id` tells it from others in what is written of a path. Arguments
 * that are tangents or cotangents of others are `linear`; the N-d arrays, numbers and lists of numbers
 * at the paths that are `known` from a captured variable on are static. At the paths that are `sized`
 * the lengths of lists of numbers are part of the key.
 */
export type Path =
  | { readonly kind: "callee" }
  | { readonly kind: "code"; readonly fn: object; readonly id: number }
  | {
      readonly kind: "argument";
      readonly index: number;
      readonly linear?: boolean;
      readonly sized?: readonly Path[];
    }
  | {
      readonly kind: "captured";
      readonly of: Path;
      readonly name: string;
      readonly known?: readonly Path[];
      readonly sized?: readonly Path[];
    }
  | { readonly kind: "field"; readonly of: Path; readonly name: string }
  | { readonly kind: "item"; readonly of: Path; readonly index: number };

export function samePath(a: Path, b: Path): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "callee":
      return true;
    case "code":
      return a.fn === (b as typeof a).fn;
    case "argument":
      return a.index === (b as typeof a).index;
    case "captured":
    case "field":
      return a.name === (b as typeof a).name && samePath(a.of, (b as typeof a).of);
    case "item":
      return a.index === (b as typeof a).index && samePath(a.of, (b as typeof a).of);
  }
}

/** What a path begins with: an argument, a captured variable, or the function. */
export function rootOf(path: Path): Path {
  return path.kind === "field" || path.kind === "item" ? rootOf(path.of) : path;
}

/** A path as a person would write it: `scene.points[2]`. */
export function showPath(path: Path, params: readonly string[] = []): string {
  switch (path.kind) {
    case "callee":
      return "the function";
    case "code":
      return "a method";
    case "argument":
      return params[path.index] ?? `argument ${path.index + 1}`;
    case "captured":
      return path.name;
    case "field": {
      const of = showPath(path.of, params);
      if (path.name === entriesField) return of;
      if (path.name.startsWith("#")) return `${of}.${path.name}`;
      return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(path.name)
        ? `${of}.${path.name}`
        : `${of}[${JSON.stringify(path.name)}]`;
    }
    case "item":
      return `${showPath(path.of, params)}[${path.index}]`;
  }
}

/** A name for what a path leads to, in IR: `points_2`. */
export function shortName(path: Path): string {
  switch (path.kind) {
    case "callee":
    case "code":
      return "f";
    case "argument":
      return `x${path.index}`;
    case "captured":
    case "field":
      return path.name;
    case "item":
      return `${shortName(path.of)}_${path.index}`;
  }
}
