// Elements of arrays and typed arrays in memory.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { MemType } from "../ir/types.ts";
import { add, mul, select, sub } from "../ops/arith.ts";
import { eq, gt, le, lt } from "../ops/compare.ts";
import { int as intLiteral, num as numLiteral } from "../ops/constant.ts";
import { bounds, ifElse } from "../ops/control.ts";
import { toF32, toF64, toI64, widen } from "../ops/convert.ts";
import { max, min } from "../ops/extremes.ts";
import { copy, length as lengthOf, load, recordGet, storeTo } from "../ops/memory.ts";
import { partName } from "../values/heap.ts";
import type { Elem } from "../values/layout.ts";
import type { TypedKind } from "../values/typed.ts";
import {
  admitItem,
  arrayContent,
  elementValue,
  newArray,
  refuseFrozen,
  replaceContent,
  toRun,
  wholeRun,
  elemOfItems,
} from "./content.ts";
import { indexValue, numValue, toNumber } from "./convert.ts";
import type { Machine } from "./machine.ts";
import { failHere } from "./fail.ts";
import { newMemory } from "./memory.ts";
import { callMethod } from "./interpreter.ts";
import { mirrorItem, mirrorLength } from "./mirrors.ts";
import { branch } from "./merge.ts";
import { int32, knownNumber } from "./operators.ts";
import { isFunction } from "./shapes.ts";
import { readSlot } from "./slots.ts";
import { isAskedFor } from "./unset.ts";
import {
  bool,
  int,
  num,
  size,
  type Abs,
  type ArrayAbs,
  type RunContent,
  type TypedAbs,
  undef,
} from "./values.ts";

/** The value loaded from a memory of elements `elem`. */
export function elementAbs(m: Machine, value: Value, elem: Elem): Abs {
  switch (elem.kind) {
    case "number":
      return num(value);
    case "boolean":
      return bool(value);
    case "typed":
      return { kind: "typed", element: elem.element, mem: value };
    case "array":
      return newArray(m, wholeRun(m, value, elem.elem, true), "row");
    case "nd":
      return { kind: "nd", value };
    case "slot":
      return itemAbs(m, value, elem);
  }
}

/** An item of a list on the heap, from its element. */
function itemAbs(m: Machine, value: Value, elem: Extract<Elem, { kind: "slot" }>): Abs {
  const slot = m.state.heap.itemSlot(elem.family);
  if (elem.box === undefined) return readSlot(m, slot, () => value);
  const layout = m.state.heap.layout(slot);
  return readSlot(m, slot, (of) =>
    m.b.emit1(recordGet, [value], { field: partName("item", of, layout) }),
  );
}

const ranges: Partial<Record<TypedKind, readonly [number, number]>> = {
  Int8Array: [-128, 127],
  Uint8Array: [0, 255],
  Uint8ClampedArray: [0, 255],
  Int16Array: [-32768, 32767],
  Uint16Array: [0, 65535],
};

/** The number loaded from a typed array. */
export function typedElement(m: Machine, value: Value, element: TypedKind): Abs {
  switch (element) {
    case "Float64Array":
      return num(value);
    case "Float32Array":
      return num(widen(m.b, value));
    case "Uint32Array":
      return num(toF64(m.b, value));
    default: {
      const [low, high] = ranges[element] ?? [];
      return int(value, low, high);
    }
  }
}

/** What is stored into a typed array for a number, converted as JavaScript does. */
export function typedValue(m: Machine, abs: Abs, element: TypedKind): Value {
  const x = toNumber(m, abs);
  switch (element) {
    case "Float64Array":
      return numValue(m, x);
    case "Float32Array":
      return toF32(m.b, numValue(m, x));
    case "Uint32Array":
      return toI64(m.b, int32(m, x));
    case "Uint8ClampedArray":
      return int32(m, num(clamped(m, numValue(m, x))));
    default:
      return int32(m, x);
  }
}

/** ToUint8Clamp before ToInt32, which makes NaN 0: into [0, 255], to the nearest integer, ties to even. */
function clamped({ b }: Machine, x: Value): Value {
  const held = min(b, max(b, x, numLiteral(b, 0)), numLiteral(b, 255));
  // the doubles from here on are the integers
  const large = numLiteral(b, 2 ** 52);
  return sub(b, add(b, held, large), large);
}

export function readTyped(m: Machine, array: TypedAbs, index: Abs): Abs {
  const at = bounds(m.b, indexValue(m, index), lengthOf(m.b, array.mem));
  return typedElement(m, load(m.b, array.mem, at), array.element);
}

export function writeTyped(m: Machine, array: TypedAbs, index: Abs, value: Abs): void {
  const stored = typedValue(m, value, array.element);
  const at = bounds(m.b, indexValue(m, index), lengthOf(m.b, array.mem));
  storeTo(m.b, array.mem, at, stored);
}

