// Going through arrays: `for … of`, spread, destructuring, and what array methods do.
import { unroll, unrollIfNeeded, waysOf, whileLoop, type Each } from "./looping.ts";
import type { Value } from "../ir/func.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { length as lengthOf, load } from "../ops/memory.ts";
import { arrayContent, elemOfItems, newItems } from "./content.ts";
import { indexValue, present, refuseMissing } from "./convert.ts";
import { collectionKind, overEntries, type Part } from "./entries.ts";
import { elementAbs, lengthAbs, readArray, readTyped, typedElement } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { ofChoice } from "./interpreter.ts";
import { arithmetic, compare } from "./operators.ts";
import { counted, repeat } from "./repeat.ts";
import { canHold } from "./slots.ts";
import {
  constant,
  describe,
  isIterator,
  size,
  undef,
  type Abs,
  type ArrayAbs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
  type ItemsContent,
  type MethodAbs,
  type ObjectAbs,
  type TypedAbs,
} from "./values.ts";

/** Items of small arrays of numbers are gone through one by one, without memory. */
export const FEW = 8;

/** Unlike items up to this many, or any that cannot lie on the heap, are gone through one by one. */
const FEW_UNLIKE = 16;

function isGoneThroughByItem(m: Machine, array: ArrayAbs, { items }: ItemsContent): boolean {
  if (items.length <= FEW) return true;
  if (elemOfItems(m.state, items) !== undefined) return false;
  return items.length <= FEW_UNLIKE || !canHold(m.state, array);
}

/** Runs a body for every item of an array, as `for … of` does. */
export function ofEach(m: Machine, iterable: Abs, each: Each): void {
  if (iterable.kind === "typed") return overTyped(m, iterable, each);
  if (iterable.kind === "maybe") return ofEach(m, present(m, iterable), each);
  if (iterable.kind === "array" && m.get(iterable.obj.cell).kind === "mirror") {
    return overIndices(m, iterable, each);
  }
  if (iterable.kind === "choice") {
    ofChoice(m, iterable, (one) => (ofEach(m, one, each), undef));
    return;
  }
  if (isIterator(iterable)) return overPairs(m, iterable, each);
  const kind = collectionKind(m, iterable);
  if (kind !== undefined) {
    return overEntries(m, iterable as ObjectAbs, kind === "map" ? "entries()" : "keys()", each);
  }
  if (iterable.kind === "object") return m.does.overObject(m, iterable, each);
  if (iterable.kind === "const" && typeof iterable.value === "string") {
    return ofEach(m, newItems(m, spreadItems(m, iterable)), each);
  }
  if (iterable.kind !== "array") {
    refuseMissing(m, iterable);
    const rows = "count to `x.shape[0]`, and take `x.slice(i)`";
    const help = iterable.kind === "nd" ? rows : "use an array";
    return m.fault("NB2010", `going through ${describe(iterable)}`, help);
  }
  const content = arrayContent(m, iterable);
  if (content.kind === "items") {
    const { length } = content.items;
    if (isGoneThroughByItem(m, iterable, content)) return overItems(m, iterable, length, each);
  }
  overArray(m, iterable, each);
}

/** As `ofEach`, from the last item of an array to the first. */
export function ofEachBackwards(m: Machine, array: ArrayAbs | TypedAbs, each: Each): void {
  const read = (index: Abs): Abs =>
    array.kind === "typed" ? readTyped(m, array, index) : readArray(m, array, index);
  const content = array.kind === "array" ? arrayContent(m, array) : undefined;
  if (content?.kind === "items") {
    const { length } = content.items;
    if (isGoneThroughByItem(m, array as ArrayAbs, content)) {
      const indices = Array.from({ length }, (_, i) => length - 1 - i);
      return unroll(m, indices, (index) => each.body(() => read(index), index));
    }
  }
  const counter: Cell = { name: "index" };
  const at = (): Abs => m.get(counter) as Abs;
  m.state.set(counter, arithmetic(m, "-", lengthAbs(m, array), constant(1)));
  whileLoop(m, each.ways, [...each.guess, counter], {
    test: () => compare(m, ">=", at(), constant(0)) as BoolAbs | ConstAbs,
    body: () => void each.body(() => read(at()), at()),
    update: () => m.state.set(counter, arithmetic(m, "-", at(), constant(1))),
  });
}

/** Thrown where a list that is gone through item by item becomes longer or shorter. */
class Resized extends Error {}

function overItems(m: Machine, array: ArrayAbs, length: number, each: Each): void {
  const saved = m.save();
  const indices = Array.from({ length }, (_, i) => i);
  const refuseResized = (): void => {
    const now = arrayContent(m, array);
    if (now.kind !== "items" || now.items.length !== length) throw new Resized();
  };
  try {
    unroll(m, indices, (index) => {
      refuseResized();
      return each.body(() => readArray(m, array, index), index);
    });
    refuseResized();
  } catch (error) {
    if (!(error instanceof Resized)) throw error;
    m.restore(saved);
    overIndices(m, array, each);
  }
}

