import {
  isFlatMemory,
  loadedType,
  isReference,
  sameType,
  showType,
  type Type,
} from "../ir/types.ts";

/**
 * One alias class: what some reference values of one type may all refer to. Classes only ever
 * merge (Steensgaard 1996), so that finding all of a function's takes almost linear time.
 */
export interface Cell {
  /** The class this one was merged into. */
  up: Cell | undefined;
  readonly id: number;
  readonly type: Type;
  /** A class whose members hold references to members of this one. */
  readonly holder: Cell | undefined;
  /** Classes of what the members hold, by field name, or `[]` for the elements of a memory. */
  readonly inner: Map<string, Cell>;
}

/** Key of the elements of a memory, beside the names of fields. */
export const ELEMENT = "[]";

/** Makes, merges and relates the classes of one function. */
export class Cells {
  private count = 0;

  fresh(type: Type, holder?: Cell): Cell {
    return { up: undefined, id: this.count++, type, holder, inner: new Map() };
  }

  /**
   * The class of what members of `cell` hold under `key`. Where the type comes back to itself, as
   * in a list, the class does too: chains stay finite.
   */
  held(cell: Cell, key: string, type: Type): Cell {
    const at = find(cell);
    const known = at.inner.get(key);
    if (known !== undefined) return find(known);
    const passed = new Set<Cell>();
    let ancestor: Cell | undefined = at;
    while (ancestor !== undefined && !sameType(ancestor.type, type)) {
      passed.add(ancestor);
      ancestor = ancestor.holder && find(ancestor.holder);
      if (ancestor !== undefined && passed.has(ancestor)) ancestor = undefined;
    }
    const made = ancestor ?? this.fresh(type, at);
    at.inner.set(key, made);
    return made;
  }

  merge(first: Cell, second: Cell): void {
    const work: [Cell, Cell][] = [[first, second]];
    for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
      const [a, b] = [find(pair[0]), find(pair[1])];
      if (a === b) continue;
      const [into, from] = a.inner.size >= b.inner.size ? [a, b] : [b, a];
      from.up = into;
      for (const [key, cell] of from.inner) {
        const other = into.inner.get(key);
        if (other === undefined) into.inner.set(key, cell);
        else work.push([other, cell]);
      }
    }
  }
}

/** The class that `cell` is now. */
export function find(cell: Cell): Cell {
  let top = cell;
  while (top.up !== undefined) top = top.up;
  let at = cell;
  while (at.up !== undefined) {
    const next = at.up;
    at.up = top;
    at = next;
  }
  return top;
}

/** `from` and all that its members lead to. */
export function reachable(from: Iterable<Cell>): Set<Cell> {
  const seen = new Set<Cell>();
  const work = [...from];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const cell = find(next);
    if (seen.has(cell)) continue;
    seen.add(cell);
    work.push(...cell.inner.values());
  }
  return seen;
}

/** The reference types that a value of `type` holds, by key. */
export function heldTypes(type: Type): [key: string, type: Type][] {
  if (type.kind === "mem") return isFlatMemory(type) ? [] : [[ELEMENT, loadedType(type.elem)]];
  if (type.kind !== "ref") return [];
  const fields = type.record.fields.filter((f) => isReference(f.type));
  return fields.map((f) => [f.name, f.type]);
}

/** Text that is equal for equally connected classes: what a fixpoint is recognised by. */
export function shapeOf(cells: readonly (Cell | undefined)[]): string {
  const numbers = new Map<Cell, number>();
  const parts: string[] = [];
  const visit = (cell: Cell): number => {
    const at = find(cell);
    const known = numbers.get(at);
    if (known !== undefined) return known;
    const mine = numbers.size;
    numbers.set(at, mine);
    const edges = [...at.inner].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const text = edges.map(([key, to]) => `${key}:${visit(to)}`);
    parts.push(`${mine}${showType(at.type)}{${text.join(",")}}`);
    return mine;
  };
  const tops = cells.map((c) => (c === undefined ? "-" : visit(c)));
  return `${tops.join(" ")} | ${parts.join(" ")}`;
}
