import { fieldsOf } from "./fields.ts";
import type { Node } from "./tree.ts";

type Loose = Record<string, unknown>;

/** Calls `visit` on every direct child, in order. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  for (const [name, type] of fieldsOf(node.kind)) {
    const value = (node as unknown as Loose)[name];
    if (value === undefined) continue;
    if (type === "node") visit(value as Node);
    else if (type === "list") for (const child of value as readonly Node[]) visit(child);
  }
}

/** The node with every direct child replaced; the node itself where none changed. */
export function mapChildren<N extends Node>(node: N, change: (child: Node) => Node): N {
  let copy: Loose | undefined;
  for (const [name, type] of fieldsOf(node.kind)) {
    const value = (node as unknown as Loose)[name];
    if (value === undefined) continue;
    let next = value;
    if (type === "node") next = change(value as Node);
    else if (type === "list") next = mapList(value as readonly Node[], change);
    if (next !== value) (copy ??= { ...node })[name] = next;
  }
  return (copy ?? node) as N;
}

function mapList(list: readonly Node[], change: (child: Node) => Node): readonly Node[] {
  let copy: Node[] | undefined;
  for (const [i, child] of list.entries()) {
    const next = change(child);
    if (next !== child) (copy ??= [...list])[i] = next;
  }
  return copy ?? list;
}
