/**
 * Memory that a function for many lanes makes for itself: its elements are those of all lanes. What
 * memory holds is told by its type only: where a number of one lane is stored, all memory of such
 * numbers has lanes.
 */
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import {
  isReference,
  loadedType,
  memOfRefs,
  showType,
  sizeOf,
  type ArrayType,
  type MemType,
} from "../ir/types.ts";
import {
  alloc,
  allocate,
  arrayFrom,
  broadcast,
  concat,
  copy,
  elements,
  fill,
  gather,
  int,
  length,
  load,
  put,
  reshape,
  slice,
  store,
  view,
  zerosLike,
} from "../ops/index.ts";
import type { LaneBody } from "./lane-body.ts";
import { Unbatchable } from "./unbatchable.ts";

/** Thrown where memory of some numbers turns out to have lanes: the function is made anew. */
export class Widened extends Error {}

/** Most elements that are gathered one by one into an array. */
const MOST_ELEMENTS = 64;

/** What is known of the memory of the source. */
export class LaneMemories {
  readonly #kinds = new Set<string>();
  /** Memory that the function has made, and how deep in regions for some lanes only. */
  readonly #own = new Map<Value, number>();
  readonly #laned = new Set<Value>();
  /** The arrays whose elements memory has, never written. */
  readonly #arrays = new Map<Value, Value>();

  forget(): void {
    this.#own.clear();
    this.#laned.clear();
    this.#arrays.clear();
  }

  /** Whether the elements of this memory are those of all lanes. */
  hasLanes(m: Value): boolean {
    return this.#laned.has(m);
  }

  arrayOf(m: Value): Value | undefined {
    return this.#arrays.get(m);
  }

  /** The array that memory has the elements of, in a list. */
  behind(m: Value): readonly Value[] {
    const array = this.#arrays.get(m);
    return array === undefined ? [] : [array];
  }

  show(m: Value, array: Value): void {
    this.#arrays.set(m, array);
  }

  /** New memory. */
  add(m: Value, depth: number, hasLanes: boolean): void {
    this.#own.set(m, depth);
    if (hasLanes) this.#laned.add(m);
    else this.#laned.delete(m);
  }

