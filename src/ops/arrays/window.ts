import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { arrayOf } from "../../ir/types.ts";
import { windows } from "./conv.ts";
import { checkLists, list, oneArray } from "./signatures.ts";
import { asOneStack } from "./stacks.ts";

/** What a window holds of an axis of `n`: from the first to the one behind the last. */
function inside(at: number, n: number, along: Along): [first: number, end: number] {
  const start = at * along.stride - along.low;
  return [Math.max(0, start), Math.min(n, start + along.window)];
}

interface Along {
  readonly window: number;
  readonly stride: number;
  readonly low: number;
  readonly high: number;
}

function alongOf(attrs: Attrs): Along[] {
  const at = (name: string, i: number): number => list(attrs, name)[i]!;
  return [0, 1].map((i) => ({
    window: at("window", i),
    stride: at("stride", i),
    low: at("low", i),
    high: at("high", i),
  }));
}

const count = (n: number, { window, stride, low, high }: Along): number =>
  windows(n + low + high, window, stride);

/** Where a maximum over windows is: what is there is gathered by it, which has the derivative. */
export const windowArgMax: Op = defop<[x: Value]>({
  name: "window_arg_max",
  doc: "window_arg_max {window, stride, low, high} x: for each window over the last two axes of x [n, h, w], the place of its largest element in h·w, the first of several; NaN is beyond all numbers; `low` and `high` are room around x in which there is nothing, which may be negative and then is cut off; each window must hold an element",
  effect: "pure",
  type: (types, attrs) => {
    const { shape } = oneArray(types, "f64", "f32", "i32");
    if (shape.length !== 3) throw new Error(`[${shape.join(",")}] does not have three axes`);
    checkLists(attrs, 2, { window: 1, stride: 1, low: -Infinity, high: -Infinity });
    const extents = alongOf(attrs).map((along, i) => {
      const n = shape[i + 1]!;
      const all = count(n, along);
      for (let at = 0; at < all; at++) {
        const [first, end] = inside(at, n, along);
        if (first >= end) throw new Error(`a window of ${along.window} has nothing but padding`);
      }
      return all;
    });
    return [arrayOf("i32", [shape[0]!, ...extents])];
  },
  run: ([x], attrs, { shape }) => {
    const [down, across] = alongOf(attrs) as [Along, Along];
    const [, height, width] = x!.shape as [number, number, number];
    const [n, rows, columns] = shape as [number, number, number];
    const found: number[] = [];
    for (let i = 0; i < n; i++) {
      const image = x!.data.subarray(i * height * width, (i + 1) * height * width);
      for (let r = 0; r < rows; r++) {
        const [top, bottom] = inside(r, height, down);
        for (let c = 0; c < columns; c++) {
          const [left, right] = inside(c, width, across);
          let best = top * width + left;
          for (let y = top; y < bottom; y++) {
            for (let z = left; z < right; z++) {
              const at = y * width + z;
              if (isBeyond(image[at]!, image[best]!)) best = at;
            }
          }
          found.push(best);
        }
      }
    }
    return Int32Array.from(found);
  },
  cost: 4,
  work: (types, attrs) => {
    const { shape } = oneArray(types);
    const [down, across] = alongOf(attrs) as [Along, Along];
    const all = shape[0]! * count(shape[1]!, down) * count(shape[2]!, across);
    return 2 * all * down.window * across.window;
  },
  rule: { kind: "zero", why: "a place has no tangent" },
  batch: asOneStack(),
  samples: [],
});

const isBeyond = (x: number, y: number): boolean => x > y || (Number.isNaN(x) && !Number.isNaN(y));
