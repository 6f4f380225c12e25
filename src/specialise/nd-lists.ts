// Lists that functions on N-d arrays are given: how long they are is part of a shape.
import { knownLength, knownScalar } from "../analysis/known.ts";
import { rowsOf } from "../analysis/rows.ts";
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { arrayOf, memOf, sizeOf, type MemType } from "../ir/types.ts";
import type { NdDtype } from "../nd/array.ts";
import { arrayOfMemory, put } from "../ops/arrays/index.ts";
import { add, mul } from "../ops/arith.ts";
import { ne } from "../ops/compare.ts";
import { int as intLiteral, literal } from "../ops/constant.ts";
import { failWith, forRange, ifElse } from "../ops/control.ts";
import { toF64 } from "../ops/convert.ts";
import { copy, length as memoryLength, load, storeTo, view } from "../ops/memory.ts";
import { rootOf, type Elem } from "../values/layout.ts";
import type { TypedKind } from "../values/typed.ts";
import { elementAbs } from "./elements.ts";
import { askForItems } from "./itemwise.ts";
import { Restart, type Machine } from "./machine.ts";
import { newMemory, partOf } from "./memory.ts";
import type { Abs, ArrayAbs, RunContent } from "./values.ts";

/**
 * The elements of a list, or of one of lists, as an array: its length has to be known, and those of
 * lists in it are if it was given. Undefined where they are not known.
 */
export function arrayOfElements(
  m: Machine,
  { mem, length, elem }: Pick<RunContent, "mem" | "length" | "elem">,
): Value | undefined {
  const { b } = m;
  const dtype = dtypeOf(elem);
  const size = lengthOf(m, length) ?? given(m, mem, 0);
  const rows = dtype === undefined ? undefined : extentsOfRows(m, mem);
  if (dtype === undefined || size === undefined || rows === undefined) return undefined;
  // a list may have become shorter or longer since it was found
  requireLength(b, length, size);
  const type = arrayOf(dtype, [size, ...rows]);
  const zero = intLiteral(b, 0);
  if (rows.length === 0 && holds(mem, dtype)) {
    const whole = given(m, mem, 0) === size;
    return arrayOfMemory(b, type, whole ? mem : view(b, mem, zero, intLiteral(b, size)));
  }
  const whole = newMemory(b, memOf(dtype), intLiteral(b, sizeOf(type.shape)));
  copyRows(b, { whole, dtype, from: zero }, mem, type.shape);
  return arrayOfMemory(b, type, whole);
}

/**
 * The lengths of the lists in a list, and in these: as given, or what is known of those that are
 * stored in it; others need not have it.
 */
function extentsOfRows(m: Machine, mem: Value): readonly number[] | undefined {
  const extents = levelsOf(mem).map((level) => given(m, mem, level));
  if (extents.length === 1) extents[0] ??= lengthOfRows(m, mem);
  return extents.includes(undefined) ? undefined : (extents as number[]);
}

/** The one length that is known of the lists which are stored in a list. */
function lengthOfRows(m: Machine, mem: Value): number | undefined {
  const lengths = new Set<number>();
  for (const { row, bodies } of rowsOf(bodiesOf(m), mem)) {
    const length = knownLength(bodies, row, (list, level) => given(m, list, level));
    if (length !== undefined) lengths.add(length);
  }
  const [length] = lengths;
  return lengths.size === 1 ? length : undefined;
}

/** The levels of lists inside of a list. */
function levelsOf(memory: Value): number[] {
  const levels: number[] = [];
  let { elem } = memory.type as MemType;
  while (elem.kind === "mem") {
    levels.push(levels.length + 1);
    ({ elem } = elem);
  }
  return levels;
}

/** The length of what is given or captured can become known: the program starts over. */
function given(m: Machine, list: Value, level: number): number | undefined {
  const extents = m.host.extentsOf(list);
  if (extents !== undefined) return extents[level];
  const path = m.host.listPath(list);
  if (path === undefined || !["argument", "captured"].includes(rootOf(path).kind)) return undefined;
  m.hints.sized.push(path);
  throw new Restart();
}

function holds({ type }: Value, dtype: NdDtype): boolean {
  const { elem } = type as MemType;
  return elem.kind === "store" && elem.storage === dtype;
}

/** What elements become: short integers i32; undefined for what is no number. */
function dtypeOf(elem: Elem): NdDtype | undefined {
  switch (elem.kind) {
    case "number":
      return "f64";
    case "boolean":
      return "bool";
    case "array":
      return dtypeOf(elem.elem);
    case "typed":
      return dtypes[elem.element] ?? "i32";
    default:
      return undefined;
  }
}

const dtypes: Partial<Readonly<Record<TypedKind, NdDtype>>> = {
  Float64Array: "f64",
  Float32Array: "f32",
  Uint32Array: "f64",
};

