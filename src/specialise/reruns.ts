// What a function is given that is run again: what it changes must not be seen outside.
import type { Value } from "../ir/func.ts";
import { requireApart } from "./differential.ts";
import type { Machine } from "./machine.ts";
import { deepCopy, mayOverlap } from "./memory.ts";

/** The values, with copies of those that are changed. */
export function copiesOf(
  m: Machine,
  values: readonly Value[],
  changed: ReadonlySet<number>,
): readonly Value[] {
  const copies = new Map<Value, Value>();
  for (const i of changed) {
    const value = values[i] as Value;
    requireCopied(m, values, value);
    if (!copies.has(value)) copies.set(value, deepCopy(m.b, value));
  }
  return values.map((value) => copies.get(value) ?? value);
}

/** A fault if `value`, which is changed, cannot be copied apart from the others. */
export function requireCopied(m: Machine, values: readonly Value[], value: Value): void {
  if (value.type.kind !== "mem") {
    m.fault(
      "NB2010",
      "the function, which is run more than once, changes an object that is not of its own making",
      "let it return what it computes instead",
    );
  }
  for (const other of values) {
    if (other !== value && mayOverlap(value, other)) requireApart(m, value, other);
  }
}
