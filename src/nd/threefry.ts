// Random bits from counters: Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, "Parallel
// random numbers: as easy as 1, 2, 3", SC 2011).
import { arrayOf } from "../ir/types.ts";
import { add } from "../ops/arith.ts";
import { broadcast, concat, reshape, slice } from "../ops/arrays/index.ts";
import { or, shl, ushr, xor } from "../ops/bits.ts";
import { constant } from "../ops/constant.ts";
import { NdArray } from "./array.ts";
import { isCompiling } from "./compiling.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";

/** What the cipher is computed with: 32-bit words, or arrays of them. */
interface Words<T> {
  add(x: T, y: T): T;
  xor(x: T, y: T): T;
  /** The bits of `x` moved up by `count` places, around the end. */
  rotate(x: T, count: number): T;
  literal(value: number): T;
}

const rotations = [13, 15, 26, 6, 17, 29, 16, 24];

/** The block of the counter (c0, c1) under a key and its third word. */
function block<T>(w: Words<T>, keys: readonly T[], c0: T, c1: T): [T, T] {
  let x0 = w.add(c0, keys[0]!);
  let x1 = w.add(c1, keys[1]!);
  for (let turn = 1; turn <= 5; turn++) {
    for (let i = 0; i < 4; i++) {
      x0 = w.add(x0, x1);
      x1 = w.xor(w.rotate(x1, rotations[(turn & 1 ? 0 : 4) + i]!), x0);
    }
    x0 = w.add(x0, keys[turn % 3]!);
    x1 = w.add(w.add(x1, keys[(turn + 1) % 3]!), w.literal(turn));
  }
  return [x0, x1];
}

function schedule<T>(w: Words<T>, k0: T, k1: T): T[] {
  return [k0, k1, w.xor(w.xor(k0, k1), w.literal(0x1bd11bda))];
}

const numbers: Words<number> = {
  add: (x, y) => (x + y) | 0,
  xor: (x, y) => x ^ y,
  rotate: (x, count) => (x << count) | (x >>> (32 - count)),
  literal: (value) => value,
};

function arraysOf(shape: readonly number[]): Words<NdArray> {
  const type = arrayOf("i32", shape);
  const literal = (value: number): NdArray => bind(constant, [], { type, value });
  return {
    add: (x, y) => bind(add, [x, y]),
    xor: (x, y) => bind(xor, [x, y]),
    rotate: (x, count) =>
      bind(or, [bind(shl, [x, literal(count)]), bind(ushr, [x, literal(32 - count)])]),
    literal,
  };
}

/**
 * Random bits that are a function of a key and a counter: two words for each counter of two words.
 *
 * @param key - i32, shape `[2]`
 * @param counter - i32, shape `[2, …]`: the first words, and the second words
 * @returns i32, of the shape of `counter`
 * @throws NB6005 at other types and shapes
 *
 * Cost: about a hundred integer operations for each counter.
 */
export function threefry(key: NdArray, counter: NdArray): NdArray {
  const isArray = key instanceof NdArray;
  if (!isArray || key.dtype !== "i32" || key.ndim !== 1 || key.shape[0] !== 2) {
    fault(
      "NB6005",
      `${isArray ? show(key) : String(key)} stands where a key is wanted`,
      "make keys with `key(seed)`, `split` and `foldIn`: they are of type i32[2]",
    );
  }
  const [, ...shape] = counter.shape;
  return isCompiling() ? compiled(key, counter, shape) : eager(key, counter);
}

function eager(key: NdArray, counter: NdArray): NdArray {
  const keys = schedule(numbers, key.data[0]!, key.data[1]!);
  const n = counter.size / 2;
  const data = new Int32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [x0, x1] = block(numbers, keys, counter.data[i]!, counter.data[n + i]!);
    data[i] = x0;
    data[n + i] = x1;
  }
  return new NdArray("i32", counter.shape, data);
}

function compiled(key: NdArray, counter: NdArray, shape: readonly number[]): NdArray {
  const words = arraysOf(shape);
  const rest = shape.map(() => 0);
  const steps = [1, ...shape.map(() => 1)];
  const half = (i: number): NdArray => {
    const attrs = { start: [i, ...rest], stop: [i + 1, ...shape], step: steps };
    return bind(reshape, [bind(slice, [counter], attrs)], { shape });
  };
  const word = (i: number): NdArray => {
    const only = bind(slice, [key], { start: [i], stop: [i + 1], step: [1] });
    return bind(broadcast, [bind(reshape, [only], { shape: [] })], { shape, axes: [] });
  };
  const keys = schedule(words, word(0), word(1));
  const both = block(words, keys, half(0), half(1));
  const stacked = both.map((x) => bind(reshape, [x], { shape: [1, ...shape] }));
  return bind(concat, stacked, { axis: 0 });
}