interface Target {
  readonly whole: Value;
  readonly dtype: NdDtype;
  /** Where the next element goes. */
  readonly from: Value;
}

/** Copies `memory`, rows behind one another, into a part of `whole`. */
function copyRows(
  b: Builder,
  { whole, dtype, from }: Target,
  memory: Value,
  [extent, ...inner]: readonly number[],
): void {
  const [zero, n] = [intLiteral(b, 0), intLiteral(b, extent!)];
  if (inner.length === 0 && holds(memory, dtype)) {
    b.emit(copy, [view(b, whole, from, n), view(b, memory, zero, n)]);
    return;
  }
  forRange(b, [zero, n, 1], [], (body, i) => {
    const item = load(body, memory, i);
    if (inner.length === 0) {
      const wide = item.type.kind === "scalar" && item.type.dtype === "i64";
      storeTo(body, whole, add(body, from, i), wide ? toF64(body, item) : item);
      return [];
    }
    requireLength(body, memoryLength(body, item), inner[0]!);
    const at = add(body, from, mul(body, i, intLiteral(body, sizeOf(inner))));
    copyRows(body, { whole, dtype, from: at }, item, inner);
    return [];
  });
}

/** The length of a list, if it is computed of what is known, or part of what is compiled for already. */
export function sizeOfList(m: Machine, mem: Value, length: Value): number | undefined {
  const [size] = m.host.extentsOf(mem) ?? [];
  if (size !== undefined) requireLength(m.b, length, size);
  return size ?? (m.host.listPath(mem) ? undefined : lengthOf(m, length));
}

/** The items of a list of N-d arrays that lies in memory. */
export function itemsOfRun(m: Machine, { mem, length, elem }: RunContent): Abs[] | undefined {
  const count = elem.kind === "nd" ? lengthOf(m, length) : undefined;
  if (count === undefined) return undefined;
  return Array.from({ length: count }, (_, i) =>
    elementAbs(m, load(m.b, mem, intLiteral(m.b, i)), elem),
  );
}

/** Lists up to this length are joined item by item. */
const FEW = 8;

/** The items of such a list along the first axis of an array, if they are many. */
export function stackOfRun(m: Machine, { mem, length, elem }: RunContent): Value | undefined {
  const count = elem.kind === "nd" ? lengthOf(m, length) : undefined;
  if (elem.kind !== "nd" || count === undefined || count <= FEW) return undefined;
  const { b } = m;
  const size = intLiteral(b, sizeOf(elem.shape));
  const whole = newMemory(b, memOf(elem.dtype), intLiteral(b, count * sizeOf(elem.shape)));
  forRange(b, [intLiteral(b, 0), intLiteral(b, count), 1], [], (body, i) => {
    body.emit(put, [partOf(body, whole, mul(body, i, size), size), load(body, mem, i)]);
    return [];
  });
  return arrayOfMemory(b, arrayOf(elem.dtype, [count, ...elem.shape]), whole);
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

/**
 * The length of a list, if it is computed of what is known. Captured numbers that it is computed of
 * can become known: the program starts over.
 */
function lengthOf(m: Machine, length: Value): number | undefined {
  const known = (list: Value, level: number): number | undefined => given(m, list, level);
  const { value, outside } = knownScalar(bodiesOf(m), length, known);
  if (value !== undefined) return Number(value);
  askToKnow(
    m,
    outside.filter(({ type }) => type.kind === "scalar"),
  );
  return undefined;
}

/** What is emitted so far, that of the innermost region last. */
function bodiesOf(m: Machine): (readonly Instr[])[] {
  const bodies: (readonly Instr[])[] = [];
  for (let b: Builder | undefined = m.b; b; b = b.outer) bodies.unshift(b.body);
  return bodies;
}

/** What is captured can become part of what is known: the program starts over. */
export function askToKnow(m: Machine, values: readonly Value[]): void {
  const paths = values.flatMap((value) => m.host.pathOf(value) ?? []);
  const captured = paths.filter((path) => rootOf(path).kind === "captured");
  if (captured.length === 0) return;
  m.hints.known.push(...captured);
  throw new Restart();
}

/** The number that a shape hangs on, if it is computed of what is known, lengths of lists among it. */
export function knownNumber(m: Machine, value: Value): number | undefined {
  const known = lengthOf(m, value);
  // where a function is called with other lists, it is another number
  if (known !== undefined) requireLength(m.b, value, known);
  return known;
}

function requireLength(b: Builder, length: Value, size: number): void {
  ifElse(
    b,
    ne(b, length, literal(b, size, length.type)),
    (inner) => {
      failWith(inner, "NB4007", `an array of ${size} is made of a list of another length`);
      return [];
    },
    () => [],
  );
}
