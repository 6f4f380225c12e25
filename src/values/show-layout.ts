import { entriesField } from "./collection.ts";
import type { Elem, Node } from "./layout.ts";

/** The type of the values that fit a node, as a person would write it: `{ x: number }`. */
export function showNode(node: Node): string {
  switch (node.kind) {
    case "number":
    case "boolean":
      return node.kind;
    case "static":
      return showStatic(node.value);
    case "typed":
      return node.element + (node.buffer === undefined ? "" : " over shared memory");
    case "nd":
      return `NdArray ${node.dtype}[${node.shape.join(", ")}]`;
    case "array":
      return `${showElem(node.elem)}[]`;
    case "tuple":
      return `[${node.items.map(showNode).join(", ")}]`;
    case "object": {
      const { fields, prototype } = node;
      if (fields.some(([name]) => name === entriesField)) return "a map or set";
      const made = prototype === Object.prototype ? "" : `${classNameOf(prototype)} `;
      const shown = fields.map(([name, field]) => `${name}: ${showNode(field)}`);
      return shown.length === 0 ? `${made}{}` : `${made}{ ${shown.join(", ")} }`;
    }
    case "heap":
      return "linked objects";
    case "shared":
      return "an object that was met before";
  }
}

function showElem(elem: Elem): string {
  switch (elem.kind) {
    case "number":
    case "boolean":
      return elem.kind;
    case "typed":
      return elem.element;
    case "array":
      return `${showElem(elem.elem)}[]`;
    case "nd":
      return "NdArray";
    case "slot":
      return "linked objects";
  }
}

function showStatic(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object of another kind" : String(value);
}

function classNameOf(prototype: object | null): string {
  const { constructor } = (prototype ?? {}) as { constructor?: { name?: string } };
  return constructor?.name ?? "";
}
