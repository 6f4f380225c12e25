import type { SourceFile } from "../diagnostics/span.ts";
import { declaredInside, factsOf } from "./facts.ts";
import type { Unit } from "./lower.ts";
import type { ClassNode, FreeNode, FunctionNode, FunctionTree, Node } from "./tree.ts";
import { forEachChild, mapChildren } from "./walk.ts";

/**
 * The function or class with the given index as a root of its own: what it uses of the functions
 * around it becomes free, and so does its own name.
 */
export function rootAt(unit: Unit, index: number, file: SourceFile): FunctionTree {
  const found = find(unit.root, index, undefined);
  if (found === undefined) throw new Error(`internal: no function ${index} in ${file.path}`);
  const whole = free(found.home ?? found.node, unit);
  const inner = find(whole, index, undefined)!;
  const root = withoutSelf(inner.node);
  return {
    name: root.name,
    ...(inner.node.self !== undefined && { self: unit.declared[inner.node.self]!.name }),
    root,
    ...(inner.home && { home: withoutSelf(inner.home) as ClassNode }),
    ...factsOf(whole, unit.declared),
    usesThis: root.kind === "function" && root.form === "arrow" && usesThis(root),
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

/** `root` with every name that is not declared inside it made free. */
function free<N extends FunctionNode | ClassNode>(root: N, { declared }: Unit): N {
  const inside = new Set(declaredInside(root));
  if (root.self !== undefined) inside.delete(root.self);
  const change = (node: Node): Node => {
    if (node.kind !== "local" || inside.has(node.id)) return mapChildren(node, change);
    const { name } = declared[node.id]!;
    return { kind: "free", at: node.at, name } satisfies FreeNode;
  };
  return mapChildren(root, change);
}

function withoutSelf(node: FunctionNode | ClassNode): FunctionNode | ClassNode {
  if (node.self === undefined) return node;
  const { self: _, ...rest } = node;
  return rest;
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
