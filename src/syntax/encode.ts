import { fields, fieldsOf } from "./fields.ts";
import type { Unit } from "./lower.ts";
import type { Declared } from "./scope.ts";
import type { At, ClassNode, FunctionNode, LocalHow, Node } from "./tree.ts";

/**
 * Version of the encoding: of the format below, the table `fields` and what the nodes mean.
 * Raised with every change of any of them, because published code carries encoded trees.
 */
export const FORMAT = 1;

const kinds = Object.keys(fields) as Node["kind"][];
const kindCodes = new Map(kinds.map((kind, code) => [kind, code]));
const hows: readonly LocalHow[] = [
  "param",
  "var",
  "let",
  "const",
  "function",
  "class",
  "catch",
  "self",
];

type Json = string | number | null | Json[];

/**
 * A unit as compact text: a node is `[kind, start, length, ...fields]`, its start counted from that
 * of the node around it, and absent fields at the end left out. About a third of plain JSON.
 */
export function encodeUnit({ root, self, declared }: Unit): string {
  const names = declared.map(({ name }) => name).join(",");
  const codes = declared.map(({ how }) => hows.indexOf(how)).join("");
  return JSON.stringify([names, codes, encodeNode(root, 0), ...(self === undefined ? [] : [self])]);
}

export function decodeUnit(text: string): Unit {
  const [names, codes, root, self] = JSON.parse(text) as [string, string, Json[], string?];
  const declared: Declared[] =
    codes === ""
      ? []
      : names.split(",").map((name, id) => ({ name, how: hows[Number(codes[id])]! }));
  return {
    root: decodeNode(root, 0) as FunctionNode | ClassNode,
    ...(self !== undefined && { self }),
    declared,
  };
}

function encodeNode(node: Node, base: number): Json[] {
  const [start, end] = node.at;
  const out: Json[] = [kindCodes.get(node.kind)!, start - base, end - start];
  for (const [name, type] of fieldsOf(node.kind)) {
    const value = (node as unknown as Record<string, unknown>)[name];
    if (value === undefined || value === null || value === false) out.push(null);
    else if (type === "node") out.push(encodeNode(value as Node, start));
    else if (type === "list")
      out.push((value as readonly Node[]).map((child) => encodeNode(child, start)));
    else if (type === "flag") out.push(1);
    // JSON has no infinity, which is what 1e999 means
    else out.push(value === Infinity ? "Infinity" : (value as Json));
  }
  while (out.at(-1) === null) out.pop();
  return out;
}

function decodeNode(encoded: Json[], base: number): Node {
  const [code, from, length] = encoded as [number, number, number];
  const kind = kinds[code]!;
  const start = base + from;
  const at: At = [start, start + length];
  const node: Record<string, unknown> = { kind, at };
  for (const [i, [name, type]] of fieldsOf(kind).entries()) {
    const value = encoded[i + 3] ?? null;
    if (type === "flag") node[name] = value === 1;
    else if (kind === "assign" && name === "op") node[name] = value;
    else if (value === null) continue;
    else if (type === "node") node[name] = decodeNode(value as Json[], start);
    else if (type === "list")
      node[name] = (value as Json[][]).map((child) => decodeNode(child, start));
    else node[name] = kind === "number" ? Number(value) : value;
  }
  return node as unknown as Node;
}
