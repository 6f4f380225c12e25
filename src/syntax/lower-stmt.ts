import * as es from "./estree.ts";
import { boundNames, isErased, type Lowering, make, unsupported } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type {
  At,
  BlockNode,
  BreakNode,
  CaseNode,
  ClassDeclareNode,
  ContinueNode,
  DeclaratorNode,
  DeclareNode,
  EmptyNode,
  ForNode,
  FunctionDeclareNode,
  IfNode,
  ReturnNode,
  Stmt,
  SwitchNode,
  TryNode,
} from "./tree.ts";

/** ESTree statement → surface statement. Its scope must already have the names it declares. */
export function lowerStmt(l: Lowering, wrapped: es.Node, scope: Scope): Stmt {
  const node = wrapped as es.Statement;
  const at = l.at(node);
  switch (node.type) {
    case "ExpressionStatement":
      return { kind: "expr", at, value: l.expr(node.expression, scope) };
    case "VariableDeclaration":
      return isErased(es.anyNode(node)) ? empty(at) : lowerDeclare(l, node, at, scope);
    case "BlockStatement":
      return l.block(node.body, at, scope.inner());
    case "ReturnStatement":
      return make<ReturnNode>("return", at, {
        value: node.argument ? l.expr(node.argument, scope) : undefined,
      });
    case "ThrowStatement":
      return { kind: "throw", at, value: l.expr(node.argument, scope) };
    case "BreakStatement":
      return make<BreakNode>("break", at, { label: node.label?.name });
    case "ContinueStatement":
      return make<ContinueNode>("continue", at, { label: node.label?.name });
    case "ClassDeclaration":
      return make<ClassDeclareNode>("class-declare", at, {
        id: scope.find(node.id.name)!,
        value: l.klass(node, scope, node.id.name),
      });
    case "EmptyStatement":
      return empty(at);
    default:
      return lowerControl(l, node, at, scope);
  }
}

function lowerControl(l: Lowering, node: es.Statement, at: At, scope: Scope): Stmt {
  switch (node.type) {
    case "IfStatement":
      return make<IfNode>("if", at, {
        test: l.expr(node.test, scope),
        then: lowerBody(l, node.consequent, scope),
        else: node.alternate ? lowerBody(l, node.alternate, scope) : undefined,
      });
    case "ForStatement":
      return lowerFor(l, node, at, scope.inner());
    case "ForInStatement":
    case "ForOfStatement":
      return lowerForEach(l, node, at, scope);
    case "WhileStatement":
      return {
        kind: "while",
        at,
        test: l.expr(node.test, scope),
        body: lowerBody(l, node.body, scope),
      };
    case "DoWhileStatement":
      return {
        kind: "do",
        at,
        body: lowerBody(l, node.body, scope),
        test: l.expr(node.test, scope),
      };
    case "LabeledStatement":
      return { kind: "label", at, name: node.label.name, body: lowerBody(l, node.body, scope) };
    case "SwitchStatement":
      return lowerSwitch(l, node, at, scope);
    case "TryStatement":
      return lowerTry(l, node, at, scope);
    default:
      return lowerOther(node, at);
  }
}

function lowerOther(node: es.Node, at: At): Stmt {
  if (isErased(es.anyNode(node))) return empty(at);
  switch (node.type) {
    case "WithStatement":
      return unsupported(at, "`with`", "name the object in front of each property");
    case "DebuggerStatement":
      return unsupported(at, "`debugger`", "debug the original function, which runs as it is");
    case "TSEnumDeclaration":
      return unsupported(at, "an `enum` inside a function", "declare it outside the function");
    case "TSModuleDeclaration":
      return unsupported(at, "a `namespace`", "use a module");
    default:
      return unsupported(at, `the syntax \`${node.type}\``);
  }
}

/** A statement where a declaration is not allowed to stand alone, except sloppy functions. */
function lowerBody(l: Lowering, node: es.Node, scope: Scope): Stmt {
  if (node.type === "FunctionDeclaration") return l.block([node], l.at(node), scope.inner());
  return l.stmt(node, scope);
}

function lowerDeclare(
  l: Lowering,
  node: es.VariableDeclaration,
  at: At,
  scope: Scope,
): DeclareNode | Stmt {
  if (node.kind === "using" || node.kind === "await using")
    return unsupported(at, "`using`", "declare it with `const`");
  const items = node.declarations.map((item) => {
    const name = item.id.type === "Identifier" ? item.id.name : "";
    return make<DeclaratorNode>("declarator", l.at(item), {
      target: l.pattern(item.id, scope),
      init: item.init ? l.expr(item.init, scope, name) : undefined,
    });
  });
  return { kind: "declare", at, how: node.kind, items };
}

