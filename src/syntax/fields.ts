import type { Node } from "./tree.ts";

/** What a field of a node holds: a node or nothing, a list of nodes, a boolean, or plain JSON. */
export type FieldType = "node" | "list" | "flag" | "plain";

type NodeOf<K extends Node["kind"]> = Extract<Node, { readonly kind: K }>;
type FieldsOf<K extends Node["kind"]> = {
  readonly [F in Exclude<keyof NodeOf<K>, "kind" | "at">]-?: FieldType;
};

/**
 * The fields of every kind of node, in the order in which they are evaluated where that is
 * meaningful. Read by traversals and by the encoding, whose format this table is part of.
 */
export const fields: { readonly [K in Node["kind"]]: FieldsOf<K> } = {
  number: { value: "plain" },
  string: { value: "plain" },
  boolean: { value: "flag" },
  null: {},
  template: { texts: "plain", values: "list" },
  array: { items: "list" },
  hole: {},
  spread: { value: "node" },
  object: { properties: "list" },
  property: { key: "node", value: "node" },
  "name-key": { name: "plain" },
  "computed-key": { value: "node" },
  "private-key": { name: "plain" },
  local: { id: "plain" },
  free: { name: "plain" },
  this: {},
  super: {},
  member: { object: "node", name: "plain", optional: "flag" },
  index: { object: "node", index: "node", optional: "flag" },
  private: { object: "node", name: "plain", optional: "flag" },
  "private-in": { name: "plain", object: "node" },
  chain: { value: "node" },
  call: { callee: "node", args: "list", optional: "flag" },
  new: { callee: "node", args: "list" },
  unary: { op: "plain", value: "node" },
  binary: { op: "plain", left: "node", right: "node" },
  logical: { op: "plain", left: "node", right: "node" },
  conditional: { test: "node", then: "node", else: "node" },
  assign: { op: "plain", target: "node", value: "node" },
  update: { op: "plain", prefix: "flag", target: "node" },
  sequence: { values: "list" },
  yield: { value: "node", delegate: "flag" },
  unsupported: { what: "plain", help: "plain" },
  "array-pattern": { items: "list", rest: "node" },
  "object-pattern": { properties: "list", rest: "node" },
  "pattern-property": { key: "node", target: "node" },
  "default-pattern": { target: "node", value: "node" },
  function: {
    form: "plain",
    name: "plain",
    self: "plain",
    params: "list",
    rest: "node",
    vars: "plain",
    body: "node",
    generator: "flag",
    async: "flag",
    index: "plain",
  },
  class: {
    name: "plain",
    self: "plain",
    parent: "node",
    init: "node",
    members: "list",
    index: "plain",
  },
  "class-method": { key: "node", static: "flag", value: "node" },
  "class-field": { key: "node", static: "flag", value: "node" },
  "static-block": { vars: "plain", body: "node" },
  declare: { how: "plain", items: "list" },
  declarator: { target: "node", init: "node" },
  "class-declare": { id: "plain", value: "node" },
  expr: { value: "node" },
  block: { functions: "list", body: "list" },
  "function-declare": { id: "plain", value: "node" },
  if: { test: "node", then: "node", else: "node" },
  for: { init: "node", test: "node", update: "node", body: "node" },
  "for-in": { how: "plain", target: "node", object: "node", body: "node" },
  "for-of": { how: "plain", target: "node", iterable: "node", body: "node" },
  while: { test: "node", body: "node" },
  do: { body: "node", test: "node" },
  label: { name: "plain", body: "node" },
  break: { label: "plain" },
  continue: { label: "plain" },
  return: { value: "node" },
  throw: { value: "node" },
  try: { block: "node", param: "node", handler: "node", last: "node" },
  switch: { value: "node", functions: "list", cases: "list" },
  case: { test: "node", body: "list" },
  empty: {},
};

/** The fields of a node's kind, by name, without its type. */
export function fieldsOf(kind: Node["kind"]): readonly (readonly [string, FieldType])[] {
  let entries = cache.get(kind);
  if (entries === undefined) cache.set(kind, (entries = Object.entries(fields[kind])));
  return entries;
}

const cache = new Map<Node["kind"], readonly (readonly [string, FieldType])[]>();
