import type { AnyNode } from "./estree.ts";
import type * as es from "./estree.ts";
import type { Scope } from "./scope.ts";
import type {
  At,
  BlockNode,
  ClassNode,
  Expr,
  FunctionForm,
  FunctionNode,
  Node,
  Pattern,
  Stmt,
  UnsupportedNode,
} from "./tree.ts";

/** The stages of the lowering, which call one another, and what they share. */
export interface Lowering {
  /** `name` is what an anonymous function or class here would be called. */
  expr(node: es.Node, scope: Scope, name?: string): Expr;
  /** `declares`: leaves are declared names, not places that are stored into. */
  pattern(node: es.Node, scope: Scope): Pattern;
  stmt(node: es.Node, scope: Scope): Stmt;
  /** A list of statements with a scope of its own, already made. */
  block(body: readonly es.Node[], at: At, scope: Scope): BlockNode;
  func(node: es.AnyFunction, scope: Scope, form: FunctionForm, named: Named): FunctionNode;
  klass(node: es.AnyClass, scope: Scope, name: string): ClassNode;
  at(node: es.Node): At;
  /** The outermost node, whose own name is not a local: every root sees its own as free. */
  readonly root: es.Node;
  /** The index of the next function or class, remembered as that of `node`. */
  index(node: es.Node): number;
}

export interface Named {
  readonly name: string;
  /** Where the text of the function starts and ends, if not where its node does. */
  readonly around?: es.Node;
}

/** A node with the fields that are undefined left out. */
export function make<N extends Node>(
  kind: N["kind"],
  at: At,
  fields: { readonly [F in Exclude<keyof N, "kind" | "at">]: N[F] | undefined },
): N {
  const node: Record<string, unknown> = { kind, at };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) node[name] = value;
  }
  return node as unknown as N;
}

export function unsupported(at: At, what: string, help?: string): UnsupportedNode {
  return make<UnsupportedNode>("unsupported", at, { what, help });
}

/** Names bound by a pattern of a declaration or parameter list. */
export function boundNames(pattern: es.Node): string[] {
  const node = pattern as es.Pattern | es.RestElement | es.AssignmentProperty;
  switch (node.type) {
    case "Identifier":
      return [node.name];
    case "ArrayPattern":
      return node.elements.flatMap((item) => (item ? boundNames(item) : []));
    case "ObjectPattern":
      return node.properties.flatMap(boundNames);
    case "Property":
      return boundNames(node.value);
    case "AssignmentPattern":
      return boundNames(node.left);
    case "RestElement":
      return boundNames(node.argument);
    default:
      // a TypeScript parameter property
      return "parameter" in node ? boundNames(node["parameter"] as es.Node) : [];
  }
}

export function isErased(node: AnyNode): boolean {
  return (
    node.type === "TSTypeAliasDeclaration" ||
    node.type === "TSInterfaceDeclaration" ||
    node.type === "TSDeclareFunction" ||
    node["declare"] === true
  );
}