function lowerFor(l: Lowering, node: es.ForStatement, at: At, scope: Scope): Stmt {
  const { init } = node;
  let first: ForNode["init"];
  if (init?.type === "VariableDeclaration") {
    declareLexical(init, scope);
    first = lowerDeclare(l, init, l.at(init), scope) as ForNode["init"];
  } else if (init) {
    first = { kind: "expr", at: l.at(init), value: l.expr(init, scope) };
  }
  return make<ForNode>("for", at, {
    init: first,
    test: node.test ? l.expr(node.test, scope) : undefined,
    update: node.update ? l.expr(node.update, scope) : undefined,
    body: lowerBody(l, node.body, scope),
  });
}

function lowerForEach(
  l: Lowering,
  node: es.ForInStatement | es.ForOfStatement,
  at: At,
  outer: Scope,
): Stmt {
  if (node.type === "ForOfStatement" && node.await)
    return unsupported(at, "`for await`", "collect the values first, and pass them as an array");
  const over = l.expr(node.right, outer);
  const scope = outer.inner();
  const { left } = node;
  let how: "var" | "let" | "const" | "assign" = "assign";
  let place: es.Node = left;
  if (left.type === "VariableDeclaration") {
    if (left.kind === "using" || left.kind === "await using")
      return unsupported(at, "`using`", "declare it with `const`");
    declareLexical(left, scope);
    how = left.kind;
    place = left.declarations[0]!.id;
  }
  const target = l.pattern(place, scope);
  const body = lowerBody(l, node.body, scope);
  if (node.type === "ForInStatement")
    return { kind: "for-in", at, how, target, object: over, body };
  return { kind: "for-of", at, how, target, iterable: over, body };
}

function lowerSwitch(l: Lowering, node: es.SwitchStatement, at: At, outer: Scope): Stmt {
  const value = l.expr(node.discriminant, outer);
  const scope = outer.inner();
  const all = node.cases.flatMap((one) => one.consequent);
  for (const stmt of all) declareLexical(stmt, scope);
  const cases = node.cases.map((one) =>
    make<CaseNode>("case", l.at(one), {
      test: one.test ? l.expr(one.test, scope) : undefined,
      body: one.consequent
        .filter((stmt) => !isFunctionStmt(stmt))
        .map((stmt) => l.stmt(stmt, scope)),
    }),
  );
  return make<SwitchNode>("switch", at, { value, functions: hoist(l, all, scope), cases });
}

function lowerTry(l: Lowering, node: es.TryStatement, at: At, scope: Scope): Stmt {
  const block = l.block(node.block.body, l.at(node.block), scope.inner());
  const { handler, finalizer } = node;
  const inside = scope.inner();
  let param: TryNode["param"];
  if (handler?.param) {
    for (const name of boundNames(handler.param)) inside.declare(name, "catch");
    param = l.pattern(handler.param, inside);
  }
  return make<TryNode>("try", at, {
    block,
    param,
    handler: handler ? l.block(handler.body.body, l.at(handler.body), inside.inner()) : undefined,
    last: finalizer ? l.block(finalizer.body, l.at(finalizer), scope.inner()) : undefined,
  });
}

/** Statements in a scope made for them, where they have not yet declared anything. */
export function lowerBlock(l: Lowering, body: readonly es.Node[], at: At, scope: Scope): BlockNode {
  for (const stmt of body) declareLexical(stmt, scope);
  const functions = hoist(l, body, scope);
  const rest = body.filter((stmt) => !isFunctionStmt(stmt)).map((stmt) => l.stmt(stmt, scope));
  return { kind: "block", at, functions, body: rest };
}

/** Function declarations; of several with one name, the last one is meant. */
function hoist(l: Lowering, body: readonly es.Node[], scope: Scope): FunctionDeclareNode[] {
  const last = new Map<number, FunctionDeclareNode>();
  for (const node of body) {
    if (!isFunctionStmt(node)) continue;
    const { name } = node.id;
    const id = scope.find(name)!;
    const value = l.func(node, scope, "function", { name });
    last.delete(id);
    last.set(id, { kind: "function-declare", at: l.at(node), id, value });
  }
  return [...last.values()];
}

function isFunctionStmt(node: es.Node): node is es.FunctionDeclaration {
  return node.type === "FunctionDeclaration";
}

/** Declares in `scope` what a statement declares in the block it stands in, `var` excepted. */
function declareLexical(node: es.Node, scope: Scope): void {
  if (isErased(es.anyNode(node))) return;
  if (node.type === "VariableDeclaration") {
    const { kind, declarations } = node as es.VariableDeclaration;
    if (kind === "var") return;
    for (const item of declarations)
      for (const name of boundNames(item.id)) scope.declare(name, kind === "let" ? "let" : "const");
  } else if (isFunctionStmt(node)) {
    if (scope.own(node.id.name) === undefined) scope.declare(node.id.name, "function");
  } else if (node.type === "ClassDeclaration") {
    scope.declare((node as es.ClassDeclaration).id.name, "class");
  }
}

function empty(at: At): EmptyNode {
  return make<EmptyNode>("empty", at, {});
}