/** What `entries()`, `keys()` and `values()` give. */
function overPairs(m: Machine, { of, name }: MethodAbs, each: Each): void {
  if (of.kind === "object") return overEntries(m, of, name as Part, each);
  const body: Each["body"] = (item, index) => {
    if (name === "keys()") return each.body(() => index, index);
    if (name === "values()") return each.body(item, index);
    return each.body(() => newItems(m, [index, item()]), index);
  };
  ofEach(m, of, { ...each, body });
}

function overTyped(m: Machine, array: TypedAbs, each: Each): void {
  if (each.ends) return overIndices(m, array, each);
  const { node } = m;
  const attempt = (): boolean => {
    repeat(m, {
      guess: each.guess,
      count: [intLiteral(m.b, 0), lengthOf(m.b, array.mem), 1],
      onBreak: each.ways.onBreak,
      endless: false,
      iteration: (index) => {
        if (node) m.at(node);
        const at = index as Value;
        const item = (): Abs => typedElement(m, load(m.b, array.mem, at), array.element);
        return each.body(item, size(at));
      },
    });
    return true;
  };
  if (!counted(m, attempt)) overIndices(m, array, each);
}

function overArray(m: Machine, array: ArrayAbs, each: Each): void {
  if (each.ends) return overIndices(m, array, each);
  const saved = m.save();
  const { node } = m;
  const length = lengthAbs(m, array);
  const content = arrayContent(m, array);
  if (content.kind !== "run") return overIndices(m, array, each);
  if (content.list && !m.state.heap.keepsLength(content.list.family)) {
    return overIndices(m, array, each);
  }
  const attempt = (): boolean => {
    const changed = repeat(m, {
      guess: each.guess,
      count: [intLiteral(m.b, 0), (length as { value: Value }).value, 1],
      onBreak: each.ways.onBreak,
      endless: false,
      iteration: (index) => {
        if (node) m.at(node);
        const at = index as Value;
        const item = (): Abs => elementAbs(m, load(m.b, content.mem, at), content.elem);
        return each.body(item, size(at));
      },
    });
    return !changed.has(array.obj.cell);
  };
  if (counted(m, attempt)) return;
  // the body makes the array longer or shorter: its length is asked for again and again
  m.restore(saved);
  overIndices(m, array, each);
}

/** The general loop over indices from 0 while below the length at that time. */
function overIndices(m: Machine, array: ArrayAbs | TypedAbs, each: Each): void {
  const counter: Cell = { name: "index" };
  m.state.set(counter, constant(0));
  const at = (): Abs => m.get(counter) as Abs;
  const read = (): Abs =>
    array.kind === "typed" ? readTyped(m, array, at()) : readArray(m, array, at());
  whileLoop(m, each.ways, [...each.guess, counter], {
    test: () => compare(m, "<", at(), lengthAbs(m, array)) as BoolAbs | ConstAbs,
    body: () => void each.body(read, at()),
    update: () => m.state.set(counter, arithmetic(m, "+", at(), constant(1))),
  });
}

/** Runs `body` for 0, 1, … below a length that does not change. */
export function times(
  m: Machine,
  length: Abs,
  guess: readonly Cell[],
  body: (index: Abs) => void,
  from = 0,
): void {
  const { node } = m;
  const run = (index: Abs): BoolAbs | ConstAbs => {
    if (node) m.at(node);
    body(index);
    return constant(true);
  };
  const known = length.kind === "const" ? (length.value as number) : undefined;
  const indices =
    known === undefined ? undefined : Array.from({ length: known }, (_, i) => i).slice(from);
  if (indices && indices.length <= 1) return unroll(m, indices, run);
  const attempt = (): boolean => {
    const hi = length.kind === "int" ? length.value : intLiteral(m.b, known as number);
    const once = (): boolean => {
      repeat(m, {
        guess,
        count: [intLiteral(m.b, from), hi, 1],
        onBreak: { name: "break" },
        endless: false,
        iteration: (index) => run(size(index as Value)),
      });
      return true;
    };
    if (!counted(m, once)) until(m, size(hi), { ways: waysOf([]), guess }, run, from);
    return true;
  };
  unrollIfNeeded(m, attempt, indices, run);
}

/** As `times`, of what may be left on the way. */
export function until(
  m: Machine,
  length: Abs,
  { ways, guess }: Pick<Each, "ways" | "guess">,
  body: (index: Abs) => unknown,
  from = 0,
): void {
  const counter: Cell = { name: "index" };
  m.state.set(counter, constant(from));
  const at = (): Abs => m.get(counter) as Abs;
  whileLoop(m, ways, [...guess, counter], {
    test: () => compare(m, "<", at(), length) as BoolAbs | ConstAbs,
    body: () => void body(size(indexValue(m, at()))),
    update: () => m.state.set(counter, arithmetic(m, "+", at(), constant(1))),
  });
}

/** The items of an array whose length is known. */
export function spreadItems(m: Machine, value: Abs): readonly Abs[] {
  if (value.kind === "maybe") return spreadItems(m, present(m, value));
  if (value.kind === "array") {
    const content = arrayContent(m, value);
    if (content.kind === "items") return content.items;
  }
  if (value.kind === "const" && typeof value.value === "string") {
    return [...value.value].map((letter) => constant(letter));
  }
  refuseMissing(m, value);
  return m.fault(
    "NB2008",
    `how many items ${describe(value)} has must be known when compiling`,
    "copy arrays with `slice`, join them with `concat`, and pass them as they are",
  );
}
