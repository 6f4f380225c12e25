// Arguments into memory.
import { computedDtype, type NdArray } from "../nd/array.ts";
import { fromHalves } from "../nd/half.ts";
import { fieldOf } from "../values/members.ts";
import type { Elem, Layout, Node, ObjectNode, TypedNode } from "../values/layout.ts";
import { leafCount } from "../values/leaves.ts";
import {
  elementBytes,
  kindOfDtype,
  storageOf,
  type TypedArray,
  type TypedKind,
} from "../values/typed.ts";
import type { HeapIn } from "./heap-in.ts";
import { cellBytes, type Frame } from "./frame.ts";

/** Puts a value where its leaves are. */
type Fill = (value: unknown, frame: Frame) => void;

/** What fills a frame with the roots of a layout. */
export type FillAll = (roots: readonly unknown[], frame: Frame) => void;

/** Below this many elements a loop is faster than `set`. */
const few = 12;

export function planFill(layout: Layout, graph?: HeapIn): FillAll {
  let leaf = 0;
  const members: TypedArray[][] = layout.buffers.map(() => []);
  const memberLeaves: number[][] = layout.buffers.map(() => []);
  const fills = layout.roots.map((root) => {
    const fill = planNode(root, leaf, { members, memberLeaves, graph });
    leaf += leafCount(root);
    return fill;
  });
  const buffers = layout.buffers.map((buffer, i) =>
    planBuffer(buffer.element, leaf + i, members[i]!, memberLeaves[i]!),
  );
  return (roots, frame) => {
    for (const of of members) of.length = 0;
    for (let i = 0; i < fills.length; i++) fills[i]!(roots[i], frame);
    for (let i = 0; i < buffers.length; i++) buffers[i]!(frame);
  };
}

/** What fills graphs; typed arrays met that are part of a buffer, and the leaves with their starts, by buffer. */
interface Members {
  readonly graph: HeapIn | undefined;
  readonly members: readonly TypedArray[][];
  readonly memberLeaves: readonly number[][];
}

function planNode(node: Node, leaf: number, members: Members): Fill {
  switch (node.kind) {
    case "number":
      return (value, frame) => {
        frame.flat[frame.slots[leaf]!] = value as number;
      };
    case "boolean":
      return (value, frame) => {
        frame.flat[frame.slots[leaf]!] = value === true ? 1 : 0;
      };
    case "typed":
      return planTyped(node, leaf, members);
    case "nd": {
      const kind = kindOfDtype[computedDtype(node)];
      const isHalf = node.dtype === "f16";
      return (value, frame) => {
        const { data: own } = value as NdArray;
        const data = isHalf ? fromHalves(own as Uint16Array) : own;
        frame.place(leaf, copyIn(data, kind, frame), data.length);
      };
    }
    case "array":
      return planArray(node.id, node.elem, leaf);
    case "tuple":
      return planParts(node, leaf, members);
    case "object":
      return planParts(node, leaf, members);
    case "heap": {
      const { family } = node;
      return (value, frame) => {
        frame.flat[frame.slots[leaf]!] = members.graph!.write(value as object, family, frame);
      };
    }
    case "static":
    case "shared":
      return () => undefined;
  }
}

/** Items of an array, or fields of an object, each with leaves of its own. */
function planParts(
  node: ObjectNode | Extract<Node, { kind: "tuple" }>,
  leaf: number,
  members: Members,
): Fill {
  const parts =
    node.kind === "object" ? node.fields : node.items.map((item, i) => [String(i), item] as const);
  let next = leaf;
  const plans = parts.map(([name, part]) => {
    const fill = planNode(part, next, members);
    next += leafCount(part);
    return { name, fill };
  });
  const { id } = node;
  return (value, frame) => {
    frame.references[id] = value as object;
    for (const { name, fill } of plans) {
      const isHidden = name.startsWith("#");
      fill(
        isHidden ? fieldOf(value as object, name) : (value as Record<string, unknown>)[name],
        frame,
      );
    }
  };
}

