/**
 * ESTree as acorn types it, plus what TypeScript adds and oxc-parser yields. TypeScript nodes are
 * told apart by the `TS` their type starts with, so they need no types of their own.
 */
import type * as acorn from "acorn";

export type * from "acorn";

export type AnyFunction =
  | acorn.FunctionExpression
  | acorn.FunctionDeclaration
  | acorn.AnonymousFunctionDeclaration
  | acorn.ArrowFunctionExpression;

export type AnyClass =
  | acorn.ClassExpression
  | acorn.ClassDeclaration
  | acorn.AnonymousClassDeclaration;

/** A node seen only as a node: for traversals, and for the fields that TypeScript adds. */
export interface AnyNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function anyNode(node: acorn.Node): AnyNode {
  return node as unknown as AnyNode;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** The direct children of a node, in the order of its fields. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

export function isFunction(node: AnyNode | acorn.Node): node is AnyFunction {
  return (
    node.type === "FunctionExpression" ||
    node.type === "FunctionDeclaration" ||
    node.type === "ArrowFunctionExpression"
  );
}

export function isClass(node: AnyNode | acorn.Node): node is AnyClass {
  return node.type === "ClassExpression" || node.type === "ClassDeclaration";
}

const wrappers = new Set([
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

/** The expression inside parentheses and type assertions, which mean nothing at run time. */
export function bare<N extends acorn.Node>(node: N): N {
  let inner: AnyNode = anyNode(node);
  while (wrappers.has(inner.type)) inner = inner["expression"] as AnyNode;
  return inner as unknown as N;
}
