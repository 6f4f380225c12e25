import * as es from "./estree.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import type { Key } from "./tree.ts";

/** The key of a property, a class member or a pattern. */
export function lowerKey(l: Lowering, node: es.Node, computed: boolean, scope: Scope): Key {
  const at = l.at(node);
  if (computed) {
    const value = l.expr(node, scope);
    // `["x"]` is the same key as `x`, except for `__proto__`
    if (value.kind === "string" && value.value !== "__proto__")
      return { kind: "name-key", at, name: value.value };
    return { kind: "computed-key", at, value };
  }
  const key = node as es.Identifier | es.Literal;
  const name = key.type === "Identifier" ? key.name : String(key.value);
  return { kind: "name-key", at, name };
}
