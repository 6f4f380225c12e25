import * as es from "./estree.ts";
import { lowerKey } from "./lower-key.ts";
import { type Lowering, make, unsupported } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type {
  ArithmeticOp,
  ArrayNode,
  AssignNode,
  At,
  BinaryNode,
  CallNode,
  ConditionalNode,
  Expr,
  FreeNode,
  HoleNode,
  IndexNode,
  LocalNode,
  LogicalNode,
  LogicalOp,
  MemberNode,
  NewNode,
  NullNode,
  ObjectNode,
  PrivateInNode,
  PrivateNode,
  PropertyNode,
  SequenceNode,
  SpreadNode,
  SuperNode,
  TemplateNode,
  ThisNode,
  UnaryNode,
  UnsupportedNode,
  UpdateNode,
  YieldNode,
} from "./tree.ts";

/** ESTree expression → surface expression. */
export function lowerExpr(l: Lowering, wrapped: es.Node, scope: Scope, name = ""): Expr {
  const node = es.bare(wrapped) as es.Expression | es.Super;
  const at = l.at(node);
  switch (node.type) {
    case "Literal":
      return lowerLiteral(node, at);
    case "TemplateLiteral":
      return make<TemplateNode>("template", at, {
        texts: node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw),
        values: node.expressions.map((value) => l.expr(value, scope)),
      });
    case "Identifier":
      return lowerName(node.name, at, scope);
    case "ThisExpression":
      return make<ThisNode>("this", at, {});
    case "Super":
      return make<SuperNode>("super", at, {});
    case "ArrayExpression":
      return make<ArrayNode>("array", at, {
        items: node.elements.map((item) =>
          item ? lowerItem(l, item, scope) : make<HoleNode>("hole", at, {}),
        ),
      });
    case "ObjectExpression":
      return make<ObjectNode>("object", at, {
        properties: node.properties.map((property) => lowerProperty(l, property, scope)),
      });
    case "FunctionExpression":
      return l.func(node, scope, "function", { name: node.id?.name ?? name });
    case "ArrowFunctionExpression":
      return l.func(node, scope, "arrow", { name });
    case "ClassExpression":
      return l.klass(node, scope, node.id?.name ?? name);
    case "YieldExpression":
      return make<YieldNode>("yield", at, {
        value: node.argument ? l.expr(node.argument, scope) : undefined,
        delegate: node.delegate,
      });
    default:
      return lowerOperator(l, node, at, scope);
  }
}

function lowerOperator(l: Lowering, node: es.Expression, at: At, scope: Scope): Expr {
  switch (node.type) {
    case "UnaryExpression":
      return make<UnaryNode>("unary", at, {
        op: node.operator,
        value: l.expr(node.argument, scope),
      });
    case "BinaryExpression":
      return lowerBinary(l, node, at, scope);
    case "LogicalExpression":
      return make<LogicalNode>("logical", at, {
        op: node.operator,
        left: l.expr(node.left, scope),
        right: l.expr(node.right, scope),
      });
    case "ConditionalExpression":
      return make<ConditionalNode>("conditional", at, {
        test: l.expr(node.test, scope),
        then: l.expr(node.consequent, scope),
        else: l.expr(node.alternate, scope),
      });
    case "AssignmentExpression":
      return lowerAssign(l, node, at, scope);
    case "UpdateExpression":
      return make<UpdateNode>("update", at, {
        op: node.operator,
        prefix: node.prefix,
        target: l.pattern(node.argument, scope) as UpdateNode["target"],
      });
    case "SequenceExpression":
      return make<SequenceNode>("sequence", at, {
        values: node.expressions.map((value) => l.expr(value, scope)),
      });
    default:
      return lowerAccess(l, node, at, scope);
  }
}

function lowerAccess(l: Lowering, node: es.Expression, at: At, scope: Scope): Expr {
  switch (node.type) {
    case "MemberExpression":
      return lowerMember(l, node, at, scope);
    case "ChainExpression":
      return { kind: "chain", at, value: l.expr(node.expression, scope) };
    case "CallExpression": {
      const callee = es.bare(node.callee);
      if (
        callee.type === "Identifier" &&
        callee.name === "eval" &&
        scope.find("eval") === undefined
      )
        return unsupported(at, "`eval`", "call the function that the text would define");
      return make<CallNode>("call", at, {
        callee: l.expr(node.callee, scope),
        args: node.arguments.map((arg) => lowerItem(l, arg, scope)),
        optional: node.optional,
      });
    }
    case "NewExpression":
      return make<NewNode>("new", at, {
        callee: l.expr(node.callee, scope),
        args: node.arguments.map((arg) => lowerItem(l, arg, scope)),
      });
    default:
      return lowerUnsupported(node, at);
  }
}

