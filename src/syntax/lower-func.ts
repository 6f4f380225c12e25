import * as es from "./estree.ts";
import { lowerName } from "./lower-expr.ts";
import { boundNames, isErased, type Lowering, make, type Named } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type {
  At,
  BlockNode,
  Expr,
  FunctionForm,
  FunctionNode,
  LocalId,
  Pattern,
  ReturnNode,
  Stmt,
} from "./tree.ts";

/** A function of any form, with the scopes it opens. */
export function lowerFunc(
  l: Lowering,
  node: es.AnyFunction,
  outer: Scope,
  form: FunctionForm,
  named: Named,
): FunctionNode {
  const index = l.index(node);
  const around = outer.inner();
  // a declaration's name belongs to the scope around it
  const own = node.type === "FunctionExpression" && node !== l.root ? node.id : undefined;
  const self = own ? around.declare(own.name, "self") : undefined;
  const scope = around.inner();
  const params = node.params.filter((param) => !isThisParam(param));
  for (const param of params) for (const name of boundNames(param)) scope.declare(name, "param");
  const vars = declareVars(node.body, scope, scope.inner());
  const { list, rest, properties } = lowerParams(l, params, scope);
  const body = lowerFuncBody(l, node, vars.scope);
  return make<FunctionNode>("function", l.at(named.around ?? node), {
    form,
    name: named.name,
    self,
    params: list,
    rest,
    vars: vars.ids,
    body: properties.length > 0 ? withProperties(body, properties) : body,
    generator: node.generator,
    async: node.async,
    index,
  });
}

interface Params {
  readonly list: Pattern[];
  readonly rest: Pattern | undefined;
  /** What TypeScript's `constructor(public x: number)` stands for: `this.x = x`. */
  readonly properties: readonly Stmt[];
}

function lowerParams(l: Lowering, params: readonly es.Node[], scope: Scope): Params {
  const list: Pattern[] = [];
  let rest: Pattern | undefined;
  const properties: Stmt[] = [];
  for (const param of params) {
    if (param.type === "RestElement") {
      rest = l.pattern((param as es.RestElement).argument, scope);
    } else if (param.type === "TSParameterProperty") {
      list.push(lowerParam(l, es.anyNode(param)["parameter"] as es.Node, scope));
      for (const name of boundNames(param)) properties.push(propertyOf(l.at(param), name, scope));
    } else {
      list.push(lowerParam(l, param, scope));
    }
  }
  return { list, rest, properties };
}

/** A parameter. TypeScript's `x?` has a default value, which is undefined: it may be left out. */
function lowerParam(l: Lowering, param: es.Node, scope: Scope): Pattern {
  const target = l.pattern(param, scope);
  if (es.anyNode(param)["optional"] !== true) return target;
  const { at } = target;
  const zero: Expr = { kind: "number", at, value: 0 };
  return {
    kind: "default-pattern",
    at,
    target,
    value: { kind: "unary", at, op: "void", value: zero },
  };
}

function propertyOf(at: At, name: string, scope: Scope): Stmt {
  const object: Expr = { kind: "this", at };
  const target: Pattern = { kind: "member", at, object, name, optional: false };
  const value: Expr = { kind: "assign", at, op: null, target, value: lowerName(name, at, scope) };
  return { kind: "expr", at, value };
}

/** The body with the properties assigned first, or behind the call of `super`. */
function withProperties(body: BlockNode, properties: readonly Stmt[]): BlockNode {
  const isSuper = (stmt: Stmt): boolean =>
    stmt.kind === "expr" && stmt.value.kind === "call" && stmt.value.callee.kind === "super";
  const from = body.body.findIndex(isSuper) + 1;
  return { ...body, body: body.body.toSpliced(from, 0, ...properties) };
}

function lowerFuncBody(l: Lowering, node: es.AnyFunction, scope: Scope): BlockNode {
  const body = es.bare(node.body);
  const at = l.at(body);
  if (body.type === "BlockStatement") return l.block(body.body, at, scope);
  const result = make<ReturnNode>("return", at, { value: l.expr(body, scope) });
  return { kind: "block", at, functions: [], body: [result] };
}

interface Vars {
  readonly ids: LocalId[];
  readonly scope: Scope;
}

/**
 * Declares the `var`s of a function body. One that has the name of a parameter, or of a function
 * declared at the top of the body, is that variable.
 */
export function declareVars(body: es.Node, params: Scope, scope: Scope): Vars {
  const ids: LocalId[] = [];
  const functions = new Set<string>();
  if (body.type === "BlockStatement") {
    for (const stmt of (body as es.BlockStatement).body)
      if (stmt.type === "FunctionDeclaration") functions.add(stmt.id.name);
  }
  for (const name of varNames(es.anyNode(body))) {
    const param = params.own(name);
    if (functions.has(name) || scope.own(name) !== undefined) continue;
    if (param !== undefined) scope.share(name, param);
    else ids.push(scope.declare(name, "var"));
  }
  return { ids, scope };
}

function varNames(node: es.AnyNode): string[] {
  if (es.isFunction(node) || es.isClass(node) || isErased(node)) return [];
  const names = es.childrenOf(node).flatMap(varNames);
  if (node.type !== "VariableDeclaration" || node["kind"] !== "var") return names;
  const { declarations } = node as unknown as es.VariableDeclaration;
  return [...declarations.flatMap((item) => boundNames(item.id)), ...names];
}

/** TypeScript's `this: T`, which is no parameter. */
function isThisParam(node: es.Node): boolean {
  return node.type === "Identifier" && (node as es.Identifier).name === "this";
}
