import * as es from "./estree.ts";
import { lowerClass } from "./lower-class.ts";
import { lowerExpr } from "./lower-expr.ts";
import { lowerFunc } from "./lower-func.ts";
import { lowerPattern } from "./lower-pattern.ts";
import { lowerBlock, lowerStmt } from "./lower-stmt.ts";
import type { Lowering } from "./lowering.ts";
import { type Declared, Scope } from "./scope.ts";
import type { At, ClassNode, FunctionForm, FunctionNode } from "./tree.ts";

/**
 * An outermost function or class, with everything in it. Each function inside can be taken as a
 * root of its own: see `rootAt`.
 */
export interface Unit {
  readonly root: FunctionNode | ClassNode;
  /** The name by which the root sees itself; no local, so that it is free in every root. */
  readonly self?: string;
  /** Every name declared inside, by id. */
  readonly declared: readonly Declared[];
}

export interface Lowered extends Unit {
  /** The index of every function and class inside, by its ESTree node. */
  readonly indexes: ReadonlyMap<es.Node, number>;
}

export interface LowerOptions {
  readonly form?: FunctionForm;
  readonly name?: string;
  /** The node that holds the function, if it is a method. */
  readonly around?: es.Node;
  /** Subtracted from every offset. */
  readonly offset?: number;
}

/** The one way from ESTree, whoever parsed it and with or without types, to the surface tree. */
export function lower(node: es.AnyFunction | es.AnyClass, options: LowerOptions = {}): Lowered {
  const { offset = 0, around } = options;
  const declared: Declared[] = [];
  const indexes = new Map<es.Node, number>();
  const l: Lowering = {
    root: node,
    expr: (...args) => lowerExpr(l, ...args),
    pattern: (...args) => lowerPattern(l, ...args),
    stmt: (...args) => lowerStmt(l, ...args),
    block: (...args) => lowerBlock(l, ...args),
    func: (...args) => lowerFunc(l, ...args),
    klass: (...args) => lowerClass(l, ...args),
    at: (inner) => placeOf(inner, offset),
    index(inner) {
      indexes.set(inner, indexes.size);
      return indexes.size - 1;
    },
  };
  const name = node.id?.name ?? options.name ?? "";
  const self = node.id && node.type !== "FunctionDeclaration" ? { self: node.id.name } : {};
  const scope = Scope.root(declared);
  if (es.isClass(node))
    return { root: lowerClass(l, node, scope, name), ...self, declared, indexes };
  const form = options.form ?? (node.type === "ArrowFunctionExpression" ? "arrow" : "function");
  const root = lowerFunc(l, node, scope, form, around ? { name, around } : { name });
  return { root, ...self, declared, indexes };
}

function placeOf(node: es.Node, offset: number): At {
  // in TypeScript an identifier's node takes in its type annotation
  const end =
    node.type === "Identifier" && es.anyNode(node)["typeAnnotation"]
      ? node.start + (node as es.Identifier).name.length
      : node.end;
  return [node.start - offset, end - offset];
}
