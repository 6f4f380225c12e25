import { arrayOf, bool, f64, i32, memOf, memOfRefs, type MemType, type Type } from "../ir/types.ts";
import { computedDtype } from "../nd/array.ts";
import type { Elem, Layout, Node, Path } from "./layout.ts";
import { storageOf } from "./typed.ts";

/**
 * One parameter of a compiled function.
 *
 * - `number`, `boolean`: the value at the path.
 * - `nd`: memory with the elements of the N-d array at the path.
 * - `typed`, `array`: memory with the elements of the array at the path.
 * - `start`, `length`: where in its buffer the typed array at the path lies, in elements.
 * - `heap`: the address of the record made of the object at the path.
 * - `buffer`: memory for all that the members of `layout.buffers[index]` see.
 */
export type Leaf =
  | {
      readonly kind: "number" | "boolean" | "start" | "length" | "heap";
      readonly path: Path;
      readonly type: Type;
    }
  | {
      readonly kind: "typed" | "array";
      readonly path: Path;
      readonly id: number;
      readonly type: MemType;
    }
  | { readonly kind: "nd"; readonly path: Path; readonly type: MemType }
  | { readonly kind: "buffer"; readonly index: number; readonly type: MemType };

/** Type of the memory that holds an array with such elements. */
export function memoryOf(elem: Elem): MemType {
  switch (elem.kind) {
    case "number":
      return memOf("f64");
    case "boolean":
      return memOf("bool");
    case "typed":
      return memOfRefs(memOf(storageOf[elem.element]));
    case "array":
      return memOfRefs(memoryOf(elem.elem));
    case "nd":
      return memOfRefs(arrayOf(elem.dtype, elem.shape));
    case "slot":
      return elem.type;
  }
}

/** Visits the leaves below one node, in order. */
function walk(node: Node, path: Path, leaf: (leaf: Leaf) => void): void {
  switch (node.kind) {
    case "number":
      return leaf({ kind: "number", path, type: f64 });
    case "boolean":
      return leaf({ kind: "boolean", path, type: bool });
    case "typed":
      if (node.buffer === undefined) {
        return leaf({ kind: "typed", path, id: node.id, type: memOf(storageOf[node.element]) });
      }
      leaf({ kind: "start", path, type: i32 });
      return leaf({ kind: "length", path, type: i32 });
    case "nd":
      return leaf({ kind: "nd", path, type: memOf(computedDtype(node)) });
    case "array":
      return leaf({ kind: "array", path, id: node.id, type: memoryOf(node.elem) });
    case "tuple":
      for (const [index, item] of node.items.entries()) {
        walk(item, { kind: "item", of: path, index }, leaf);
      }
      return;
    case "object":
      for (const [name, field] of node.fields) walk(field, { kind: "field", of: path, name }, leaf);
      return;
    case "heap":
      return leaf({ kind: "heap", path, type: i32 });
    case "static":
    case "shared":
      return;
  }
}

/** The parameters for `layout`, in order; `paths` say where the roots are. */
export function leavesOf(
  layout: Layout,
  paths: readonly Path[] = layout.roots.map((_, index) => ({ kind: "argument", index })),
): Leaf[] {
  const leaves: Leaf[] = [];
  for (const [i, root] of layout.roots.entries()) {
    walk(root, paths[i] as Path, (leaf) => leaves.push(leaf));
  }
  for (const [index, { element }] of layout.buffers.entries()) {
    leaves.push({ kind: "buffer", index, type: memOf(storageOf[element]) });
  }
  return leaves;
}

/** How many parameters a node has. */
export function leafCount(node: Node): number {
  let count = 0;
  walk(node, { kind: "callee" }, () => count++);
  return count;
}
