import type { SourceFile } from "../diagnostics/span.ts";
import { declaredInside, factsOf } from "./facts.ts";
import type { Unit } from "./lower.ts";
import type { Declared } from "./scope.ts";
import type { ClassNode, FreeNode, FunctionNode, FunctionTree, LocalId, Node } from "./tree.ts";
import { forEachChild, mapChildren } from "./walk.ts";

/**
 * The function or class with the given index as a root of its own: what it uses of the functions
 * around it becomes free, and so does its own name. Its tree is the same as if it stood alone.
 */
export function rootAt(unit: Unit, index: number, file: SourceFile): FunctionTree {
  const found = find(unit.root, index, undefined);
  if (found === undefined) throw new Error(`internal: no function ${index} in ${file.path}`);
  const { node, home } = found;
  const own = node.self;
  const outermost = node === unit.root ? unit.self : undefined;
  const self = own === undefined ? outermost : unit.declared[own]!.name;
  const { whole, declared } = cut(home ?? node, unit);
  const inner = find(whole, index - (home ?? node).index, undefined)!;
  return {
    name: node.name,
    ...(self !== undefined && { self }),
    root: inner.node,
    ...(inner.home && { home: inner.home }),
    ...factsOf(whole, declared),
    usesThis: node.kind === "function" && node.form === "arrow" && usesThis(node),
    file,
  };
}

interface Found {
  readonly node: FunctionNode | ClassNode;
  /** The class that `node` is a method of. */
  readonly home: ClassNode | undefined;
}

function find(node: Node, index: number, home: ClassNode | undefined): Found | undefined {
  if ((node.kind === "function" || node.kind === "class") && node.index === index)
    return { node, home: node.kind === "function" && node.form !== "arrow" ? home : undefined };
  let found: Found | undefined;
  // a method is two steps below its class: class, class-method, function
  const around = node.kind === "class" ? node : node.kind === "class-method" ? home : undefined;
  forEachChild(node, (child) => {
    found ??= find(child, index, around);
  });
  return found;
}

interface Cut {
  readonly whole: FunctionNode | ClassNode;
  readonly declared: readonly Declared[];
}

/** `root` cut out of its unit: other names free, its own numbered from 0, and no name for itself. */
function cut(root: FunctionNode | ClassNode, { declared }: Unit): Cut {
  const inside = [...declaredInside(root)]
    .filter((id) => id !== root.self)
    .toSorted((a, b) => a - b);
  const ids = new Map(inside.map((id, i) => [id, i]));
  const change = (node: Node): Node => {
    if (node.kind === "local") {
      const id = ids.get(node.id);
      if (id !== undefined) return { ...node, id };
      return { kind: "free", at: node.at, name: declared[node.id]!.name } satisfies FreeNode;
    }
    return renumber(mapChildren(node, change), ids, root.index);
  };
  const { self: _, ...rest } = root;
  return { whole: change(rest) as typeof root, declared: inside.map((id) => declared[id]!) };
}

/** A node with the ids that it declares, and its own index, changed. */
function renumber(node: Node, ids: ReadonlyMap<LocalId, LocalId>, base: number): Node {
  switch (node.kind) {
    case "function": {
      const self = node.self === undefined ? {} : { self: ids.get(node.self)! };
      const vars = node.vars.map((id) => ids.get(id)!);
      return { ...node, ...self, vars, index: node.index - base };
    }
    case "class": {
      const self = node.self === undefined ? {} : { self: ids.get(node.self)! };
      return { ...node, ...self, index: node.index - base };
    }
    case "function-declare":
    case "class-declare":
      return { ...node, id: ids.get(node.id)! };
    case "static-block":
      return { ...node, vars: node.vars.map((id) => ids.get(id)!) };
    default:
      return node;
  }
}

function usesThis(node: Node): boolean {
  if (node.kind === "this" || node.kind === "super") return true;
  let found = false;
  forEachChild(node, (child) => {
    if (child.kind === "function" && child.form !== "arrow") return;
    if (child.kind === "static-block") return;
    // a field's value has a `this` of its own, its key has not
    found ||= usesThis(child.kind === "class-field" ? child.key : child);
  });
  return found;
}
