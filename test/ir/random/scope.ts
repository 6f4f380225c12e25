import type { Value } from "../../../src/ir/func.ts";
import { showType, type Type } from "../../../src/ir/types.ts";

/** What is known of the values in sight while a random region is made. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #values: Value[] = [];
  /** Lengths of memories, where they are constants. */
  readonly #lengths: Map<Value, number>;
  /** Integers known to lie in [0, bound). */
  readonly #below: Map<Value, number>;
  /** Integers known to be inside of a memory. */
  readonly #inside: Map<Value, Value>;
  /** References known not to be null. */
  readonly #present: Set<Value>;

  constructor(outer?: Scope) {
    this.#outer = outer;
    this.#lengths = outer === undefined ? new Map() : outer.#lengths;
    this.#below = outer === undefined ? new Map() : outer.#below;
    this.#inside = outer === undefined ? new Map() : outer.#inside;
    this.#present = outer === undefined ? new Set() : outer.#present;
  }

  add(value: Value): Value {
    this.#values.push(value);
    return value;
  }

  addMemory(value: Value, length: number | undefined): Value {
    if (length !== undefined) this.#lengths.set(value, length);
    return this.add(value);
  }

  addIndex(value: Value, bound: number | undefined, inside?: Value): Value {
    if (bound !== undefined) this.#below.set(value, bound);
    if (inside !== undefined) this.#inside.set(value, inside);
    return this.add(value);
  }

  addPresent(value: Value): Value {
    this.#present.add(value);
    return this.add(value);
  }

  /** All values in sight, the latest first. */
  all(): Value[] {
    return [...this.#values.toReversed(), ...(this.#outer?.all() ?? [])];
  }

  of(type: Type): Value[] {
    const wanted = showType(type);
    return this.all().filter((v) => showType(v.type) === wanted);
  }

  lengthOf(value: Value): number | undefined {
    return this.#lengths.get(value);
  }

  isPresent(value: Value): boolean {
    return this.#present.has(value);
  }

  boundOf(value: Value): number | undefined {
    return this.#below.get(value);
  }

  /** Integers in sight that are inside of `memory`. */
  indicesOf(memory: Value): Value[] {
    const length = this.lengthOf(memory) ?? 0;
    return this.all().filter((v) => {
      const bound = this.#below.get(v);
      return (bound !== undefined && bound <= length) || this.#inside.get(v) === memory;
    });
  }
}
