// Which objects are kept as records: those of a kind that is found inside itself, or in great number.
import { NdArray } from "../nd/array.ts";
import { entriesOf, isLaidOut } from "./given-collection.ts";
import { privateFields } from "./members.ts";
import { typedKind } from "./typed.ts";

/** Arrays of objects are laid out item by item up to this length. */
const FEW = 16;

const isLong = (array: readonly unknown[]): boolean => array.length > FEW;

const isObject = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  typedKind(value) === undefined &&
  !(value instanceof NdArray);

const isPlain = (value: object): boolean =>
  Object.prototype.toString.call(value) === "[object Object]";

/** What an object or array leads to directly; nothing for arrays of numbers. */
function inside(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value.every((x) => typeof x === "number") ? [] : value;
  if (isLaidOut(value)) return value instanceof Map ? [entriesOf(value).values] : [];
  if (!isPlain(value)) return [];
  const own = Object.keys(value).map((name) => fieldOf(value, name));
  return [...own, ...privateFields(value).map(([, held]) => held)];
}

/** The value of a field; undefined for an accessor, which is not run. */
function fieldOf(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value as unknown;
}

/** Kinds of objects, by prototype and the names of their fields. */
export class LinkedKinds {
  readonly #kinds = new Map<object | null, Map<string, number>>();
  readonly #linked = new Set<number>();
  /** Kinds of objects that hold functions, or N-d arrays, which have to be known when compiling. */
  readonly #unfit = new Set<number>();
  /** Objects and arrays that lead to N-d arrays. */
  readonly #aroundArrays = new WeakSet<object>();
  #count = 0;

  /** The number of the kind of an object. */
  kind(value: object): number {
    const prototype = Object.getPrototypeOf(value) as object | null;
    let byNames = this.#kinds.get(prototype);
    if (byNames === undefined) this.#kinds.set(prototype, (byNames = new Map()));
    const names = Object.keys(value).join("\n");
    let kind = byNames.get(names);
    if (kind === undefined) byNames.set(names, (kind = this.#count++));
    return kind;
  }

  isLinked(value: object): boolean {
    return this.#linked.size > 0 && isPlain(value) && this.#linked.has(this.kind(value));
  }

  /** Whether an array that is no memory of numbers or rows is kept as a list: it is long. */
  isList(array: readonly unknown[]): boolean {
    return isLong(array) && array.every((item) => this.#isKept(item));
  }

  #isKept(item: unknown): boolean {
    if (typeof item === "function" || typeof item === "bigint") return false;
    if (item instanceof NdArray) return false;
    if (isObject(item) && this.#aroundArrays.has(item)) return false;
    return !isObject(item) || !isPlain(item) || this.isLinked(item);
  }

  /** Learns from one more value, and all that it leads to. */
  scan(root: unknown): void {
    if (!isObject(root)) return;
    const seen = new Set<object>();
    const many = new Set<number>();
    const above = new Map<number, number>();
    const stack: { readonly value: object; readonly kind: number | undefined; done: boolean }[] =
      [];
    const push = (value: object): void => {
      const kind = Array.isArray(value) || !isPlain(value) ? undefined : this.kind(value);
      if (kind !== undefined && above.has(kind)) this.#linked.add(kind);
      if (seen.has(value)) return;
      seen.add(value);
      stack.push({ value, kind, done: false });
    };
    push(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { value, kind } = top;
      if (top.done) {
        stack.pop();
        this.#learnArrays(value, kind);
        if (kind !== undefined) this.#leave(above, kind);
        continue;
      }
      top.done = true;
      if (kind !== undefined) above.set(kind, (above.get(kind) ?? 0) + 1);
      const long = Array.isArray(value) && isLong(value);
      for (const inner of inside(value)) {
        if (kind !== undefined && (typeof inner === "function" || typeof inner === "bigint")) {
          this.#unfit.add(kind);
        }
        if (!isObject(inner)) continue;
        if (long && isPlain(inner)) many.add(this.kind(inner));
        push(inner);
      }
    }
    for (const kind of many) if (!this.#unfit.has(kind)) this.#linked.add(kind);
    if (this.#linked.size > 0) this.#spread(seen);
  }

  #learnArrays(value: object, kind: number | undefined): void {
    const isAround = inside(value).some(
      (inner) => inner instanceof NdArray || (isObject(inner) && this.#aroundArrays.has(inner)),
    );
    if (!isAround) return;
    this.#aroundArrays.add(value);
    if (kind !== undefined) this.#unfit.add(kind);
  }

  #leave(above: Map<number, number>, kind: number): void {
    const left = above.get(kind)! - 1;
    if (left === 0) above.delete(kind);
    else above.set(kind, left);
  }

  /** What a record leads to is a record. */
  #spread(seen: ReadonlySet<object>): void {
    const reached = new Set<object>();
    const open: object[] = [...seen].filter((value) => this.isLinked(value));
    for (let value = open.pop(); value; value = open.pop()) {
      if (reached.has(value)) continue;
      reached.add(value);
      if (!Array.isArray(value) && isPlain(value)) this.#linked.add(this.kind(value));
      for (const inner of inside(value)) if (isObject(inner)) open.push(inner);
    }
  }
}
