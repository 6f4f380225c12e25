// Shadows and cotangents into the structure of the argument they belong to.
import type { Elem, Layout, Node } from "../values/layout.ts";
import { leafCount } from "../values/leaves.ts";
import type { TypedKind } from "../values/typed.ts";
import { cellBytes, elementBytes, type Frame } from "./frame.ts";
import type { Results } from "./results.ts";
import { copyNumbers, newTyped } from "./values-out.ts";

/**
 * Gives the derivative with respect to one root: a number for a number, an array of the same class
 * for an array, and so on; undefined for what has no floats in it.
 */
export type ReadGradient = (frame: Frame, values: Results) => unknown;

/** `scalarResult` is the result with the cotangent of a scalar leaf. */
export function planGradient(
  layout: Layout,
  root: number,
  scalarResult: (leaf: number) => number | undefined,
): ReadGradient {
  let leaf = 0;
  for (const before of layout.roots.slice(0, root)) leaf += leafCount(before);
  const buffers = layout.roots.reduce((n, node) => n + leafCount(node), 0);
  const plan = planNode(layout.roots[root]!, leaf, { scalarResult, buffers });
  return (frame, values) => plan?.({ frame, values, made: [], rows: new Map() });
}

interface Where {
  readonly scalarResult: (leaf: number) => number | undefined;
  /** Leaf of the first buffer. */
  readonly buffers: number;
}

interface Reading {
  readonly frame: Frame;
  readonly values: Results;
  /** Derivatives of references by the id of their node: what is shared has one derivative. */
  readonly made: unknown[];
  /** Derivatives of rows by their address. */
  readonly rows: Map<number, unknown>;
}

type RowElem = Extract<Elem, { kind: "typed" | "array" }>;

/** Addresses and lengths of rows, and how many of these have been read. */
interface Rows {
  readonly list: readonly number[];
  next: number;
}

type Plan = ((reading: Reading) => unknown) | undefined;

const isFloat = (kind: TypedKind): boolean => kind === "Float64Array" || kind === "Float32Array";

function planNode(node: Node, leaf: number, where: Where): Plan {
  switch (node.kind) {
    case "number": {
      const result = where.scalarResult(leaf);
      return result === undefined ? () => 0 : ({ values }) => values.number(result);
    }
    case "boolean":
    case "static":
      return undefined;
    case "typed": {
      const { id, element, buffer } = node;
      if (!isFloat(element)) return undefined;
      return (reading) =>
        (reading.made[id] ??= readTyped(reading.frame, element, leaf, where, buffer));
    }
    case "array": {
      const { id, elem } = node;
      if (!hasFloats(elem)) return undefined;
      return (reading) => {
        const { frame } = reading;
        const n = frame.length(leaf);
        return (reading.made[id] ??=
          elem.kind === "typed" || elem.kind === "array"
            ? readRows(reading, elem, n, { list: frame.shadowRows[leaf]!, next: 0 })
            : readNumbers(frame, frame.shadows[leaf]!, n));
      };
    }
    case "tuple":
      return planTuple(node, leaf, where);
    case "object":
      return planObject(node, leaf, where);
    case "shared": {
      const { id } = node;
      return ({ made }) => made[id];
    }
  }
}

function readTyped(
  frame: Frame,
  element: TypedKind,
  leaf: number,
  { buffers }: Where,
  buffer: number | undefined,
): unknown {
  const { views } = frame.heap;
  if (buffer === undefined) {
    return newTyped(views, element, frame.shadows[leaf]!, frame.length(leaf));
  }
  const slot = frame.slots[leaf]!;
  const start = frame.shadows[buffers + buffer]! + frame.flat[slot]! * elementBytes(element);
  return newTyped(views, element, start, frame.flat[slot + 1]!);
}

function hasFloats(elem: Elem): boolean {
  if (elem.kind === "array") return hasFloats(elem.elem);
  return elem.kind === "typed" ? isFloat(elem.element) : elem.kind === "number";
}

/** `n` numbers of the shadow at `address`, as a plain array. */
function readNumbers({ heap }: Frame, address: number, n: number): number[] {
  const array: number[] = Array.from({ length: n });
  copyNumbers(heap.views, address, n, array);
  return array;
}

/** An array of the next `n` rows of `rows`, which lists all that they lead to as well. */
function readRows(reading: Reading, elem: RowElem, n: number, rows: Rows): unknown[] {
  const array: unknown[] = [];
  for (let i = 0; i < n; i++) {
    const start = rows.list[rows.next++]!;
    const length = rows.list[rows.next++]!;
    // a row that is there twice is listed twice, with all that it leads to
    const row = readRow(reading, elem, [start, length], rows);
    const shared = length === 0 ? row : (reading.rows.get(start) ?? row);
    reading.rows.set(start, shared);
    array.push(shared);
  }
  return array;
}

function readRow(
  reading: Reading,
  elem: RowElem,
  [start, length]: readonly [start: number, length: number],
  rows: Rows,
): unknown {
  const { frame } = reading;
  if (elem.kind === "typed") return newTyped(frame.heap.views, elem.element, start, length);
  if (elem.elem.kind === "array" || elem.elem.kind === "typed") {
    return readRows(reading, elem.elem, length, rows);
  }
  return readNumbers(frame, start, length);
}

function planTuple(node: Extract<Node, { kind: "tuple" }>, leaf: number, where: Where): Plan {
  let next = leaf;
  const items = node.items.map((item) => {
    const plan = planNode(item, next, where);
    next += leafCount(item);
    return plan;
  });
  if (items.every((plan) => plan === undefined)) return undefined;
  const { id } = node;
  return (reading) => {
    const array: unknown[] = [];
    reading.made[id] = array;
    for (const plan of items) array.push(plan?.(reading));
    return array;
  };
}

function planObject(node: Extract<Node, { kind: "object" }>, leaf: number, where: Where): Plan {
  let next = leaf;
  const fields: [name: string, plan: NonNullable<Plan>][] = [];
  for (const [name, field] of node.fields) {
    const plan = planNode(field, next, where);
    next += leafCount(field);
    if (plan !== undefined) fields.push([name, plan]);
  }
  if (fields.length === 0) return undefined;
  const { id } = node;
  return (reading) => {
    const object: Record<string, unknown> = {};
    reading.made[id] = object;
    for (const [name, plan] of fields) {
      const value = plan(reading);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}
