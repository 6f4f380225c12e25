// Variables.
import { hinted, type Machine } from "./machine.ts";
import type { Abs, Cell } from "./values.ts";

/** Stores into a variable, and names the value after it. */
export function store(m: Machine, cell: Cell, value: Abs): void {
  if (value.kind === "num" || value.kind === "int" || value.kind === "bool") {
    hinted(value.value, cell.name);
  }
  if (value.kind === "typed") hinted(value.mem, cell.name);
  m.state.set(cell, value);
}
