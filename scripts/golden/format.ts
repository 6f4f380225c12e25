// The files of reference values: see docs/dev/arrays.md.
import { nd, type NdArray, type NdDtype } from "nabla";

/** An array in a file. */
export interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | string)[];
  readonly dtype?: NdDtype;
}

/** One case of an operation. */
export interface Case {
  readonly op: string;
  readonly args: readonly Stored[];
  readonly params: Readonly<Record<string, unknown>>;
  readonly out: Stored | readonly Stored[];
  readonly cotangent?: Stored | readonly (Stored | null)[];
  readonly vjp?: readonly (Stored | null)[];
  readonly tangents?: readonly (Stored | null)[];
  readonly jvp?: Stored | readonly (Stored | null)[];
}

/** Arguments and values of an elementary function, to the nearest double. */
export interface Elementary {
  readonly op: string;
  readonly x: readonly (number | string)[];
  readonly y?: readonly (number | string)[];
  readonly value: readonly (number | string)[];
}

/** Objects and lists whose leaves are arrays. */
export type Tree = Stored | readonly Tree[] | { readonly [name: string]: Tree };

/** A gradient of a small model. */
export interface Program {
  readonly op: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly params: Tree;
  readonly inputs: Tree;
  readonly value: number;
  readonly grad: Tree;
  readonly tangents: Tree;
  readonly jvp: number;
  readonly hvp: Tree;
}

export function isStored(x: unknown): x is Stored {
  return typeof x === "object" && x !== null && "shape" in x && "data" in x;
}

/** `"NaN"`, `"Infinity"`, `"-Infinity"` are numbers. */
export function numberOf(x: number | boolean | string): number {
  return Number(x);
}

export function arrayOf({ shape, data, dtype = "f64" }: Stored): NdArray {
  return nd.reshape(nd.array(data.map(numberOf), dtype), shape);
}

/** A tree with arrays for leaves. */
export function treeOf(tree: Tree): unknown {
  if (isStored(tree)) return arrayOf(tree);
  if (Array.isArray(tree)) return tree.map(treeOf);
  if (typeof tree !== "object") return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, inner]) => [name, treeOf(inner)]));
}
