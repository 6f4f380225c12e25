// Trees of arrays and plain values, to be written to a file: arrays by name, the rest as JSON.
import { NdArray } from "../nd/array.ts";
import { asarray } from "../nd/index.ts";
import type { NumberData } from "../nd/convert.ts";
import { unreadable } from "./fault.ts";

/** What can be kept: arrays, and plain values of them. */
export type Tree =
  | NdArray
  | NumberData
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly Tree[]
  | { readonly [name: string]: Tree };

/** A node in JSON: what JSON has by itself, lists, and the rest by what it is. */
type Node =
  | string
  | number
  | boolean
  | null
  | Node[]
  | { is: "object"; of: Record<string, Node> }
  | { is: "array"; name: string }
  | { is: "typed"; name: string; kind?: Short }
  | { is: "number"; text: string }
  | { is: "undefined" };

/** Puts the arrays of `tree` into `arrays`, each once, and gives the rest. */
export function encode(tree: Tree, arrays: Record<string, NdArray>): string {
  const names = new Map<object, string>();
  const put = (array: NdArray, of: object, path: string): string => {
    const known = names.get(of);
    if (known !== undefined) return known;
    let name = path === "" ? "value" : path;
    // keys with dots, and what objects and the format have of themselves
    while (name in arrays || name.startsWith("__")) name = `.${name}`;
    names.set(of, name);
    arrays[name] = array;
    return name;
  };
  const walk = (value: Tree, path: string, above: readonly unknown[]): Node => {
    if (value === undefined) return { is: "undefined" };
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") {
      const plain = Number.isFinite(value) && !Object.is(value, -0);
      return plain ? value : { is: "number", text: Object.is(value, -0) ? "-0" : String(value) };
    }
    if (value instanceof NdArray) return { is: "array", name: put(value, value, path) };
    const kind = kindOf(value);
    if (kind !== undefined) {
      const name = put(asarray(value as NumberData), value, path);
      return { is: "typed", name, ...(isShort(kind) && { kind }) };
    }
    if (above.includes(value)) throw unreadable(`${path} contains itself`);
    const inside = [...above, value];
    const at = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
    if (Array.isArray(value)) {
      return Array.from(value as readonly Tree[], (item, i) => walk(item, at(i), inside));
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw unreadable(
        `${path || "the value"} is a ${(value as object).constructor.name}`,
        "keep N-d arrays, typed arrays, numbers, strings, and plain objects and lists of them",
      );
    }
    const fields = Object.entries(value as Record<string, Tree>);
    return {
      is: "object",
      of: Object.fromEntries(fields.map(([key, field]) => [key, walk(field, at(key), inside)])),
    };
  };
  return JSON.stringify(walk(tree, "", []));
}

/** Typed arrays that are kept as i32, or f64. */
const shorts = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Uint32Array };
type Short = keyof typeof shorts;

const kinds = { Float64Array, Float32Array, Int32Array, ...shorts };

function kindOf(value: object): keyof typeof kinds | undefined {
  const found = Object.entries(kinds).find(([, kind]) => value instanceof kind);
  return found?.[0] as keyof typeof kinds | undefined;
}

const isShort = (kind: keyof typeof kinds): kind is Short => Object.hasOwn(shorts, kind);

/** The tree that `encode` has made `text` and `arrays` of. */
export function decode(text: string, arrays: Readonly<Record<string, NdArray>>): Tree {
  const arrayOf = (name: string): NdArray => {
    const found = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (found === undefined) throw unreadable(`the array "${name}" is missing`);
    return found;
  };
  const walk = (node: Node): Tree => {
    if (typeof node !== "object" || node === null) return node;
    if (Array.isArray(node)) return node.map(walk);
    switch (node.is) {
      case "object":
        return Object.fromEntries(Object.entries(node.of).map(([key, of]) => [key, walk(of)]));
      case "array":
        return arrayOf(node.name);
      case "typed":
        return typed(arrayOf(node.name), node.kind);
      case "number":
        return Number(node.text);
      case "undefined":
        return undefined;
    }
  };
  return walk(JSON.parse(text) as Node);
}

function typed({ data }: NdArray, kind: Short | undefined): NumberData {
  return kind === undefined ? data : shorts[kind].from(data);
}
