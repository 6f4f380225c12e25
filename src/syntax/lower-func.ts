import * as es from "./estree.ts";
import { boundNames, isErased, type Lowering, make, type Named, unsupported } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type {
  BlockNode,
  FunctionForm,
  FunctionNode,
  LocalId,
  Pattern,
  ReturnNode,
  UnsupportedNode,
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
  const { list, rest, property } = lowerParams(l, params, scope);
  const body = lowerFuncBody(l, node, vars.scope);
  return make<FunctionNode>("function", l.at(named.around ?? node), {
    form,
    name: named.name,
    self,
    params: list,
    rest,
    vars: vars.ids,
    body: property ? { ...body, body: [property, ...body.body] } : body,
    generator: node.generator,
    async: node.async,
    index,
  });
}

interface Params {
  readonly list: Pattern[];
  readonly rest: Pattern | undefined;
  /** Set where a parameter also declares a property, which the body then cannot do without. */
  readonly property: UnsupportedNode | undefined;
}

function lowerParams(l: Lowering, params: readonly es.Node[], scope: Scope): Params {
  const list: Pattern[] = [];
  let rest: Pattern | undefined;
  let property: UnsupportedNode | undefined;
  for (const param of params) {
    if (param.type === "RestElement") {
      rest = l.pattern((param as es.RestElement).argument, scope);
    } else if (param.type === "TSParameterProperty") {
      list.push(l.pattern(es.anyNode(param)["parameter"] as es.Node, scope));
      const help = "declare the property in the class and assign it in the constructor";
      property ??= unsupported(l.at(param), "a parameter property", help);
    } else {
      list.push(l.pattern(param, scope));
    }
  }
  return { list, rest, property };
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