function planTyped({ id, element, buffer }: TypedNode, leaf: number, all: Members): Fill {
  if (buffer === undefined) {
    return (value, frame) => {
      const array = value as TypedArray;
      frame.references[id] = array;
      frame.place(leaf, copyIn(array, element, frame), array.length);
    };
  }
  all.memberLeaves[buffer]!.push(leaf);
  const members = all.members[buffer]!;
  return (value, frame) => {
    frame.references[id] = value as object;
    members.push(value as TypedArray);
  };
}

/** Memory for all that several typed arrays see. */
function planBuffer(
  element: TypedKind,
  leaf: number,
  members: TypedArray[],
  leaves: readonly number[],
): (frame: Frame) => void {
  const size = elementBytes(element);
  return (frame) => {
    for (const member of members) frame.refuseEmptied(member);
    const from = Math.min(...members.map((m) => m.byteOffset));
    const to = Math.max(...members.map((m) => m.byteOffset + m.byteLength));
    members.forEach((m, i) => {
      const slot = frame.slots[leaves[i]!]!;
      frame.flat[slot] = (m.byteOffset - from) / size;
      frame.flat[slot + 1] = m.length;
    });
    const address = frame.alloc(to - from);
    const all = new Uint8Array(members[0]!.buffer, from, to - from);
    frame.heap.views.u8.set(all, address);
    frame.place(leaf, address, (to - from) / size);
  };
}

export function copyIn(array: TypedArray, kind: TypedKind, frame: Frame): number {
  const n = array.length;
  if (n === 0) frame.refuseEmptied(array);
  const size = elementBytes(kind);
  const address = frame.alloc(n * size);
  const view = frame.heap.views[storageOf[kind]] as TypedArray;
  const at = address / size;
  if (n < few) for (let i = 0; i < n; i++) view[at + i] = array[i]!;
  else view.set(array, at);
  return address;
}

function planArray(id: number, elem: Elem, leaf: number): Fill {
  const write = planElements(elem);
  return (value, frame) => {
    const array = value as unknown[];
    frame.references[id] = array;
    frame.place(leaf, write(array, frame), array.length);
  };
}

/** Puts the elements of an array into new memory and gives its address. */
type Write = (array: readonly unknown[], frame: Frame) => number;

function planElements(elem: Elem): Write {
  switch (elem.kind) {
    case "number":
      return writeNumbers;
    case "boolean":
      return writeBooleans;
    case "typed": {
      const { element } = elem;
      return rowsWith((row, frame) => copyIn(row as TypedArray, element, frame));
    }
    case "array": {
      const inner = planElements(elem.elem);
      return rowsWith((row, frame) => inner(row as unknown[], frame));
    }
    case "nd":
    case "slot":
      throw new Error("internal: an argument that is on the heap, or is laid out item by item");
  }
}

const writeNumbers: Write = (array, frame) => {
  const n = array.length;
  const address = frame.alloc(8 * n);
  const { f64 } = frame.heap.views;
  const at = address / 8;
  if (n < few) for (let i = 0; i < n; i++) f64[at + i] = array[i] as number;
  else f64.set(array as number[], at);
  return address;
};

const writeBooleans: Write = (array, frame) => {
  const n = array.length;
  const address = frame.alloc(n);
  const { u8 } = frame.heap.views;
  for (let i = 0; i < n; i++) u8[address + i] = array[i] === true ? 1 : 0;
  return address;
};

function rowsWith(write: (row: object, frame: Frame) => number): Write {
  return (array, frame) => {
    const n = array.length;
    const address = frame.alloc(cellBytes * n);
    for (let i = 0; i < n; i++) {
      const row = array[i] as { readonly length: number };
      let start = frame.rows.get(row);
      if (start === undefined) {
        start = write(row, frame);
        frame.rows.set(row, start);
      }
      // after the row: its allocation may have replaced the view
      const { u32 } = frame.heap.views;
      const cell = (address + cellBytes * i) / 4;
      u32[cell] = start;
      u32[cell + 1] = row.length;
    }
    return address;
  };
}
