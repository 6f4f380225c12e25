// Sorting: stable, by merging runs of twice the width again and again, n log n comparisons.
import { invoke } from "./interpreter.ts";
import { whileLoop, waysOf } from "./looping.ts";
import type { Value } from "../ir/func.ts";
import { add, select } from "../ops/arith.ts";
import { le, lt } from "../ops/compare.ts";
import { int as intLiteral, num as numLiteral } from "../ops/constant.ts";
import { copy, length as lengthOf, load, storeTo, view } from "../ops/memory.ts";
import type { MemType } from "../ir/types.ts";
import { arrayContent, replaceContent, toRun } from "./content.ts";
import { numValue } from "./convert.ts";
import { elementAbs, typedElement } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import { branch } from "./merge.ts";
import type { AnyArray } from "./array-method.ts";
import {
  bool,
  constant,
  int,
  I32_MAX,
  type Abs,
  type ArrayAbs,
  type BoolAbs,
  type Cell,
} from "./values.ts";

/** `array.sort(compare)`, in place. */
export function sort(m: Machine, array: AnyArray, [compare]: readonly Abs[]): Abs {
  const plain = compare === undefined || (compare.kind === "const" && compare.value === undefined);
  if (plain && array.kind === "array") {
    const known = knownItems(m, array);
    if (known !== undefined) {
      // eslint-disable-next-line unicorn/require-array-sort-compare -- as texts, as JavaScript does
      const items = known.toSorted().map((value) => constant(value));
      replaceContent(m, array.obj, { kind: "items", items });
      return array;
    }
    return m.fault(
      "NB2010",
      "`.sort()` of an array without a function compares texts",
      "write `.sort((a, b) => a - b)`",
    );
  }
  const run = array.kind === "array" ? toRun(m, array) : undefined;
  const mem = array.kind === "typed" ? array.mem : run!.mem;
  const length = run === undefined ? lengthOf(m.b, mem) : run.length;
  const item = (value: Value): Abs =>
    array.kind === "typed"
      ? typedElement(m, value, array.element)
      : elementAbs(m, value, run!.elem);
  const inOrder = (a: Value, b: Value): BoolAbs => {
    const [x, y] = [item(a), item(b)];
    if (plain || compare === undefined) return bool(le(m.b, numValue(m, x), numValue(m, y)));
    const order = numValue(m, invoke(m, compare, [x, y], undefined));
    return bool(le(m.b, order, numLiteral(m.b, 0)));
  };
  new MergeSort(m, mem, length, inOrder).run();
  return array;
}

/** The items of an array, if all of them are known. */
function knownItems(m: Machine, array: ArrayAbs): (string | number)[] | undefined {
  const content = arrayContent(m, array);
  if (content.kind !== "items") return undefined;
  const values = content.items.map((item) => (item.kind === "const" ? item.value : undefined));
  const simple = (x: unknown): x is string | number =>
    typeof x === "string" || typeof x === "number";
  return values.every(simple) ? values : undefined;
}

/** Cells hold i32 values, kept as integers of the widest range. */
class MergeSort {
  readonly #m: Machine;
  readonly #mem: Value;
  readonly #length: Value;
  readonly #scratch: Value;
  readonly #inOrder: (a: Value, b: Value) => BoolAbs;

  constructor(m: Machine, mem: Value, length: Value, inOrder: (a: Value, b: Value) => BoolAbs) {
    this.#m = m;
    this.#mem = mem;
    this.#length = length;
    this.#scratch = newMemory(m.b, mem.type as MemType, length);
    this.#inOrder = inOrder;
  }

  run(): void {
    const { b } = this.#m;
    const width = this.#cell("width", intLiteral(b, 1));
    this.#while(
      () => lt(this.#m.b, this.#at(width), this.#length),
      () => {
        this.#pass(this.#at(width));
        this.#set(width, this.#capped(this.#at(width), this.#at(width)));
      },
    );
  }

  /** Merges neighbouring runs of `width` items, all along the array. */
  #pass(width: Value): void {
    const m = this.#m;
    const start = this.#cell("start", intLiteral(m.b, 0));
    this.#while(
      () => lt(m.b, this.#at(start), this.#length),
      () => {
        const from = this.#at(start);
        const middle = this.#capped(from, width);
        const end = this.#capped(middle, width);
        this.#merge(from, middle, end);
        this.#set(start, end);
      },
    );
    const used = view(m.b, this.#mem, intLiteral(m.b, 0), this.#length);
    m.b.emit(copy, [used, this.#scratch]);
  }

  #merge(from: Value, middle: Value, end: Value): void {
    const m = this.#m;
    const [left, right] = [this.#cell("left", from), this.#cell("right", middle)];
    const to = this.#cell("to", from);
    const one = (): Value => intLiteral(m.b, 1);
    const take = (cell: Cell): void => {
      storeTo(m.b, this.#scratch, this.#at(to), load(m.b, this.#mem, this.#at(cell)));
      this.#set(cell, add(m.b, this.#at(cell), one()));
    };
    this.#while(
      () => lt(m.b, this.#at(to), end),
      () => {
        branch(
          m,
          this.#takesLeft(this.#at(left), middle, this.#at(right), end),
          () => take(left),
          () => take(right),
        );
        this.#set(to, add(m.b, this.#at(to), one()));
      },
    );
  }

  #takesLeft(left: Value, middle: Value, right: Value, end: Value): BoolAbs {
    const m = this.#m;
    const compare = (): Abs =>
      this.#inOrder(load(m.b, this.#mem, left), load(m.b, this.#mem, right));
    const ends = bool(lt(m.b, right, end));
    const some = bool(lt(m.b, left, middle));
    const both = (): Abs => branch(m, ends, compare, () => ({ kind: "const", value: true }));
    return branch(m, some, both, () => ({ kind: "const", value: false })) as BoolAbs;
  }

  /** `from + by`, but no more than the length; neither is negative. */
  #capped(from: Value, by: Value): Value {
    const { b } = this.#m;
    const sum = add(b, from, by);
    // a sum beyond i32 wraps to a negative one
    const far = lt(b, sum, from);
    const inside = select(b, lt(b, sum, this.#length), sum, this.#length);
    return select(b, far, this.#length, inside);
  }

  #cell(name: string, value: Value): Cell {
    const cell: Cell = { name };
    this.#set(cell, value);
    return cell;
  }

  #at(cell: Cell): Value {
    return (this.#m.get(cell) as { value: Value }).value;
  }

  #set(cell: Cell, value: Value): void {
    this.#m.state.set(cell, int(value, 0, I32_MAX));
  }

  #while(test: () => Value, body: () => void): void {
    whileLoop(this.#m, waysOf([]), [], { test: () => bool(test()), body });
  }
}
