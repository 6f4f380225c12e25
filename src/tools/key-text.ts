import { type AnyNode, childrenOf } from "../syntax/estree.ts";

/** A property key as text, fit to be written a second time. */
export interface KeyText {
  /** What a function under this key is called, where that is known. */
  readonly name: string | undefined;
  /** As a property: `a`, `"a b"`, `[a]`. */
  readonly property: string;
  /** As an access: `.a`, `["a b"]`, `[a]`. */
  readonly access: string;
  /** As a value: `"a"`, `"a b"`, `a`. */
  readonly value: string;
  /** Not computed. */
  readonly plain: boolean;
  /** Private: only good as a name. */
  readonly hidden?: boolean;
}

/**
 * The key of a property or class member. `undefined` where evaluating it twice might differ from
 * evaluating it once.
 */
export function keyText(member: AnyNode, code: string): KeyText | undefined {
  const key = member["key"] as AnyNode | undefined;
  if (key === undefined) return undefined;
  const text = code.slice(key.start, key.end);
  if (key.type === "PrivateIdentifier") {
    const name = `#${String(key["name"])}`;
    const value = JSON.stringify(name);
    return { name, property: value, access: `[${value}]`, value, plain: true, hidden: true };
  }
  if (member["computed"] === true) {
    if (!isStable(key)) return undefined;
    return {
      name: undefined,
      property: `[${text}]`,
      access: `[${text}]`,
      value: text,
      plain: false,
    };
  }
  if (key.type === "Identifier") {
    const name = String(key["name"]);
    if (name === "__proto__") return undefined;
    return wordKey(name);
  }
  const name = String(key["value"]);
  if (name === "__proto__") return undefined;
  return { name, property: text, access: `[${text}]`, value: text, plain: true };
}

/** The key for a name that needs no quotes. */
export function wordKey(name: string): KeyText {
  return { name, property: name, access: `.${name}`, value: JSON.stringify(name), plain: true };
}

/** Literals, plain variables, and well-known symbols such as `Symbol.iterator`. */
function isStable(node: AnyNode): boolean {
  if (node.type === "Literal" || node.type === "Identifier") return true;
  if (node.type !== "MemberExpression" || node["computed"] === true) return false;
  const object = node["object"] as AnyNode;
  return object.type === "Identifier" && object["name"] === "Symbol";
}

/** Whether a method says `super`, itself or in an arrow inside it. */
export function usesSuper(node: AnyNode): boolean {
  if (node.type === "Super") return true;
  return childrenOf(node).some(
    (child) =>
      child.type !== "FunctionExpression" &&
      child.type !== "FunctionDeclaration" &&
      !child.type.startsWith("Class") &&
      usesSuper(child),
  );
}
