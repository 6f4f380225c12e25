/**
 * Variables. Each is a cell that holds its value; one that is assigned and captured by functions on
 * the heap holds a box, an object on the heap, which these functions share.
 */
import type { LocalId } from "../syntax/tree.ts";
import { boxOf } from "./boxes.ts";
import { newObject } from "./content.ts";
import { hinted, type Machine } from "./machine.ts";
import { getMember, setMember } from "./properties.ts";
import type { Abs, Cell, Scope } from "./values.ts";

/** Stores into a variable without a box, and names the value after it. */
export function store(m: Machine, cell: Cell, value: Abs): void {
  if (value.kind === "num" || value.kind === "int" || value.kind === "bool") {
    hinted(value.value, cell.name);
  }
  if (value.kind === "typed") hinted(value.mem, cell.name);
  m.state.set(cell, value);
}

/** Makes a variable of `scope`. */
export function declareVariable(m: Machine, id: LocalId, scope: Scope, value: Abs): void {
  const { tree } = m.frame.code;
  const cell: Cell = { name: tree.locals[id]!.name };
  scope.cells.set(id, cell);
  const prototype = boxOf(m.hints.heap, tree, id);
  if (prototype === undefined) return store(m, cell, value);
  m.state.set(cell, newObject(m, new Map([[inside, value]]), prototype, cell.name));
}

/** What a variable of the function that runs holds, given what its cell holds. */
export function unboxed(m: Machine, id: LocalId, held: Abs): Abs {
  return boxOf(m.hints.heap, m.frame.code.tree, id) ? getMember(m, held, inside) : held;
}

export function assignVariable(m: Machine, id: LocalId, cell: Cell, value: Abs): void {
  if (!boxOf(m.hints.heap, m.frame.code.tree, id)) return store(m, cell, value);
  setMember(m, m.get(cell) as Abs, inside, value);
}

/** The field of a box. */
const inside = "value";
