import * as es from "./estree.ts";
import { lowerName } from "./lower-expr.ts";
import { lowerKey } from "./lower-key.ts";
import { type Lowering, make, unsupported } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type {
  ArrayPatternNode,
  At,
  DefaultPatternNode,
  HoleNode,
  ObjectPatternNode,
  Pattern,
  PatternPropertyNode,
} from "./tree.ts";

/** Left side of a declaration, a parameter or an assignment. */
export function lowerPattern(l: Lowering, wrapped: es.Node, scope: Scope): Pattern {
  const node = es.bare(wrapped) as es.Pattern;
  const at = l.at(node);
  switch (node.type) {
    case "Identifier":
      return lowerName(node.name, at, scope);
    case "MemberExpression":
      return l.expr(node, scope) as Pattern;
    case "ArrayPattern":
      return lowerArrayPattern(l, node, at, scope);
    case "ObjectPattern":
      return lowerObjectPattern(l, node, at, scope);
    case "AssignmentPattern": {
      const name = node.left.type === "Identifier" ? node.left.name : "";
      return make<DefaultPatternNode>("default-pattern", at, {
        target: l.pattern(node.left, scope),
        value: l.expr(node.right, scope, name),
      });
    }
    default:
      return unsupported(at, `the target \`${(node as es.Node).type}\``);
  }
}

function lowerArrayPattern(l: Lowering, node: es.ArrayPattern, at: At, scope: Scope): Pattern {
  const items: (Pattern | HoleNode)[] = [];
  let rest: Pattern | undefined;
  for (const item of node.elements) {
    if (!item) items.push(make<HoleNode>("hole", at, {}));
    else if (item.type === "RestElement") rest = l.pattern(item.argument, scope);
    else items.push(l.pattern(item, scope));
  }
  return make<ArrayPatternNode>("array-pattern", at, { items, rest });
}

function lowerObjectPattern(l: Lowering, node: es.ObjectPattern, at: At, scope: Scope): Pattern {
  const properties: PatternPropertyNode[] = [];
  let rest: Pattern | undefined;
  for (const property of node.properties) {
    if (property.type === "RestElement") {
      rest = l.pattern(property.argument, scope);
      continue;
    }
    const key = lowerKey(l, property.key, property.computed, scope);
    const target = l.pattern(property.value, scope);
    properties.push(make<PatternPropertyNode>("pattern-property", l.at(property), { key, target }));
  }
  return make<ObjectPatternNode>("object-pattern", at, { properties, rest });
}
