import * as es from "./estree.ts";
import { declareVars } from "./lower-func.ts";
import { lowerKey } from "./lower-key.ts";
import { isErased, type Lowering, make, unsupported } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type {
  ClassNode,
  FieldNode,
  FunctionNode,
  Key,
  MethodNode,
  PrivateKeyNode,
  StaticBlockNode,
} from "./tree.ts";

type Member = ClassNode["members"][number];

/** A class, whose own name is visible inside it. */
export function lowerClass(l: Lowering, node: es.AnyClass, outer: Scope, name: string): ClassNode {
  const index = l.index(node);
  const scope = outer.inner();
  const self = node.id && node !== l.root ? scope.declare(node.id.name, "self") : undefined;
  const parent = node.superClass ? l.expr(node.superClass, scope) : undefined;
  let init: FunctionNode | undefined;
  const members: Member[] = [];
  if (hasDecorators(node)) members.push(unsupported(l.at(node), "a decorator"));
  for (const item of node.body.body) {
    if (isErasedMember(es.anyNode(item))) continue;
    if (item.type === "MethodDefinition" && item.kind === "constructor")
      init = l.func(item.value, scope, "constructor", { name, around: item });
    else members.push(lowerMember(l, item, scope));
  }
  return make<ClassNode>("class", l.at(node), { name, self, parent, init, members, index });
}

function lowerMember(l: Lowering, item: es.Node, scope: Scope): Member {
  const at = l.at(item);
  if (hasDecorators(item)) return unsupported(at, "a decorator", "call what it would do by hand");
  switch (item.type) {
    case "MethodDefinition":
      return lowerMethod(l, item as es.MethodDefinition, scope);
    case "PropertyDefinition": {
      const field = item as es.PropertyDefinition;
      const key = lowerMemberKey(l, field.key, field.computed, scope);
      const name = keyName(key);
      return make<FieldNode>("class-field", at, {
        key,
        static: field.static,
        value: field.value ? l.expr(field.value, scope, name) : undefined,
      });
    }
    case "StaticBlock": {
      const block = item as es.StaticBlock;
      const inner = scope.inner();
      const body = { ...block, type: "BlockStatement" as const };
      const vars = declareVars(body, inner, inner.inner());
      return make<StaticBlockNode>("static-block", at, {
        vars: vars.ids,
        body: l.block(block.body, at, vars.scope),
      });
    }
    default:
      return unsupported(at, "an auto-accessor", "write a getter and a setter");
  }
}

function lowerMethod(l: Lowering, item: es.MethodDefinition, scope: Scope): MethodNode {
  const key = lowerMemberKey(l, item.key, item.computed, scope);
  const form = item.kind === "get" ? "getter" : item.kind === "set" ? "setter" : "method";
  return make<MethodNode>("class-method", l.at(item), {
    key,
    static: item.static,
    value: l.func(item.value, scope, form, { name: keyName(key), around: item }),
  });
}

function lowerMemberKey(
  l: Lowering,
  node: es.Node,
  computed: boolean,
  scope: Scope,
): Key | PrivateKeyNode {
  if (node.type !== "PrivateIdentifier") return lowerKey(l, node, computed, scope);
  return { kind: "private-key", at: l.at(node), name: (node as es.PrivateIdentifier).name };
}

function keyName(key: Key | PrivateKeyNode): string {
  if (key.kind === "private-key") return `#${key.name}`;
  return key.kind === "name-key" ? key.name : "";
}

function hasDecorators(node: es.Node): boolean {
  const decorators = es.anyNode(node)["decorators"];
  return Array.isArray(decorators) && decorators.length > 0;
}

/** Members that exist for the type checker only. */
function isErasedMember(node: es.AnyNode): boolean {
  const value = node["value"] as es.AnyNode | null | undefined;
  return (
    isErased(node) ||
    node.type === "TSIndexSignature" ||
    node.type.startsWith("TSAbstract") ||
    value?.type === "TSEmptyBodyFunctionExpression"
  );
}