export function readArray(m: Machine, array: ArrayAbs, index: Abs): Abs {
  const held = m.get(array.obj.cell);
  if (held.kind === "mirror") return mirrorItem(m, held, index);
  const content = arrayContent(m, array);
  const known = knownNumber(index);
  if (content.kind === "items" && known !== undefined) {
    const item = content.items[known];
    if (item !== undefined) return item;
    const count = content.items.length;
    return failHere(m, "NB4001", `index ${known} of an array of ${count}`);
  }
  // an array that is still empty: what it is going to hold is not known here
  if (content.kind === "items" && content.items.length === 0) {
    return failHere(m, "NB4001", "an index of an empty array");
  }
  if (content.kind === "items" && content.items.every(isFunction)) {
    return readChosen(m, content.items, index);
  }
  const run = toRun(m, array);
  const at = bounds(m.b, indexValue(m, index), run.length);
  return elementAbs(m, load(m.b, run.mem, at), run.elem);
}

/** The item at an index that is known at run time, out of functions. */
function readChosen(m: Machine, items: readonly Abs[], index: Abs): Abs {
  const at = bounds(m.b, indexValue(m, index), intLiteral(m.b, items.length));
  const from = (i: number): Abs => {
    const item = items[i] as Abs;
    if (i + 1 === items.length) return item;
    const here = bool(eq(m.b, at, intLiteral(m.b, i)));
    return branch(
      m,
      here,
      () => item,
      () => from(i + 1),
    );
  };
  return from(0);
}

export function writeArray(m: Machine, array: ArrayAbs, index: Abs, value: Abs): void {
  refuseFrozen(m, array.obj);
  const { kind } = m.get(array.obj.cell);
  if (kind === "blank") settleBlank(m, array, elemOfItems(m.state, [value]));
  admitItem(m, array, value);
  const content = arrayContent(m, array);
  const known = knownNumber(index);
  if (content.kind === "items" && known !== undefined) {
    const { items } = content;
    if (Number.isInteger(known) && known >= 0 && known <= items.length) {
      const next = [...items];
      next[known] = value;
      return replaceContent(m, array.obj, { kind: "items", items: next });
    }
    failHere(m, "NB4001", `index ${known} of an array of ${items.length}`);
  }
  const empty = content.kind === "items" && content.items.length === 0;
  const run = toRun(m, array, empty ? elemOfItems(m.state, [value]) : undefined);
  const stored = elementValue(m, value, run);
  if ((empty || run.grows) && !run.fixed) return writeOrAppend(m, array, run, index, stored);
  const at = bounds(m.b, indexValue(m, index), run.length);
  storeTo(m.b, run.mem, at, stored);
}

/** Decides what a `new Array(n)` holds into which the first value is put. */
function settleBlank(m: Machine, array: ArrayAbs, elem: Elem | undefined): void {
  if (elem !== undefined && !isAskedFor(m, elem)) toRun(m, array, elem);
  else callMethod(m, array, "fill", [undef]);
}

/** A write at an index, or just behind the last item, which makes the array longer. */
function writeOrAppend(
  m: Machine,
  array: ArrayAbs,
  run: RunContent,
  index: Abs,
  stored: Value,
): void {
  const { b } = m;
  const one = intLiteral(b, 1);
  const at = bounds(b, indexValue(m, index), add(b, run.length, one));
  const end = add(b, at, one);
  const length = select(b, gt(b, end, run.length), end, run.length);
  const mem = withRoom(b, run.mem, length);
  storeTo(b, mem, at, stored);
  replaceContent(m, array.obj, { ...run, mem, length, grows: true });
}

/** Memory for `length` items: the same, or where it is too short a copy twice as long. */
export function withRoom(b: Builder, mem: Value, length: Value): Value {
  const capacity = lengthOf(b, mem);
  return ifElse(
    b,
    le(b, length, capacity),
    () => [mem],
    (inner) => {
      const four = intLiteral(inner, 4);
      const twice = mul(inner, capacity, intLiteral(inner, 2));
      const wanted = select(inner, lt(inner, twice, four), four, twice);
      const larger = newMemory(inner, mem.type as MemType, wanted);
      inner.emit(copy, [larger, mem]);
      return [larger];
    },
  )[0] as Value;
}

/** `.length` of an array or typed array. */
export function lengthAbs(m: Machine, array: ArrayAbs | TypedAbs): Abs {
  if (array.kind === "typed") return size(lengthOf(m.b, array.mem));
  const held = m.get(array.obj.cell);
  if (held.kind === "blank") return held.length;
  if (held.kind === "mirror") return mirrorLength(m, held);
  const content = arrayContent(m, array);
  if (content.kind === "items") return { kind: "const", value: content.items.length };
  return size(content.length);
}
