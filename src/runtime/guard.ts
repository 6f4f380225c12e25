// Whether values fit a layout, found out quickly. A call is checked by this each time.
import { NdArray } from "../nd/array.ts";
import { fieldOf } from "../values/members.ts";
import type { Elem, Layout, Node } from "../values/layout.ts";
import { classOf, type TypedArray, type TypedKind } from "../values/typed.ts";

/**
 * Whether the layout of `roots` is surely the one this was planned for: false also where finding
 * out takes longer, as with empty rows, or arrays that see the same bytes.
 */
export type Guard = (roots: readonly unknown[]) => boolean;

const never: Guard = () => false;

/** References met so far, by the ids of their nodes, and the buffers of typed arrays. */
interface Met {
  readonly references: unknown[];
  readonly buffers: unknown[];
}

type Check = (value: unknown, met: Met) => boolean;

export function planGuard(layout: Layout): Guard {
  if (layout.buffers.length > 0) return never;
  const checks: Check[] = [];
  for (const root of layout.roots) {
    const check = planNode(root);
    if (check === undefined) return never;
    checks.push(check);
  }
  if (layout.roots.every((r) => r.kind === "number")) return allNumbers(checks.length);
  const met: Met = { references: [], buffers: [] };
  const forget = (): void => {
    if (met.references.length > 0) met.references.length = 0;
    if (met.buffers.length > 0) met.buffers.length = 0;
  };
  return (roots) => {
    forget(); // what a check that threw has left
    let fits = roots.length === checks.length;
    for (let i = 0; fits && i < checks.length; i++) fits = checks[i]!(roots[i], met);
    fits &&= distinct(met.references) && distinct(met.buffers);
    forget();
    return fits;
  };
}

function allNumbers(n: number): Guard {
  return (roots) => {
    for (let i = 0; i < n; i++) if (typeof roots[i] !== "number") return false;
    return roots.length === n;
  };
}

