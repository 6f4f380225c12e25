/**
 * All numbers and arrays that can be reached from a reference, one after the other, and the references on the
 * way: put into lists, or back from there. Types lead the walk, so a type may not lead back to
 * itself; what can be reached along two paths is met twice.
 */
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import {
  isFlatMemory,
  isReference,
  loadedType,
  showType,
  type MemType,
  type RefType,
  type Type,
} from "../ir/types.ts";
import {
  add,
  copy,
  forRange,
  ifElse,
  int,
  length,
  load,
  nullRef,
  recordGet,
  recordSet,
  same,
  storeTo,
  view,
} from "../ops/index.ts";
import { memoryOfType } from "./saves.ts";

/** A list for values of one kind, in the order in which they are met. */
export interface Stream {
  readonly key: string;
  readonly type: MemType;
}

/** Whether no type is met inside of itself on the way from `type`. */
export function isBounded(type: Type, around: readonly string[] = []): boolean {
  if (type.kind === "mem") return isFlatMemory(type) || isBounded(loadedType(type.elem), around);
  if (type.kind !== "ref") return true;
  const { name, fields } = type.record;
  return !around.includes(name) && fields.every((f) => isBounded(f.type, [...around, name]));
}

/** Key of the list of numbers, or arrays, of one type. */
const values = ({ elem }: MemType): string => `values ${memoryKey({ kind: "mem", elem })}`;
const link = (type: Type): string => `link ${memoryKey(type)}`;
const twin = (type: Type): string => `shadow ${memoryKey(type)}`;

function memoryKey(type: Type): string {
  if (type.kind === "ref") return type.record.name;
  if (type.kind !== "mem") return showType(type);
  return type.elem.kind === "store" ? `[${type.elem.storage}]` : `[${memoryKey(type.elem)}]`;
}

interface Kinds {
  /** Whether references are kept too, and not only numbers. */
  readonly links: boolean;
  /** Whether those of the shadow are. */
  readonly shadow: boolean;
}

/** The lists that it takes for what a reference of `type` leads to. */
export function streamsOf(type: Type, kinds: Kinds): Stream[] {
  const found = new Map<string, MemType>();
  const reference = (inner: MemType | RefType): void => {
    if (kinds.links) {
      found.set(link(inner), memoryOfType(inner));
      const shadow = tangentType(inner);
      if (kinds.shadow && shadow) found.set(twin(inner), memoryOfType(shadow));
    }
    visit(inner);
  };
  const visit = (at: MemType | RefType): void => {
    if (at.kind === "mem") {
      if (isFlatMemory(at)) found.set(values(at), at);
      else reference(at.elem as MemType | RefType);
    } else {
      for (const { type: field } of at.record.fields) {
        if (isReference(field)) reference(field);
        else found.set(values(memoryOfType(field)), memoryOfType(field));
      }
    }
  };
  visit(type as MemType | RefType);
  return [...found].map(([key, list]) => ({ key, type: list }));
}

export interface Reach {
  readonly m: Value;
  readonly shadow?: Value | undefined;
  readonly streams: readonly Stream[];
  /** Where in the lists it begins. */
  readonly at: readonly Value[];
  readonly lists?: readonly Value[];
  /** Without one, what is met is only counted. */
  readonly mode?: "keep" | "put back";
}

/** Gives where in the lists it ends. */
export function walkReach(b: Builder, { m, shadow, at, ...how }: Reach): readonly Value[] {
  return new Walk(how).reference(b, m, shadow, at);
}

class Walk {
  readonly #index: ReadonlyMap<string, number>;
  readonly #lists: readonly Value[];
  readonly #mode: Reach["mode"];

  constructor({ streams, lists = [], mode }: Pick<Reach, "streams" | "lists" | "mode">) {
    this.#index = new Map(streams.map(({ key }, i) => [key, i]));
    this.#lists = lists;
    this.#mode = mode;
  }

  reference(
    b: Builder,
    m: Value,
    shadow: Value | undefined,
    at: readonly Value[],
  ): readonly Value[] {
    const { type } = m;
    if (type.kind === "ref") return this.#record(b, m, type, shadow, at);
    if (type.kind !== "mem") throw new Error("internal: a number leads nowhere");
    if (isFlatMemory(type)) return this.#values(b, m, type, at);
    return forRange(b, [int(b, 0), length(b, m), 1], at, (inner, i, now) => {
      const read = (from: Value): Value => load(inner, from, i);
      const write = (to: Value, x: Value): void => storeTo(inner, to, i, x);
      return this.#inside(inner, { m, shadow, read, write }, type.elem as MemType | RefType, now);
    });
  }

  #values(b: Builder, m: Value, type: MemType, at: readonly Value[]): readonly Value[] {
    const n = length(b, m);
    return this.#next(b, values(type), at, n, (list, start) => {
      const part = view(b, list, start, n);
      b.emit(copy, this.#mode === "keep" ? [part, m] : [m, part]);
    });
  }

  #record(
    b: Builder,
    m: Value,
    type: RefType,
    shadow: Value | undefined,
    at: readonly Value[],
  ): readonly Value[] {
    return ifElse(
      b,
      same(b, m, b.emit1(nullRef, [], { type })),
      () => at,
      (inner) =>
        type.record.fields.reduce((now: readonly Value[], { name: field, type: inside }) => {
          const read = (from: Value): Value => inner.emit1(recordGet, [from], { field });
          const write = (to: Value, x: Value): void => {
            inner.emit(recordSet, [to, x], { field });
          };
          if (isReference(inside)) {
            const twinned = tangentType(inside) === undefined ? undefined : shadow;
            return this.#inside(inner, { m, shadow: twinned, read, write }, inside, now);
          }
          const key = values(memoryOfType(inside));
          return this.#next(inner, key, now, int(inner, 1), (list, i) => {
            if (this.#mode === "keep") storeTo(inner, list, i, read(m));
            else write(m, load(inner, list, i));
          });
        }, at),
    );
  }

  // A reference inside of another: the reference itself, that in the shadow, and what they lead to.
  #inside(
    b: Builder,
    { m, shadow, read, write }: Place,
    type: MemType | RefType,
    at: readonly Value[],
  ): readonly Value[] {
    const one = int(b, 1);
    const move = (holder: Value) => (list: Value, i: Value) => {
      if (this.#mode === "keep") storeTo(b, list, i, read(holder));
      else write(holder, load(b, list, i));
    };
    let now = this.#next(b, link(type), at, one, move(m));
    const inner = shadow !== undefined && tangentType(type) !== undefined;
    if (inner) now = this.#next(b, twin(type), now, one, move(shadow));
    return this.reference(b, read(m), inner ? read(shadow) : undefined, now);
  }

  // Goes on by `n` in one list, if it is there.
  #next(
    b: Builder,
    key: string,
    at: readonly Value[],
    n: Value,
    visit: (list: Value, start: Value) => void,
  ): readonly Value[] {
    const i = this.#index.get(key);
    if (i === undefined) return at;
    const start = at[i] as Value;
    if (this.#mode !== undefined) visit(this.#lists[i] as Value, start);
    return at.with(i, add(b, start, n));
  }
}

/** Where a reference is held, in memory or in a record and in the shadow of that. */
interface Place {
  readonly m: Value;
  readonly shadow: Value | undefined;
  readonly read: (from: Value) => Value;
  readonly write: (to: Value, x: Value) => void;
}
