// Lists that functions on N-d arrays are given: how long they are is part of a shape.
import { knownScalar } from "../analysis/known.ts";
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { arrayOf } from "../ir/types.ts";
import type { NdDtype } from "../nd/array.ts";
import { arrayOfMemory } from "../ops/arrays/index.ts";
import { ne } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { load } from "../ops/memory.ts";
import { rootOf } from "../values/layout.ts";
import { elementAbs } from "./elements.ts";
import { askForItems } from "./itemwise.ts";
import { Restart, type Machine } from "./machine.ts";
import type { Abs, ArrayAbs, RunContent } from "./values.ts";

/** The elements of memory, whose length has to be known, as an array. */
export function arrayOfElements(
  m: Machine,
  dtype: NdDtype,
  memory: Value,
  length: Value,
): Value | undefined {
  const computed = lengthOf(m, length);
  const size = computed ?? m.host.lengthOf(memory);
  if (size === undefined) return askForLength(m, memory);
  // a list may have become shorter or longer since it was found
  if (computed === undefined) requireLength(m, length, size);
  return arrayOfMemory(m.b, arrayOf(dtype, [size]), memory);
}

/** The items of a list of N-d arrays that lies in memory. */
export function itemsOfRun(m: Machine, { mem, length, elem }: RunContent): Abs[] | undefined {
  const count = lengthOf(m, length);
  if (elem.kind !== "nd" || count === undefined) return undefined;
  return Array.from({ length: count }, (_, i) =>
    elementAbs(m, load(m.b, mem, intLiteral(m.b, i)), elem),
  );
}

/** Starts over with the items of a list known one by one; a fault if that has not helped. */
export function askForList(m: Machine, list: ArrayAbs, content: RunContent): never {
  askForItems(m, list.obj, content);
  return m.fault(
    "NB6004",
    "a function on N-d arrays is given a list whose length is known only when running",
    "fill it in a loop whose number of iterations is known when compiling, at most 512 where the items are of several shapes, or use an N-d array and `nd.dynamicUpdateSlice`",
  );
}

/** The length of a list, if it is computed of what is known. */
function lengthOf(m: Machine, length: Value): number | undefined {
  const bodies: (readonly Instr[])[] = [];
  for (let b: Builder | undefined = m.b; b; b = b.outer) bodies.unshift(b.body);
  const known = knownScalar(bodies, length);
  return known === undefined ? undefined : Number(known);
}

/** The length of what is given or captured can become known: the program starts over. */
function askForLength(m: Machine, memory: Value): undefined {
  const path = m.host.listPath(memory);
  if (path === undefined || !["argument", "captured"].includes(rootOf(path).kind)) return;
  m.hints.sized.push(path);
  throw new Restart();
}

function requireLength({ b }: Machine, length: Value, size: number): void {
  ifElse(
    b,
    ne(b, length, intLiteral(b, size)),
    (inner) => {
      failWith(inner, "NB4007", `an array of ${size} is made of a list of another length`);
      return [];
    },
    () => [],
  );
}
