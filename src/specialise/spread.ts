// `f(...array)` where the length of the array is known at run time only.
import { invoke } from "./interpreter.ts";
import { toRun } from "./content.ts";
import { lengthAbs, readArray, readTyped } from "./elements.ts";
import { times } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { constant, undef, type Abs, type Cell } from "./values.ts";

/** The call, if `fn` is one of the functions that take any number of items; else undefined. */
export function spreadInto(m: Machine, fn: Abs, items: Abs): Abs | undefined {
  if (items.kind !== "typed" && items.kind !== "array") return undefined;
  if (items.kind === "array" && m.get(items.obj.cell).kind !== "run") return undefined;
  const item = (index: Abs): Abs =>
    items.kind === "typed" ? readTyped(m, items, index) : readArray(m, items, index);
  const none = fn.kind === "host" ? neutral.get(fn.value) : undefined;
  if (none !== undefined) {
    const best: Cell = { name: "best" };
    m.state.set(best, constant(none));
    times(m, lengthAbs(m, items), [best], (index) => {
      m.state.set(best, invoke(m, fn, [m.get(best) as Abs, item(index)], undefined));
    });
    return m.get(best) as Abs;
  }
  if (fn.kind !== "method" || fn.name !== "push" || fn.of.kind !== "array") return undefined;
  if (m.get(fn.of.obj.cell).kind === "items" && items.kind === "array") {
    toRun(m, fn.of, toRun(m, items).elem);
  }
  times(m, lengthAbs(m, items), [], (index) => {
    invoke(m, fn, [item(index)], undefined);
  });
  return fn.of.kind === "array" ? lengthAbs(m, fn.of) : undef;
}

/** Whether `spreadInto` knows the function. */
export function takesAny(fn: Abs): boolean {
  if (fn.kind === "host") return neutral.has(fn.value);
  return fn.kind === "method" && fn.name === "push" && fn.of.kind === "array";
}

/** What the functions of any number of numbers give for none. */
const neutral: ReadonlyMap<object, number> = new Map<object, number>([
  [Math.max, -Infinity],
  [Math.min, Infinity],
  [Math.hypot, 0],
]);
