// Facts about statements that can be read off the tree.
import type { LocalId, Node, Pattern, Stmt } from "../syntax/tree.ts";
import { forEachChild } from "../syntax/walk.ts";

const leaving = new WeakMap<Node, boolean>();

/** Whether a statement contains a jump, which may lead out of it. */
export function leaves(node: Node): boolean {
  let known = leaving.get(node);
  if (known !== undefined) return known;
  known = node.kind === "return" || node.kind === "break" || node.kind === "continue";
  known ||= node.kind === "throw";
  if (node.kind !== "function" && node.kind !== "class") {
    forEachChild(node, (child) => {
      known ||= leaves(child);
    });
  }
  leaving.set(node, known);
  return known;
}

/**
 * Whether the body of a loop may end the loop: by `break`, `return`, a jump of a loop around, or, if
 * errors are `caught` outside of it, by `throw`.
 */
export function endsLoop(body: Stmt, labels: readonly string[], caught: boolean): boolean {
  const visit = (node: Node, loops: number): boolean => {
    switch (node.kind) {
      case "throw":
        return caught;
      case "return":
        return true;
      case "break":
        return node.label === undefined ? loops === 0 : true;
      case "continue":
        return node.label !== undefined && !labels.includes(node.label);
      case "function":
      case "class":
        return false;
    }
    const inner = isLoop(node) || node.kind === "switch" ? loops + 1 : loops;
    let found = false;
    forEachChild(node, (child) => {
      found ||= visit(child, inner);
    });
    return found;
  };
  return visit(body, 0);
}

function isLoop(node: Node): boolean {
  return (
    node.kind === "for" ||
    node.kind === "for-of" ||
    node.kind === "for-in" ||
    node.kind === "while" ||
    node.kind === "do"
  );
}

const assigned = new WeakMap<Node, ReadonlySet<LocalId>>();

/** Every local that is stored into somewhere inside `node`, functions in it included. */
export function assignedIn(node: Node): ReadonlySet<LocalId> {
  let known = assigned.get(node);
  if (known === undefined) {
    const found = new Set<LocalId>();
    collect(node, found);
    assigned.set(node, (known = found));
  }
  return known;
}

function collect(node: Node, found: Set<LocalId>): void {
  if (node.kind === "assign" || node.kind === "update") targets(node.target, found);
  if (
    (node.kind === "for-of" || node.kind === "for-in") &&
    node.how !== "const" &&
    node.how !== "let"
  ) {
    targets(node.target, found);
  }
  if (node.kind === "declare" && node.how === "var") {
    for (const { target, init } of node.items) if (init) targets(target, found);
  }
  forEachChild(node, (child) => collect(child, found));
}

function targets(pattern: Pattern, found: Set<LocalId>): void {
  switch (pattern.kind) {
    case "local":
      found.add(pattern.id);
      return;
    case "default-pattern":
      return targets(pattern.target, found);
    case "array-pattern":
      for (const item of pattern.items) if (item.kind !== "hole") targets(item, found);
      if (pattern.rest) targets(pattern.rest, found);
      return;
    case "object-pattern":
      for (const { target } of pattern.properties) targets(target, found);
      if (pattern.rest) targets(pattern.rest, found);
  }
}