function lowerUnsupported(node: es.Expression, at: At): Expr {
  switch (node.type) {
    case "TaggedTemplateExpression":
      return unsupported(at, "a tagged template", "call the tag function with plain arguments");
    case "AwaitExpression":
      return unsupported(at, "`await`", "await outside, and pass the value as an argument");
    case "ImportExpression":
      return unsupported(at, "`import()`", "import the module at the top of the file");
    case "MetaProperty": {
      const what = `\`${node.meta.name}.${node.property.name}\``;
      return unsupported(at, what, "read it outside, and pass the value as an argument");
    }
    default:
      return unsupported(at, `the syntax \`${node.type}\``);
  }
}

function lowerLiteral(node: es.Literal, at: At): Expr {
  const { value } = node;
  if (node.regex)
    return unsupported(at, "a regular expression", "match outside, and pass the result in");
  if (node.bigint !== undefined && node.bigint !== null)
    return unsupported(at, "a bigint", "write a number");
  if (typeof value === "number") return { kind: "number", at, value };
  if (typeof value === "string") return { kind: "string", at, value };
  if (typeof value === "boolean") return { kind: "boolean", at, value };
  return make<NullNode>("null", at, {});
}

/** A use of a name, as a value or as a place to store into. */
export function lowerName(
  name: string,
  at: At,
  scope: Scope,
): LocalNode | FreeNode | UnsupportedNode {
  const id = scope.find(name);
  if (id !== undefined) return { kind: "local", at, id };
  if (name === "arguments")
    return unsupported(at, "`arguments`", "declare a rest parameter `...args`");
  return { kind: "free", at, name };
}

function lowerItem(l: Lowering, node: es.Node, scope: Scope): Expr | SpreadNode {
  if (node.type !== "SpreadElement") return l.expr(node, scope);
  const value = l.expr((node as es.SpreadElement).argument, scope);
  return { kind: "spread", at: l.at(node), value };
}

function lowerProperty(
  l: Lowering,
  node: es.Property | es.SpreadElement,
  scope: Scope,
): ObjectNode["properties"][number] {
  const at = l.at(node);
  if (node.type === "SpreadElement")
    return { kind: "spread", at, value: l.expr(node.argument, scope) };
  const key = lowerKey(l, node.key, node.computed, scope);
  const name = key.kind === "name-key" ? key.name : "";
  if (name === "__proto__" && node.kind === "init" && !node.method && !node.shorthand)
    return unsupported(at, "`__proto__`", "write a class");
  if (node.method || node.kind !== "init") {
    const form = node.method ? "method" : node.kind === "get" ? "getter" : "setter";
    const value = l.func(node.value as es.FunctionExpression, scope, form, { name, around: node });
    return make<PropertyNode>("property", at, { key, value });
  }
  return make<PropertyNode>("property", at, { key, value: l.expr(node.value, scope, name) });
}

function lowerBinary(l: Lowering, node: es.BinaryExpression, at: At, scope: Scope): Expr {
  const right = l.expr(node.right, scope);
  if (node.left.type === "PrivateIdentifier")
    return make<PrivateInNode>("private-in", at, { name: node.left.name, object: right });
  const left = l.expr(node.left, scope);
  return make<BinaryNode>("binary", at, { op: node.operator, left, right });
}

function lowerMember(l: Lowering, node: es.MemberExpression, at: At, scope: Scope): Expr {
  const object = l.expr(node.object, scope);
  const { optional, property } = node;
  if (property.type === "PrivateIdentifier")
    return make<PrivateNode>("private", at, { object, name: property.name, optional });
  if (node.computed)
    return make<IndexNode>("index", at, { object, index: l.expr(property, scope), optional });
  return make<MemberNode>("member", at, {
    object,
    name: (property as es.Identifier).name,
    optional,
  });
}

function lowerAssign(l: Lowering, node: es.AssignmentExpression, at: At, scope: Scope): Expr {
  const target = l.pattern(node.left, scope);
  const op =
    node.operator === "=" ? null : (node.operator.slice(0, -1) as ArithmeticOp | LogicalOp);
  const plain = node.left.type === "Identifier" ? node.left.name : "";
  const value = l.expr(node.right, scope, plain);
  return make<AssignNode>("assign", at, { op, target, value });
}
