// Methods of arrays that move items without looking at them.
import type { Value } from "../ir/func.ts";
import type { MemType } from "../ir/types.ts";
import { add, select, sub } from "../ops/arith.ts";
import { lt } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { bounds, failWith, ifElse } from "../ops/control.ts";
import { clampI32 } from "../ops/convert.ts";
import { copy, fill as fillOp, length as lengthOf, load, storeTo, view } from "../ops/memory.ts";
import type { Elem } from "../values/layout.ts";
import { plain, type AnyArray, type Method } from "./array-method.ts";
import { newMemory, partOf } from "./memory.ts";
import { canHold } from "./slots.ts";
import {
  newArray,
  arrayContent,
  elementValue,
  replaceContent,
  toRun,
  elemOfItems,
} from "./content.ts";
import { intValue, isIntLike, numValue, toNumber } from "./convert.ts";
import { elementAbs, readArray, readTyped, typedElement, typedValue } from "./elements.ts";
import { failHere } from "./fail.ts";
import { FEW, times } from "./iterate.ts";
import { callMethod, toHeap } from "./interpreter.ts";
import { Restart, type Machine } from "./machine.ts";
import { fromEnd, part, relative } from "./relative.ts";
import { knownNumber } from "./operators.ts";
import {
  constant,
  describe,
  size,
  type Abs,
  type ArrayAbs,
  type ListContent,
  type RunContent,
  type TypedAbs,
} from "./values.ts";

/** The memory of an array and how much of it is in use. */
function memory(m: Machine, array: AnyArray): { readonly mem: Value; readonly length: Value } {
  if (array.kind === "typed") return { mem: array.mem, length: lengthOf(m.b, array.mem) };
  return toRun(m, array);
}

const slice: Method = (m, array, args) => {
  if (array.kind === "array") {
    const content = arrayContent(m, array);
    const known = args.map(knownNumber);
    if (
      content.kind === "items" &&
      known.every((x, i) => x !== undefined || isUndefined(args[i]))
    ) {
      return newArray(m, { kind: "items", items: content.items.slice(...(known as number[])) });
    }
  }
  const { mem, length } = memory(m, array);
  const [start, count] = part(m, length, args);
  const made = newMemory(m.b, mem.type as MemType, count);
  m.b.emit(copy, [made, view(m.b, mem, start, count)]);
  return like(m, array, made, count);
};

const isUndefined = (abs: Abs | undefined): boolean =>
  abs?.kind === "const" && abs.value === undefined;

/** An array of the kind of `array` with the memory `mem`. */
function like(m: Machine, array: AnyArray, mem: Value, length: Value): Abs {
  if (array.kind === "typed") return { kind: "typed", element: array.element, mem };
  const { elem } = arrayContent(m, array) as RunContent;
  return newArray(m, { kind: "run", mem, length, elem, fixed: false });
}

const subarray: Method = (m, array, args) => {
  if (array.kind === "array") return m.fault("NB2010", "`.subarray()` of an array", "use `slice`");
  const [start, count] = part(m, lengthOf(m.b, array.mem), args);
  return { kind: "typed", element: array.element, mem: partOf(m.b, array.mem, start, count) };
};

const fill: Method = (m, array, [value, ...range]) => {
  if (value === undefined) return m.fault("NB2011", "`.fill()` needs a value");
  if (array.kind === "array" && fillBlank(m, array, value) && range.length === 0) return array;
  const content = array.kind === "array" ? arrayContent(m, array) : undefined;
  if (content?.kind === "items" && range.length === 0) {
    const items = content.items.map(() => value);
    replaceContent(m, (array as ArrayAbs).obj, { kind: "items", items });
    return array;
  }
  const { mem, length } = memory(m, array);
  const stored = storedValue(m, array, value);
  if (range.length === 0 && array.kind === "typed") {
    m.b.emit(fillOp, [mem, stored]);
  } else {
    const [start, count] = part(m, length, range);
    m.b.emit(fillOp, [view(m.b, mem, start, count), stored]);
  }
  return array;
};

/** Decides what a `new Array(n)` holds that is filled with `value`; gives whether it is filled by now. */
function fillBlank(m: Machine, array: ArrayAbs, value: Abs): boolean {
  const held = m.get(array.obj.cell);
  if (held.kind !== "blank") return false;
  const { min, max } = held.length;
  const elem = elemOfItems(m.state, [value]);
  if (min === max && (min <= FEW || (elem === undefined && !canHold(m.state, value)))) {
    const items = Array.from({ length: min }, () => value);
    m.state.set(array.obj.cell, { kind: "items", items });
    return true;
  }
  if (elem !== undefined || !canHold(m.state, value)) {
    toRun(m, array, elem);
    return false;
  }
  m.state.set(array.obj.cell, { kind: "items", items: [] });
  toHeap(m, array);
  times(m, held.length, [], () => void callMethod(m, array, "push", [value]));
  return true;
}

function storedValue(m: Machine, array: AnyArray, value: Abs): Value {
  if (array.kind === "typed") return typedValue(m, value, array.element);
  return elementValue(m, value, toRun(m, array));
}

