import type { GraphFamily } from "./graph.ts";
import type { Slot } from "./heap.ts";
import type { Elem, Layout, Node } from "./layout.ts";

const identities = new WeakMap<object, number>();
let next = 0;

/** A number that no other object has. */
function identityOf(value: object): number {
  let id = identities.get(value);
  if (id === undefined) identities.set(value, (id = next++));
  return id;
}

/**
 * Text that two layouts have in common exactly if code compiled for one fits the other: types, ranks,
 * sharing and static values, no sizes. `codeOf` gives what identifies the code of a function: closures
 * of one code fit one another, since what they capture is laid out on its own.
 */
export function keyOf(layout: Layout, codeOf: (fn: object) => object = (fn) => fn): string {
  const functions = new Map<unknown, number>();
  const show = (node: Node): string => {
    switch (node.kind) {
      case "number":
        return "n";
      case "boolean":
        return "b";
      case "static": {
        const key = staticKey(node.value, codeOf);
        if (typeof node.value !== "function") return key;
        // closures of one code differ in what they capture: which of them are one is part of the key
        if (!functions.has(node.value)) functions.set(node.value, functions.size);
        return `${key}:${functions.get(node.value)}`;
      }
      case "typed":
        return `${node.element}${node.buffer === undefined ? "" : `@${node.buffer}`}${extentsKey(node)}`;
      case "nd":
        return `${node.dtype}[${node.shape.join()}]`;
      case "array":
        return `${elemKey(node.elem)}${extentsKey(node)}`;
      case "tuple":
        return `(${node.items.map(show).join(" ")})`;
      case "object": {
        const { prototype, fields } = node;
        const made = prototype === Object.prototype ? "" : staticKey(prototype, (proto) => proto);
        return `${made}{${fields.map(([name, field]) => `${JSON.stringify(name)}:${show(field)}`).join(" ")}}`;
      }
      case "heap":
        return `*${node.family}`;
      case "shared":
        return `=${node.id}`;
    }
  };
  const families = layout.families.map((family) => familyKey(family, codeOf));
  return [...layout.roots.map(show), ...families].join(", ");
}

const extentsKey = ({ extents }: { readonly extents?: readonly number[] }): string =>
  extents === undefined ? "" : `(${extents.join()})`;

function familyKey(family: GraphFamily, codeOf: (fn: object) => object): string {
  const slotKey = (slot: Slot): string => {
    const constants = slot.constants.map((value) => staticKey(value, codeOf));
    const { num, bool, objects, lists, typed } = slot;
    return [Number(num), Number(bool), objects, lists, typed.join("+"), constants].join(" ");
  };
  if (family.kind === "lists") return `[${slotKey(family.slot)}]`;
  const variants = family.variants.map(({ prototype, names }) => {
    const made = prototype === Object.prototype ? "" : staticKey(prototype, (proto) => proto);
    return `${made}${JSON.stringify(names)}`;
  });
  const slots = [...family.slots].map(([name, slot]) => `${JSON.stringify(name)}:${slotKey(slot)}`);
  return `${variants.join("|")}{${slots.join(",")}}`;
}

function elemKey(elem: Elem): string {
  switch (elem.kind) {
    case "number":
      return "[n]";
    case "boolean":
      return "[b]";
    case "typed":
      return `[${elem.element}]`;
    case "array":
      return `[${elemKey(elem.elem)}]`;
    case "nd":
      return `[${elem.dtype}[${elem.shape.join()}]]`;
    case "slot":
      return `[heap ${elem.family}]`;
  }
}

function staticKey(value: unknown, codeOf: (fn: object) => object): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "function":
      return `#${identityOf(codeOf(value))}`;
    case "object":
      return value === null ? "null" : `#${identityOf(value)}`;
    case "symbol":
      // registered symbols cannot be held weakly, but their description is unique
      return Symbol.keyFor(value) === undefined
        ? `#${identityOf(value as unknown as object)}`
        : `@${JSON.stringify(Symbol.keyFor(value))}`;
    default:
      return String(value);
  }
}