  /** `m` is one of the memories `from`. */
  join(m: Value, from: readonly Value[]): void {
    if (!isReference(m.type)) return;
    const [first, ...rest] = from.map((v) => this.#laned.has(v));
    if (rest.some((is) => is !== first)) throw new Unbatchable();
    if (first === true) this.#laned.add(m);
    else this.#laned.delete(m);
    const [depth, ...others] = from.map((v) => this.#own.get(v));
    if (depth !== undefined && others.every((other) => other === depth)) this.#own.set(m, depth);
    else this.#own.delete(m);
  }

  /** What a loop hands on must be as it was. */
  requireAlike(before: readonly Value[], after: readonly Value[]): void {
    before.forEach((p, i) => {
      if (!isReference(p.type)) return;
      const next = after[i]!;
      if (this.#laned.has(p) !== this.#laned.has(next)) throw new Unbatchable();
      if (this.#own.get(p) !== this.#own.get(next)) throw new Unbatchable();
    });
  }

  /** Writing to memory that others see, or that only some lanes write to, is not done for all. */
  requireOwn(m: Value, depth: number): void {
    if (isReference(m.type) && this.#own.get(m) !== depth) throw new Unbatchable();
  }

  /** Whether new memory of such elements has lanes. */
  isLaned({ elem }: MemType): boolean {
    return this.#kinds.has(showType({ kind: "mem", elem }));
  }

  /** Makes memory of such elements have lanes from now on. */
  widen(type: MemType): never {
    const { elem } = type;
    const plain = elem.kind === "array" || (elem.kind === "store" && isWhole(elem.storage));
    const kind = showType(type);
    if (!plain || this.#kinds.has(kind)) throw new Unbatchable();
    this.#kinds.add(kind);
    throw new Widened();
  }
}

const isWhole = (storage: string): boolean => ["f64", "f32", "i32", "bool"].includes(storage);

/** Emits what an instruction about memory does; false where it is about something else. */
export function memoryInstr(body: LaneBody, b: Builder, instr: Instr): boolean {
  const handler = handlers.get(instr.op);
  if (handler === undefined) return false;
  handler(body, b, instr);
  return true;
}

type Handler = (body: LaneBody, b: Builder, instr: Instr) => void;

const handlers: ReadonlyMap<unknown, Handler> = new Map<unknown, Handler>([
  [elements, showElements],
  [length, lengthOf],
  [load, loaded],
  [alloc, (body, b, instr) => made(body, b, instr, instr.args[0]!)],
  [zerosLike, zeros],
  [store, (body, b, instr) => written(body, b, instr)],
  [fill, (body, b, instr) => written(body, b, instr)],
  [copy, copied],
  [view, viewed],
  [arrayFrom, asArray],
  [put, asElements],
]);

function requireSame(body: LaneBody, values: readonly Value[]): void {
  if (values.some((v) => body.has(v))) throw new Unbatchable();
}

function showElements(body: LaneBody, b: Builder, instr: Instr): void {
  const [array] = instr.args as [Value];
  const [memory] = instr.results as [Value];
  // of what has lanes there is no memory: what is read of it is gathered
  if (!body.has(array)) body.keep(b, instr);
  body.memories.show(memory, array);
}

function lengthOf(body: LaneBody, b: Builder, instr: Instr): void {
  const array = body.memories.arrayOf(instr.args[0]!);
  if (array === undefined) return body.keep(b, instr);
  body.set(instr.results[0]!, int(b, sizeOf((array.type as ArrayType).shape)), false);
}

function loaded(body: LaneBody, b: Builder, instr: Instr): void {
  const [memory, index] = instr.args as [Value, Value];
  const [result] = instr.results as [Value];
  const array = body.memories.arrayOf(memory);
  if (array !== undefined && (body.has(array) || body.has(index))) {
    body.set(result, element(body, b, array, index), true);
    return;
  }
  requireSame(body, [index]);
  if (!body.memories.hasLanes(memory)) return body.keep(b, instr);
  body.set(result, load(b, body.of(memory), body.of(index)), true);
}

/** The element of each lane at a place among the elements of an array. */
function element(body: LaneBody, b: Builder, array: Value, index: Value): Value {
  const count = sizeOf((array.type as ArrayType).shape);
  const batched = [body.has(array), body.has(index)];
  const shape = batched[0] ? [body.size, count] : [count];
  const list = b.emit1(reshape, [body.of(array)], { shape });
  const at = body.of(index);
  const place = batched[1] ? at : b.emit1(broadcast, [at], { shape: [], axes: [] });
  return gather.batch!(b, [list, place], { size: body.size, batched }, {}, gather);
}

const memoryType = (v: Value): MemType => {
  if (v.type.kind !== "mem") throw new Unbatchable();
  return v.type;
};

/** New memory, with lanes if memory of its elements has them. */
function made(body: LaneBody, b: Builder, instr: Instr, count: Value): void {
  const [result] = instr.results as [Value];
  requireSame(body, [count]);
  const type = memoryType(result);
  if (!body.memories.isLaned(type)) {
    body.keep(b, instr);
    body.memories.add(result, body.depth, false);
    return;
  }
  body.set(result, allocate(b, laned(body, type), body.of(count)), false);
  body.memories.add(result, body.depth, true);
}

function laned(body: LaneBody, { elem }: MemType): MemType {
  return memOfRefs(body.typeOf(loadedType(elem)) as ArrayType);
}

function zeros(body: LaneBody, b: Builder, instr: Instr): void {
  const [like] = instr.args as [Value];
  const [result] = instr.results as [Value];
  if (result.type.kind !== "mem" || !body.memories.isLaned(result.type)) {
    if (body.memories.hasLanes(like)) throw new Unbatchable();
    body.keep(b, instr);
    body.memories.add(result, body.depth, false);
    return;
  }
  if (instr.attrs["directions"] !== undefined) throw new Unbatchable();
  const count = length(b, body.of(like));
  body.set(result, allocate(b, laned(body, result.type), count), false);
  body.memories.add(result, body.depth, true);
}

/** What is written is the last operand; before it are the memory, and a place in it. */
function written(body: LaneBody, b: Builder, instr: Instr): void {
  const [memory] = instr.args as [Value];
  const places = instr.args.slice(1, -1);
  const value = instr.args.at(-1) as Value;
  body.memories.requireOwn(memory, body.depth);
  requireSame(body, places);
  if (body.memories.hasLanes(memory)) {
    const at = places.map((v) => body.of(v));
    b.emit(instr.op, [body.of(memory), ...at, body.inLanes(b, value)]);
    return;
  }
  if (body.has(value)) body.memories.widen(memoryType(memory));
  if (body.memories.hasLanes(value)) throw new Unbatchable();
  body.keep(b, instr);
}

function copied(body: LaneBody, b: Builder, instr: Instr): void {
  const [to, from] = instr.args as [Value, Value];
  body.memories.requireOwn(to, body.depth);
  if (body.memories.hasLanes(to) !== body.memories.hasLanes(from)) throw new Unbatchable();
  body.keep(b, instr);
}

function viewed(body: LaneBody, b: Builder, instr: Instr): void {
  const [memory, ...range] = instr.args as [Value, Value, Value];
  requireSame(body, range);
  const [result] = instr.results as [Value];
  const found = b.emit1(
    view,
    [memory, ...range].map((v) => body.of(v)),
  );
  body.set(result, found, false);
  body.memories.join(result, [memory]);
}

/** Elements one by one, those of each lane side by side. */
function asArray(body: LaneBody, b: Builder, instr: Instr): void {
  const [memory] = instr.args as [Value];
  const [result] = instr.results as [Value];
  const { shape } = result.type as ArrayType;
  const array = body.memories.arrayOf(memory);
  if (array !== undefined && body.has(array)) {
    const whole = { shape: [body.size, ...shape] };
    body.set(result, b.emit1(reshape, [body.of(array)], whole), true);
    return;
  }
  if (!body.memories.hasLanes(memory)) return body.keep(b, instr);
  const count = sizeOf(shape);
  if (count > MOST_ELEMENTS || count === 0) throw new Unbatchable();
  const columns = Array.from({ length: count }, (_, i) =>
    b.emit1(reshape, [load(b, body.of(memory), int(b, i))], { shape: [body.size, 1] }),
  );
  const rows = b.emit1(concat, columns, { axis: 1 });
  body.set(result, b.emit1(reshape, [rows], { shape: [body.size, ...shape] }), true);
}

function asElements(body: LaneBody, b: Builder, instr: Instr): void {
  const [memory, array] = instr.args as [Value, Value];
  body.memories.requireOwn(memory, body.depth);
  if (!body.memories.hasLanes(memory)) {
    if (body.has(array)) body.memories.widen(memoryType(memory));
    return body.keep(b, instr);
  }
  const count = sizeOf((array.type as ArrayType).shape);
  if (count > MOST_ELEMENTS) throw new Unbatchable();
  const rows = b.emit1(reshape, [body.inLanes(b, array)], { shape: [body.size, count] });
  for (let i = 0; i < count; i++) {
    const range = { start: [0, i], stop: [body.size, i + 1], step: [1, 1] };
    const column = b.emit1(slice, [rows], range);
    const lanes = b.emit1(reshape, [column], { shape: [body.size] });
    b.emit(store, [body.of(memory), int(b, i), lanes]);
  }
}
