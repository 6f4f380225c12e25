import type { Elem } from "../values/layout.ts";
import type { TensorData } from "../ir/tensor.ts";
import { NdArray } from "../nd/array.ts";
import { elementBytes, kindOfDtype, type TypedArray, type TypedKind } from "../values/typed.ts";
import type { Views } from "./heap.ts";
import { cellBytes } from "./frame.ts";
import { placeBytes, type Place } from "./places.ts";
import { rowAt, rowsTogether, type RowsTogether } from "./rows-out.ts";
import { copyBooleans, copyNumbers, copyOut, newTyped } from "./values-out.ts";

/** Makes an array of the `n` elements at an address. */
export type MakeTyped = (views: Views, kind: TypedKind, address: number, n: number) => TypedArray;

/** What the memory of a call was made of. */
export interface Given {
  readonly places: () => readonly Place[];
  /** Where memory begins that the call has made. */
  readonly end: number;
}

/** An array that was made of a memory, and others that begin where it does. */
interface Made {
  readonly kind: string;
  readonly n: number;
  readonly array: unknown;
  readonly next: Made | undefined;
}

/**
 * The JavaScript arrays that memories are after a call: the array a memory was made of, a part of
 * a typed one, or a new array, the same one for the same memory.
 */
export class ArraysOut {
  private readonly views: Views;
  private readonly given: Given;
  private byAddress: Map<number, Place[]> | undefined;
  private readonly made = new Map<number, Made>();
  private readonly together: RowsTogether[] = [];
  private readonly make: MakeTyped;

  constructor(views: Views, given: Given, make: MakeTyped = newTyped) {
    this.views = views;
    this.given = given;
    this.make = make;
  }

  typed(kind: TypedKind, address: number, n: number): unknown {
    if (address >= this.given.end) return this.newTyped(kind, address, n);
    const same = this.find(kind, address, n);
    if (same !== undefined) return same.array;
    const part = n === 0 ? undefined : this.around(kind, address, n);
    if (part !== undefined) {
      const from = (address - part.address) / elementBytes(kind);
      return (part.array as TypedArray).subarray(from, from + n);
    }
    return this.newTyped(kind, address, n);
  }

  private newTyped(kind: TypedKind, address: number, n: number): unknown {
    const known = this.known(kind, address, n);
    if (known !== undefined) return known.array;
    return this.remember(kind, address, n, this.make(this.views, kind, address, n));
  }

  /** A plain array of `n` elements. */
  plain(elem: Elem, address: number, n: number): unknown {
    const same = address >= this.given.end ? undefined : this.find(elem, address, n);
    if (same !== undefined) return same.array;
    const known = this.known(elem.kind, address, n);
    if (known !== undefined) return known.array;
    const array: unknown[] = Array.from({ length: n });
    this.read(elem, [address, n], array);
    return this.remember(elem.kind, address, n, array);
  }

  /** Puts the elements of a memory into `to`, as far as it has not got them. */
  read(
    elem: Elem | TypedKind,
    [address, n]: readonly [number, number],
    to: TypedArray | unknown[],
  ): void {
    if (typeof elem === "string") return copyOut(this.views, elem, address, to as TypedArray);
    const plain = to as unknown[];
    if (elem.kind === "number") return copyNumbers(this.views, address, n, plain);
    if (elem.kind === "boolean") return copyBooleans(this.views, address, n, plain);
    if (elem.kind === "slot") throw new Error("internal: a list of the heap");
    // what is lent is not copied
    if (elem.kind === "typed" && elem.together === true && this.make === newTyped) {
      const rows = rowsTogether(this.views, elem.element, [address, n], this.given.end);
      if (rows !== undefined) {
        for (let i = 0; i < n; i++) plain[i] = rows.arrays[i];
        this.together.push(rows);
        return;
      }
    }
    const { u32 } = this.views;
    for (let i = 0; i < n; i++) {
      const cell = (address + cellBytes * i) / 4;
      const [start, length] = [u32[cell]!, u32[cell + 1]!];
      const row = this.row(elem, start, length);
      if (plain[i] !== row) plain[i] = row;
    }
  }

  private row(elem: Elem, start: number, length: number): unknown {
    switch (elem.kind) {
      case "typed":
        return this.typed(elem.element, start, length);
      case "array":
        return this.plain(elem.elem, start, length);
      case "nd": {
        const { dtype, shape } = elem;
        const data = this.typed(kindOfDtype[dtype], start, length) as TensorData;
        return new NdArray(dtype, shape, data);
      }
      default:
        throw new Error(`internal: rows of ${elem.kind}`);
    }
  }

  private known(kind: string, address: number, n: number): { readonly array: unknown } | undefined {
    for (const rows of this.together) {
      const array = rowAt(rows, kind, address, n);
      if (array !== undefined) return { array };
    }
    let made = this.made.get(address);
    while (made !== undefined && (made.n !== n || made.kind !== kind)) made = made.next;
    return made;
  }

  private remember(kind: string, address: number, n: number, array: unknown): unknown {
    this.made.set(address, { kind, n, array, next: this.made.get(address) });
    return array;
  }

  private find(elem: Elem | TypedKind, address: number, n: number): Place | undefined {
    if (this.byAddress === undefined) {
      this.byAddress = new Map();
      for (const place of this.given.places()) {
        const others = this.byAddress.get(place.address);
        if (others === undefined) this.byAddress.set(place.address, [place]);
        else others.push(place);
      }
    }
    return this.byAddress.get(address)?.find((p) => p.length === n && alike(p.elem, elem));
  }

  private around(kind: TypedKind, address: number, n: number): Place | undefined {
    const end = address + n * elementBytes(kind);
    return this.given
      .places()
      .find(
        (p) =>
          p.elem === kind && p.address <= address && end <= p.address + p.length * placeBytes(kind),
      );
  }
}

function alike(a: Elem | TypedKind, b: Elem | TypedKind): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  if (a.kind === "typed" && b.kind === "typed") return a.element === b.element;
  return a.kind === "array" && b.kind === "array" ? alike(a.elem, b.elem) : a.kind === b.kind;
}
