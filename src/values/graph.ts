// Objects of JavaScript that are linked at will, sorted into families.
import { NdArray } from "../nd/array.ts";
import { emptySlot, isVariant, type Slot, type Variant } from "./heap.ts";
import { type Path } from "./layout.ts";
import { typedKind, type TypedArray, type TypedKind } from "./typed.ts";

export type GraphFamily =
  | {
      readonly kind: "objects";
      readonly variants: readonly Variant[];
      readonly slots: ReadonlyMap<string, Slot>;
    }
  | { readonly kind: "lists"; readonly slot: Slot };

type Growing =
  | { readonly kind: "objects"; readonly variants: Variant[]; readonly slots: Map<string, Slot> }
  | { readonly kind: "lists"; slot: Slot };

/** What the graph cannot do itself: numbering, and refusing. */
export interface Surroundings {
  readonly kind: (value: object) => number;
  readonly typed: (array: TypedArray, element: TypedKind, path: Path) => void;
  /** A value that is also reached where it is no part of a graph. */
  readonly isElsewhere: (value: object) => boolean;
  readonly refuse: (path: Path, what: string, help: string) => never;
}

export class Graph {
  readonly #around: Surroundings;
  readonly #families: Growing[] = [];
  readonly #joined: number[] = [];
  readonly #byKey = new Map<string, number>();
  /** Objects and arrays met, and their families. */
  readonly #met = new Map<object, number>();
  #linear = false;
  readonly #open: { readonly value: object; readonly path: Path }[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
  }

  has(value: object): boolean {
    return this.#met.has(value);
  }

  /**
   * Takes in an object or array with all that it leads to, and gives its family. Objects of one kind
   * are of one family, those of `linear` graphs of one of their own.
   */
  add(value: object, path: Path, key: string, linear: boolean): number {
    this.#linear = linear;
    const family = this.#reach(value, path, key);
    for (let next = this.#open.pop(); next; next = this.#open.pop()) this.#enter(next);
    return family;
  }

  #find(id: number): number {
    let at = id;
    while (this.#joined[at] !== at) at = this.#joined[at]!;
    return at;
  }

  #familyAt(key: string, make: () => Growing): number {
    let id = this.#byKey.get(key);
    if (id === undefined) {
      id = this.#families.push(make()) - 1;
      this.#joined.push(id);
      this.#byKey.set(key, id);
    }
    return this.#find(id);
  }

  /** The family of an object or array, whose insides are looked at later. */
  #reach(value: object, path: Path, key: string): number {
    const known = this.#met.get(value);
    const family = Array.isArray(value)
      ? this.#familyAt(key, () => ({ kind: "lists", slot: emptySlot }))
      : this.#familyAt(`${this.#linear ? "linear" : "object"} ${this.#around.kind(value)}`, () => ({
          kind: "objects",
          variants: [],
          slots: new Map(),
        }));
    if (known !== undefined) return this.#unite(known, family);
    if (this.#around.isElsewhere(value)) {
      const help = "pass a copy, made with `structuredClone()`";
      this.#around.refuse(path, "is also reached in another way", help);
    }
    this.#met.set(value, family);
    this.#open.push({ value, path });
    return family;
  }

  #unite(a: number, b: number): number {
    const [one, other] = [this.#find(a), this.#find(b)];
    if (one === other) return one;
    this.#joined[other] = one;
    const [to, from] = [this.#families[one]!, this.#families[other]!];
    if (to.kind === "lists" && from.kind === "lists") to.slot = this.#join(to.slot, from.slot);
    if (to.kind === "objects" && from.kind === "objects") {
      to.variants.push(...from.variants);
      for (const [name, slot] of from.slots) {
        to.slots.set(name, this.#join(to.slots.get(name) ?? emptySlot, slot));
      }
    }
    return this.#find(one);
  }

  #join(a: Slot, b: Slot): Slot {
    const both = (x: number | undefined, y: number | undefined): number | undefined =>
      x === undefined || y === undefined ? (x ?? y) : this.#unite(x, y);
    return {
      num: a.num || b.num,
      bool: a.bool || b.bool,
      objects: both(a.objects, b.objects),
      lists: both(a.lists, b.lists),
      typed: [...new Set([...a.typed, ...b.typed])],
      texts: [],
      constants: [...new Set([...a.constants, ...b.constants])],
    };
  }

  #enter({ value, path }: { readonly value: object; readonly path: Path }): void {
    const id = this.#find(this.#met.get(value)!);
    if (Array.isArray(value)) return this.#items(value, id, path);
    const family = this.#families[id]!;
    if (family.kind !== "objects") throw new Error("internal: an object in a family of lists");
    const prototype = Object.getPrototypeOf(value) as object | null;
    const names = Object.keys(value);
    if (!family.variants.some((one) => isVariant(one, prototype, names))) {
      family.variants.push({ prototype, names });
    }
    for (const name of names) {
      const at: Path = { kind: "field", of: path, name };
      const described = Object.getOwnPropertyDescriptor(value, name)!;
      if (described.get !== undefined || described.set !== undefined) {
        const help = "make it a plain field, or a getter of a class";
        this.#around.refuse(at, "is an accessor, which compiled code cannot read as a field", help);
      }
      const slot = this.#slot(described.value, at, `${id}.${name}`);
      // taking in the value may have joined the family with another
      const { slots } = this.#families[this.#find(id)] as typeof family;
      slots.set(name, this.#join(slots.get(name) ?? emptySlot, slot));
    }
  }

  #items(array: readonly unknown[], id: number, path: Path): void {
    let slot = emptySlot;
    for (let index = 0; index < array.length; index++) {
      const item = array[index];
      if (typeof item === "number" && slot.num) continue;
      slot = this.#join(slot, this.#slot(item, { kind: "item", of: path, index }, `${id}[]`));
    }
    const family = this.#families[this.#find(id)]!;
    if (family.kind === "lists") family.slot = this.#join(family.slot, slot);
  }

  #slot(value: unknown, path: Path, key: string): Slot {
    switch (typeof value) {
      case "number":
        return { ...emptySlot, num: true };
      case "boolean":
        return { ...emptySlot, bool: true };
      case "bigint":
      case "function":
        return this.#around.refuse(
          path,
          `is a ${typeof value} in an object that is linked to others at will`,
          "keep it in a variable, or make it a method of a class",
        );
      case "object":
        return value === null
          ? { ...emptySlot, constants: [null] }
          : this.#object(value, path, key);
      default:
        return { ...emptySlot, constants: [value] };
    }
  }

  #object(value: object, path: Path, key: string): Slot {
    const element = typedKind(value);
    if (element !== undefined) {
      this.#around.typed(value as TypedArray, element, path);
      return { ...emptySlot, typed: [element] };
    }
    if (Array.isArray(value)) return { ...emptySlot, lists: this.#reach(value, path, key) };
    if (value instanceof NdArray) {
      const help = "keep N-d arrays in a list beside, and in the object the place in the list";
      this.#around.refuse(
        path,
        "is an N-d array in an object that is linked to others at will",
        help,
      );
    }
    if (Object.prototype.toString.call(value) !== "[object Object]") {
      return { ...emptySlot, constants: [value] };
    }
    return { ...emptySlot, objects: this.#reach(value, path, key) };
  }

  /** All families; those that have been joined are the same. */
  families(): GraphFamily[] {
    const resolved = (slot: Slot): Slot => ({
      ...slot,
      objects: slot.objects === undefined ? undefined : this.#find(slot.objects),
      lists: slot.lists === undefined ? undefined : this.#find(slot.lists),
    });
    const roots = this.#families.map((family): GraphFamily => {
      if (family.kind === "lists") return { kind: "lists", slot: resolved(family.slot) };
      const slots = new Map([...family.slots].map(([name, slot]) => [name, resolved(slot)]));
      return { ...family, slots };
    });
    return roots.map((_, id) => roots[this.#find(id)]!);
  }
}
