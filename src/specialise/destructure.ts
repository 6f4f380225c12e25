// Taking arrays, and what else can be gone through, apart.
import { arrayContent, newItems } from "./content.ts";
import { present } from "./convert.ts";
import { readArray, readTyped } from "./elements.ts";
import { collected, isIterable, taken } from "./generators.ts";
import { isInside } from "./inside.ts";
import { callHost, callMethod } from "./interpreter.ts";
import { spreadItems } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { constant, undef, type Abs, type ArrayAbs, type TypedAbs } from "./values.ts";

interface Destructured {
  /** Item `i`; if `optional`, undefined where there is none. */
  item(i: number, optional: boolean): Abs;
  /** Everything from item `from` on. */
  rest(from: number): Abs;
}

/** The element at `index`, or undefined where there is none. */
function orNothing(m: Machine, array: ArrayAbs | TypedAbs, index: Abs): Abs {
  const read = (): Abs =>
    array.kind === "typed" ? readTyped(m, array, index) : readArray(m, array, index);
  return branch(m, isInside(m, array, index), read, () => undef);
}

/** Takes apart the first `count` items and, if `all`, the rest of something. */
export function destructured(m: Machine, value: Abs, count: number, all: boolean): Destructured {
  if (value.kind === "maybe") return destructured(m, present(m, value), count, all);
  if (isIterable(value)) {
    if (all) return destructured(m, collected(m, value), count, all);
    return destructured(m, newItems(m, taken(m, value, count)), count, all);
  }
  if (value.kind === "typed") {
    return {
      item: (i, optional) => {
        const index = constant(i);
        return optional ? orNothing(m, value, index) : readTyped(m, value, index);
      },
      rest: (from) =>
        callMethod(m, callHost(m, Array.from, [value], undefined), "slice", [constant(from)]),
    };
  }
  if (value.kind !== "array") {
    const items = spreadItems(m, value);
    return { item: (i) => items[i] ?? undef, rest: (from) => newItems(m, items.slice(from)) };
  }
  return {
    item: (i, optional) => {
      const content = arrayContent(m, value);
      if (content.kind === "items") return content.items[i] ?? undef;
      const index = constant(i);
      return optional ? orNothing(m, value, index) : readArray(m, value, index);
    },
    rest: (from) => {
      const content = arrayContent(m, value);
      if (content.kind === "items") return newItems(m, content.items.slice(from));
      return callMethod(m, value, "slice", [constant(from)]);
    },
  };
}
