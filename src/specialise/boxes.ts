// Which variables have boxes: those that functions on the heap share.
import type { FunctionTree, LocalId } from "../syntax/tree.ts";
import type { HeapFacts } from "./heap.ts";

/** What stands for the boxes of a variable, as a prototype does for a class; undefined without. */
export function boxOf(facts: HeapFacts, tree: FunctionTree, id: LocalId): object | undefined {
  return facts.boxes.get(tree)?.get(id);
}

/** Gives a variable boxes in later attempts; false if it is of a kind that cannot have one. */
export function addBox({ boxes }: HeapFacts, tree: FunctionTree, id: LocalId): boolean {
  if (!["param", "var", "let", "catch"].includes(tree.locals[id]!.how)) return false;
  let ofTree = boxes.get(tree);
  if (ofTree === undefined) boxes.set(tree, (ofTree = new Map<LocalId, object>()));
  ofTree.set(id, Object.create(null) as object);
  return true;
}
