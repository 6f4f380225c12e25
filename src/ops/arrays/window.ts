import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { arrayOf, sizeOf } from "../../ir/types.ts";
import { plus } from "../arith.ts";
import { and } from "../bits.ts";
import { eq, gt } from "../compare.ts";
import { literal } from "../constant.ts";
import { boolToI32 } from "../convert.ts";
import { reshaped } from "./arrange.ts";
import { windows } from "./conv.ts";
import { padded, sliced } from "./cut.ts";
import { alongAxis } from "./gather.ts";
import { checkLists, list, oneArray, shapeOf } from "./signatures.ts";
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
  kink: {
    says: "several elements of a window are the largest together: which one comes first may be another on either side",
    at: (b, [x], _, attrs) => isTied(b, x as Value, attrs),
  },
  samples: [],
});

const isBeyond = (x: number, y: number): boolean => x > y || (Number.isNaN(x) && !Number.isNaN(y));

/** For each window, whether several elements are as large as the one that is found. */
function isTied(b: Builder, x: Value, attrs: Attrs): Value | undefined {
  const [n, height, width] = shapeOf(x) as [number, number, number];
  const [down, across] = alongOf(attrs) as [Along, Along];
  const found = b.emit1(windowArgMax, [x], attrs);
  const shape = shapeOf(found);
  if (sizeOf(shape) === 0) return undefined;
  const images = reshaped(b, x, [n, height * width]);
  const places = reshaped(b, found, [n, shape[1]! * shape[2]!]);
  const most = reshaped(b, alongAxis(b, images, places, 1), shape);
  const [low, high] = [
    [0, down.low, across.low],
    [0, down.high, across.high],
  ];
  const there = padded(b, literal(b, 1, arrayOf("bool", [n, height, width])), low, high);
  const around = padded(b, x, low, high);
  const at = (v: Value, p: number, q: number): Value => {
    const stop = [
      n,
      p + (shape[1]! - 1) * down.stride + 1,
      q + (shape[2]! - 1) * across.stride + 1,
    ];
    return sliced(b, v, [0, p, q], stop, [1, down.stride, across.stride]);
  };
  let equal: Value | undefined;
  for (let p = 0; p < down.window; p++) {
    for (let q = 0; q < across.window; q++) {
      const one = and(b, eq(b, at(around, p, q), most), at(there, p, q));
      equal = plus(b, equal, boolToI32(b, one));
    }
  }
  return equal && gt(b, equal, literal(b, 1, equal.type));
}