/** `typed.set(source, offset)` */
const set: Method = (m, array, [source, offset]) => {
  if (array.kind !== "typed" || (source?.kind !== "typed" && source?.kind !== "array")) {
    return m.fault("NB2010", `\`.set()\` of ${describe(array)}`, "set a typed array from an array");
  }
  const { b } = m;
  const from = memory(m, source);
  const at = toNumber(m, offset ?? constant(0));
  const start = isIntLike(at) ? intValue(m, at) : clampI32(b, numValue(m, at));
  const limit = add(b, lengthOf(b, array.mem), intLiteral(b, 1));
  const first = bounds(b, start, limit);
  const room = sub(b, lengthOf(b, array.mem), first);
  ifElse(
    b,
    lt(b, room, from.length),
    (inner) => {
      failWith(inner, "NB4001", "`.set()` writes more elements than the array has from there on");
      return [];
    },
    () => [],
  );
  const target: TypedAbs = { ...array, mem: view(b, array.mem, first, from.length) };
  if (source.kind === "typed" && source.element === array.element) {
    b.emit(copy, [target.mem, from.mem]);
    return constant(undefined);
  }
  times(m, size(from.length), [], (index) => {
    const read = load(m.b, from.mem, intValue(m, index));
    const item =
      source.kind === "typed"
        ? typedElement(m, read, source.element)
        : elementAbs(m, read, toRun(m, source).elem);
    storeTo(m.b, target.mem, intValue(m, index), typedValue(m, item, target.element));
  });
  return constant(undefined);
};

const concat: Method = (m, array, others) => {
  const all = [plain(m, array, "concat"), ...others];
  const contents = all.map((one) => (one.kind === "array" ? arrayContent(m, one) : undefined));
  if (contents.every((content) => content === undefined || content.kind === "items")) {
    const items = all.flatMap((one, i) => {
      const content = contents[i];
      return content?.kind === "items" ? [...content.items] : [one];
    });
    return newArray(m, { kind: "items", items });
  }
  const arrays = all.map((one) =>
    one.kind === "array" ? one : newArray(m, { kind: "items", items: [one] }),
  );
  const elems = contents.flatMap((content) => (content?.kind === "run" ? [content.elem] : []));
  const linked = elems.some(({ kind }) => kind === "slot");
  const elem = linked ? ofOneFamily(m, arrays) : (elems[0] as Elem);
  const runs = arrays.map((one) => toRun(m, one, elem));
  const total = runs.map((run) => run.length).reduce((sum, n) => add(m.b, sum, n));
  const mem = newMemory(m.b, runs[0]!.mem.type as MemType, total);
  let at = intLiteral(m.b, 0);
  for (const run of runs) {
    const used = view(m.b, run.mem, intLiteral(m.b, 0), run.length);
    m.b.emit(copy, [view(m.b, mem, at, run.length), used]);
    at = add(m.b, at, run.length);
  }
  return newArray(m, { kind: "run", mem, length: total, elem, fixed: false });
};

/** Puts arrays on the heap as lists whose items may be the same objects, and gives their elements. */
function ofOneFamily(m: Machine, arrays: readonly ArrayAbs[]): Elem {
  const families = arrays.map((array) => {
    toHeap(m, array);
    return (m.get(array.obj.cell) as ListContent).family;
  });
  const { heap } = m.state;
  for (const family of families) heap.unite(families[0] as number, family);
  if (heap.outdated) throw new Restart();
  return heap.elem(families[0] as number);
}

const reverse: Method = (m, array) => {
  const content = array.kind === "array" ? arrayContent(m, array) : undefined;
  if (content?.kind === "items") {
    const items = content.items.toReversed();
    replaceContent(m, (array as ArrayAbs).obj, { kind: "items", items });
    return array;
  }
  const { mem, length } = memory(m, array);
  const { b } = m;
  const scratch = newMemory(b, mem.type as MemType, length);
  b.emit(copy, [scratch, view(b, mem, intLiteral(b, 0), length)]);
  const last = sub(b, length, intLiteral(b, 1));
  times(m, size(length), [], (index) => {
    const i = intValue(m, index);
    storeTo(m.b, mem, i, load(m.b, scratch, sub(m.b, last, i)));
  });
  return array;
};

const at: Method = (m, array, [index]) => {
  const known = index && knownNumber(index);
  const content = array.kind === "array" ? arrayContent(m, array) : undefined;
  if (content?.kind === "items" && known !== undefined) {
    return content.items.at(known) ?? failHere(m, "NB4001", `item ${known}`);
  }
  const place = fromEnd(m, array, index ?? constant(0));
  return array.kind === "typed" ? readTyped(m, array, place) : readArray(m, array, place);
};

/** `copyWithin(target, start, end)` */
const copyWithin: Method = (m, array, [target, ...range]) => {
  const { b } = m;
  const { mem, length } = memory(m, array);
  const to = relative(m, target, length, intLiteral(b, 0));
  const [start, count] = part(m, length, range);
  const room = sub(b, length, to);
  const moved = select(b, lt(b, count, room), count, room);
  b.emit(copy, [view(b, mem, to, moved), view(b, mem, start, moved)]);
  return array;
};

export const stored: Readonly<Record<string, Method | undefined>> = {
  slice,
  subarray,
  fill,
  set,
  concat,
  reverse,
  at,
  copyWithin,
};