function distinct(all: readonly unknown[]): boolean {
  if (all.length > 16) return new Set(all).size === all.length;
  for (let i = 1; i < all.length; i++) {
    for (let j = 0; j < i; j++) if (all[i] === all[j]) return false;
  }
  return true;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function ofExtents(
  check: Check | undefined,
  extents: readonly number[] | undefined,
): Check | undefined {
  if (check === undefined || extents === undefined) return check;
  return (value, met) => check(value, met) && hasExtents(value as List, extents, 0);
}

interface List {
  readonly length: number;
  readonly [index: number]: unknown;
}

function hasExtents(list: List, extents: readonly number[], level: number): boolean {
  if (list.length !== extents[level]) return false;
  if (level + 1 === extents.length) return true;
  for (let i = 0; i < list.length; i++) {
    if (!hasExtents(list[i] as List, extents, level + 1)) return false;
  }
  return true;
}

/** Undefined for a node that is not checked here. */
function planNode(node: Node): Check | undefined {
  switch (node.kind) {
    case "number":
      return (value) => typeof value === "number";
    case "boolean":
      return (value) => typeof value === "boolean";
    case "static": {
      const { value: known } = node;
      return (value) => Object.is(value, known);
    }
    case "typed": {
      const constructor = classOf[node.element];
      const length = node.extents?.[0];
      return (value, { references, buffers }) => {
        if (typeof value !== "object" || value === null) return false;
        if (value.constructor !== constructor) return false;
        if (length !== undefined && (value as TypedArray).length !== length) return false;
        references.push(value);
        buffers.push((value as TypedArray).buffer);
        return true;
      };
    }
    case "nd": {
      const { dtype, shape } = node;
      return (value) =>
        value instanceof NdArray && value.dtype === dtype && sameShape(value.shape, shape);
    }
    case "array":
      return ofExtents(planArray(node.elem), node.extents);
    case "shared": {
      const { id } = node;
      return (value, { references }) => value === references[id];
    }
    case "tuple":
      return planTuple(node);
    case "object":
      return planObject(node);
  }
}

/** An array that has elements, all of them of one kind; its rows are met like other arrays. */
function planArray(elem: Elem): Check | undefined {
  switch (elem.kind) {
    case "number":
    case "boolean": {
      const { kind } = elem;
      return (value, { references }) => {
        references.push(value);
        return Array.isArray(value) && value.length > 0 && allOf(value, kind);
      };
    }
    case "typed":
      return planTypedRows(elem.element);
    case "array": {
      const row = planArray(elem.elem);
      if (row === undefined) return undefined;
      return (value, met) => {
        met.references.push(value);
        if (!Array.isArray(value) || value.length === 0) return false;
        for (let i = 0; i < value.length; i++) if (!row(value[i], met)) return false;
        return true;
      };
    }
    case "slot":
      return undefined;
  }
}

/** Rows that are parts of one buffer must come in its order, so that they surely do not overlap. */
function planTypedRows(element: TypedKind): Check {
  const constructor = classOf[element];
  return (value, { references, buffers }) => {
    references.push(value);
    if (!Array.isArray(value) || value.length === 0) return false;
    let buffer: unknown;
    let end = 0;
    for (let i = 0; i < value.length; i++) {
      const row = value[i] as TypedArray | null | undefined;
      if (typeof row !== "object" || row === null || row.constructor !== constructor) return false;
      references.push(row);
      if (row.buffer !== buffer) {
        buffer = row.buffer;
        buffers.push(buffer);
      } else if (row.byteOffset < end || row.byteLength === 0) return false;
      end = row.byteOffset + row.byteLength;
    }
    return true;
  };
}

function allOf(array: readonly unknown[], type: "number" | "boolean"): boolean {
  for (let i = 0; i < array.length; i++) if (typeof array[i] !== type) return false;
  return true;
}

function planTuple({ items }: Extract<Node, { kind: "tuple" }>): Check | undefined {
  const checks = items.map(planNode);
  if (checks.includes(undefined)) return undefined;
  // alike, the items would be an array
  return (value, met) => {
    if (!Array.isArray(value) || value.length !== checks.length) return false;
    met.references.push(value);
    for (let i = 0; i < checks.length; i++) if (!checks[i]!(value[i], met)) return false;
    return true;
  };
}

function planObject({ prototype, fields }: Extract<Node, { kind: "object" }>): Check | undefined {
  const checks = fields.map(([, field]) => planNode(field));
  if (checks.includes(undefined)) return undefined;
  const names = fields.map(([name]) => name);
  if (names.at(-1)?.startsWith("#")) return planHidden(prototype, names, checks as Check[]);
  return (value, met) => {
    if (typeof value !== "object" || value === null) return false;
    if (Object.getPrototypeOf(value) !== prototype) return false;
    met.references.push(value);
    const keys = Object.keys(value);
    if (keys.length !== names.length) return false;
    for (let i = 0; i < keys.length; i++) {
      const name = names[i]!;
      if (keys[i] !== name) return false;
      if (!checks[i]!((value as Record<string, unknown>)[name], met)) return false;
    }
    return true;
  };
}

/** An object that also holds what is hidden: after the fields, under names that begin with `#`. */
function planHidden(
  prototype: object | null,
  names: readonly string[],
  checks: readonly Check[],
): Check {
  const isHidden = names.map((name) => name.startsWith("#"));
  const visible = names.length - isHidden.filter(Boolean).length;
  return (value, met) => {
    if (typeof value !== "object" || value === null) return false;
    if (Object.getPrototypeOf(value) !== prototype) return false;
    met.references.push(value);
    const keys = Object.keys(value);
    if (keys.length !== visible) return false;
    return names.every(
      (name, i) => (isHidden[i] || keys[i] === name) && checks[i]!(fieldOf(value, name), met),
    );
  };
}
