// Which variables a function asks whether they are there at all.
import type { BinaryNode, Expr, FunctionTree, LocalId, Node, Pattern } from "./tree.ts";
import { forEachChild } from "./walk.ts";

const found = new WeakMap<FunctionTree, ReadonlySet<LocalId>>();

/**
 * The variables that are compared with undefined or null, or stand before `??` or `?.` or behind
 * `typeof`, anywhere in the tree. What they are given may be missing.
 */
export function askedFor(tree: FunctionTree): ReadonlySet<LocalId> {
  let ids = found.get(tree);
  if (ids === undefined) found.set(tree, (ids = survey(tree.home ?? tree.root)));
  return ids;
}

function survey(root: Node): Set<LocalId> {
  const ids = new Set<LocalId>();
  const asked = (node: Expr | Pattern): void => {
    if (node.kind === "local") ids.add(node.id);
    if (node.kind === "assign" && node.op === null) asked(node.target);
  };
  const visit = (node: Node): void => {
    switch (node.kind) {
      case "binary":
        for (const side of comparedWithNothing(node)) asked(side);
        break;
      case "logical":
        if (node.op === "??") asked(node.left);
        break;
      case "assign":
        if (node.op === "??") asked(node.target);
        break;
      case "member":
      case "index":
        if (node.optional) asked(node.object);
        break;
      case "call":
        if (node.optional) asked(node.callee);
        break;
      case "unary":
        if (node.op === "typeof") asked(node.value);
        break;
    }
    forEachChild(node, visit);
  };
  visit(root);
  return ids;
}

/** The operand that an (in)equality compares with undefined or null. */
export function comparedWithNothing({ op, left, right }: BinaryNode): Expr[] {
  if (op !== "===" && op !== "!==" && op !== "==" && op !== "!=") return [];
  if (isNothing(right)) return [left];
  return isNothing(left) ? [right] : [];
}

const isNothing = (node: Expr): boolean =>
  node.kind === "null" || (node.kind === "free" && node.name === "undefined");
