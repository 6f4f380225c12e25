import type { Elem, Layout, Node } from "../values/layout.ts";
import { leafCount } from "../values/leaves.ts";
import { elementBytes, type TypedArray, type TypedKind } from "../values/typed.ts";
import { cellBytes, type Frame } from "./frame.ts";

/** An array of JavaScript, and the memory that was made of it for a call. */
export interface Place {
  readonly array: TypedArray | unknown[];
  /** What the memory holds; a kind for a typed array. */
  readonly elem: Elem | TypedKind;
  readonly address: number;
  readonly length: number;
}

/** Where an array of the layout is: a leaf, or for a member of a buffer its start there. */
interface Known {
  readonly id: number;
  readonly elem: Elem | TypedKind;
  readonly leaf: number;
  /** The leaf of the buffer. */
  readonly buffer?: number;
}

function knownArrays(layout: Layout): Known[] {
  const found: Known[] = [];
  const buffersFrom = layout.roots.reduce((n, root) => n + leafCount(root), 0);
  let leaf = 0;
  const visit = (node: Node): void => {
    if (node.kind === "typed") {
      const { id, element, buffer } = node;
      const at = { id, elem: element, leaf };
      found.push(buffer === undefined ? at : { ...at, buffer: buffersFrom + buffer });
      leaf += leafCount(node);
    } else if (node.kind === "array") {
      found.push({ id: node.id, elem: node.elem, leaf: leaf++ });
    } else if (node.kind === "tuple") node.items.forEach(visit);
    else if (node.kind === "object") node.fields.forEach(([, field]) => visit(field));
    else leaf += leafCount(node);
  };
  layout.roots.forEach(visit);
  return found;
}

/** Gives the arrays of a call whose memory the leaf predicate picks, rows of arrays among them. */
export type PlacesOf = (frame: Frame) => Place[];

export function planPlaces(layout: Layout, wanted: (leaf: number) => boolean): PlacesOf {
  const arrays = knownArrays(layout).filter(({ leaf, buffer }) => wanted(buffer ?? leaf));
  return (frame) => {
    const places: Place[] = [];
    const seen = new Set<unknown>();
    for (const { id, elem, leaf, buffer } of arrays) {
      const array = frame.references[id] as TypedArray | unknown[];
      const place =
        buffer === undefined
          ? { array, elem, address: frame.address(leaf), length: frame.length(leaf) }
          : inBuffer(frame, array as TypedArray, elem as TypedKind, { leaf, buffer });
      places.push(place);
      if (typeof elem === "object") addRows(places, array as unknown[], elem, { frame, seen });
    }
    return places;
  };
}

function inBuffer(
  frame: Frame,
  array: TypedArray,
  elem: TypedKind,
  { leaf, buffer }: { readonly leaf: number; readonly buffer: number },
): Place {
  const start = frame.flat[frame.slots[leaf]!]! * elementBytes(elem);
  return { array, elem, address: frame.address(buffer) + start, length: array.length };
}

interface RowSearch {
  readonly frame: Frame;
  readonly seen: Set<unknown>;
}

function addRows(places: Place[], array: unknown[], elem: Elem, search: RowSearch): void {
  if (elem.kind !== "typed" && elem.kind !== "array") return;
  for (const row of array as (TypedArray | unknown[])[]) {
    if (search.seen.has(row)) continue;
    search.seen.add(row);
    const address = search.frame.rows.get(row);
    if (address === undefined) continue;
    const inner = elem.kind === "typed" ? elem.element : elem.elem;
    places.push({ array: row, elem: inner, address, length: row.length });
    if (elem.kind === "array") addRows(places, row as unknown[], elem.elem, search);
  }
}

/** Bytes of one element of the memory of an array. */
export function placeBytes(elem: Elem | TypedKind): number {
  if (typeof elem === "string") return elementBytes(elem);
  if (elem.kind === "number") return 8;
  return elem.kind === "boolean" ? 1 : cellBytes;
}
