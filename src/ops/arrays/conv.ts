// Convolutions over two axes, as they are used for learning: the kernel is not flipped.
import type { Builder } from "../../ir/builder.ts";
import type { Attrs, Value } from "../../ir/func.ts";
import { defop, type Lanes, type Op } from "../../ir/op.ts";
import { tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { plus } from "../arith.ts";
import { zero } from "../constant.ts";
import { reject } from "../signatures.ts";
import { reshaped, reversed, transposed } from "./arrange.ts";
import { arrayAt, checkLists, integer, list, shapeOf } from "./signatures.ts";
import { mergedInto, splitFrom } from "./stacks.ts";

/** What a convolution does along one of its two axes. */
interface Along {
  readonly stride: number;
  readonly low: number;
  readonly high: number;
  /** Dilations of the operands: 1 is none. */
  readonly lhs: number;
  readonly rhs: number;
}

type Both = readonly [Along, Along];

const axes = [0, 1] as const;

function alongOf(attrs: Attrs): Both {
  const at = (name: string, i: number): number => list(attrs, name)[i]!;
  return axes.map((i) => ({
    stride: at("stride", i),
    low: at("low", i),
    high: at("high", i),
    lhs: at("lhs", i),
    rhs: at("rhs", i),
  })) as unknown as Both;
}

function attrsOf(both: Both, groups: number): Attrs {
  const of = (name: keyof Along): number[] => both.map((along) => along[name]);
  return {
    stride: of("stride"),
    low: of("low"),
    high: of("high"),
    lhs: of("lhs"),
    rhs: of("rhs"),
    groups,
  };
}

/** How long an axis of n is with `dilation - 1` zeros between each two elements. */
const dilated = (n: number, dilation: number): number => (n === 0 ? 0 : (n - 1) * dilation + 1);

/** How many places a window of `size` has in `room`, at steps of `stride`. */
export function windows(room: number, size: number, stride: number): number {
  return Math.max(0, Math.floor((room - size) / stride) + 1);
}

function extent(n: number, kernel: number, { stride, low, high, lhs, rhs }: Along): number {
  return windows(dilated(n, lhs) + low + high, dilated(kernel, rhs), stride);
}

function typeOf(types: readonly Type[], attrs: Attrs): ArrayType {
  const x = arrayAt(types, 0, "f64", "f32");
  const w = arrayAt(types, 1, x.dtype);
  if (types.length !== 2 || x.shape.length !== 4 || w.shape.length !== 4) {
    reject(types, "two arrays of four axes");
  }
  checkLists(attrs, 2, { stride: 1, low: -Infinity, high: -Infinity, lhs: 1, rhs: 1 });
  const groups = integer(attrs, "groups");
  const [n, c, height, width] = x.shape as readonly [number, number, number, number];
  const [o, cg, kh, kw] = w.shape as readonly [number, number, number, number];
  if (groups < 1 || o % groups !== 0 || c !== cg * groups) {
    const plural = groups === 1 ? "1 group" : `${groups} groups`;
    reject(types, `x [n, c, h, w] and a kernel [o, c / groups, kh, kw], in ${plural}`);
  }
  const [down, across] = alongOf(attrs);
  return arrayOf(x.dtype, [n, o, extent(height, kh, down), extent(width, kw, across)]);
}

// Lanes of the input are more images, those of the kernel more channels, and those of both more groups.
function convLanes(b: Builder, [x, w]: readonly Value[], lanes: Lanes, attrs: Attrs): Value {
  const { size } = lanes;
  const groups = attrs["groups"] as number;
  const [first, second] = lanes.batched;
  if (!second) return splitFrom(b, b.emit1(conv, [mergedInto(b, x!, 0), w!], attrs), 0, size);
  if (first) {
    const both = [mergedInto(b, x!, 1), mergedInto(b, w!, 0)];
    return splitFrom(b, b.emit1(conv, both, { ...attrs, groups: size * groups }), 1, size);
  }
  // the channels of a group have to lie together
  const [, o, ...rest] = shapeOf(w!);
  const kernel = mergedInto(b, reshaped(b, w!, [size, groups, o! / groups, ...rest]), 1);
  const made = b.emit1(conv, [x!, reshaped(b, kernel, [size * o!, ...rest])], attrs);
  const [n, , rows, columns] = shapeOf(made) as [number, number, number, number];
  const apart = reshaped(b, made, [n, groups, size, o! / groups, rows, columns]);
  return reshaped(b, transposed(b, apart, [2, 0, 1, 3, 4, 5]), [size, n, o!, rows, columns]);
}

/** Linear in each operand; the transposes are convolutions again. */
export const conv: Op = defop<[x: Value, w: Value]>({
  name: "conv",
  doc: "conv {stride, low, high, lhs, rhs, groups} x, w: cross-correlation of x [n, c, h, w] with the kernel w [o, c/groups, kh, kw]; `low` and `high` are zeros around x, which may be negative and then cut off; `lhs` and `rhs` dilate x, before its padding, and w; lists are of the two axes",
  effect: "pure",
  type: (types, attrs) => [typeOf(types, attrs)],
  run: ([x, w], attrs, { dtype, shape }) => {
    const [down, across] = alongOf(attrs);
    const [, c, height, width] = x!.shape as [number, number, number, number];
    const [o, cg, kh, kw] = w!.shape as [number, number, number, number];
    const [n, , rows, columns] = shape as [number, number, number, number];
    const og = o / (attrs["groups"] as number);
    const data = tensorData(dtype, sizeOf(shape));
    let at = 0;
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < o; k++) {
        const first = Math.floor(k / og) * cg;
        for (let r = 0; r < rows; r++) {
          for (let s = 0; s < columns; s++) {
            let sum = 0;
            for (let p = 0; p < kh; p++) {
              const y = source(r, p, height, down);
              if (y < 0) continue;
              for (let q = 0; q < kw; q++) {
                const z = source(s, q, width, across);
                if (z < 0) continue;
                for (let f = 0; f < cg; f++) {
                  const left = x!.data[((i * c + first + f) * height + y) * width + z]!;
                  sum += left * w!.data[((k * cg + f) * kh + p) * kw + q]!;
                }
              }
            }
            data[at++] = sum;
          }
        }
      }
    }
    return data;
  },
  cost: 2,
  work: (types, attrs) => {
    const { shape } = types[1] as ArrayType;
    return sizeOf(typeOf(types, attrs).shape) * sizeOf(shape.slice(1));
  },
  rule: {
    kind: "linear",
    jvp: (b, [x, w], [dx, dw], _, attrs) =>
      plus(
        b,
        dx && b.emit1(conv, [dx, w as Value], attrs),
        dw && b.emit1(conv, [x as Value, dw], attrs),
      ),
    transpose: (b, ct, [x, w], i, attrs) => {
      const to = i === 0 ? x! : w!;
      if ([x!, w!, ct].some((v) => sizeOf(shapeOf(v)) === 0)) return zero(b, to.type);
      return i === 0 ? toInput(b, ct, x!, w!, attrs) : toKernel(b, ct, x!, w!, attrs);
    },
  },
  batch: convLanes,
  samples: [],
});

/** The index along x that element `p` of the kernel meets in window `at`; negative if there is none. */
function source(at: number, p: number, n: number, { stride, low, lhs, rhs }: Along): number {
  const place = at * stride + p * rhs - low;
  return place % lhs === 0 && place / lhs < n ? place / lhs : -1;
}

// x̄ is ct, dilated by the stride, with the kernel flipped and its channels swapped: all elements of ct
// that an element of x went to.
function toInput(b: Builder, ct: Value, x: Value, w: Value, attrs: Attrs): Value {
  const groups = attrs["groups"] as number;
  const [o, cg, kh, kw] = shapeOf(w) as [number, number, number, number];
  const grouped = reshaped(b, w, [groups, o / groups, cg, kh, kw]);
  const swapped = reshaped(b, transposed(b, grouped, [0, 2, 1, 3, 4]), [
    groups * cg,
    o / groups,
    kh,
    kw,
  ]);
  const both = alongOf(attrs).map((along, i): Along => {
    const { size, kernel, given } = sizesOf(i, along, x, w, ct);
    const low = kernel - 1 - along.low;
    const high = size + kernel - 1 - given - low;
    return { stride: along.lhs, low, high, lhs: along.stride, rhs: along.rhs };
  }) as unknown as Both;
  return b.emit1(conv, [ct, reversed(b, swapped, [2, 3])], attrsOf(both, groups));
}

// w̄ is x with ct as its kernel, dilated by the stride: images are summed over, so that they are what
// channels are, and channels what images are.
function toKernel(b: Builder, ct: Value, x: Value, w: Value, attrs: Attrs): Value {
  const groups = attrs["groups"] as number;
  const [n, c, height, width] = shapeOf(x) as [number, number, number, number];
  const cg = c / groups;
  const grouped = reshaped(b, x, [n, groups, cg, height, width]);
  const images = reshaped(b, transposed(b, grouped, [2, 1, 0, 3, 4]), [
    cg,
    groups * n,
    height,
    width,
  ]);
  const both = alongOf(attrs).map((along, i): Along => {
    const { size, kernel, given } = sizesOf(i, along, x, w, ct);
    const high = given + kernel - 1 - size - along.low;
    return { stride: along.rhs, low: along.low, high, lhs: along.lhs, rhs: along.stride };
  }) as unknown as Both;
  const kernel = transposed(b, ct, [1, 0, 2, 3]);
  return transposed(b, b.emit1(conv, [images, kernel], attrsOf(both, groups)), [1, 0, 2, 3]);
}

// How long axis `i` of x, of the kernel and of the result is, each with its zeros between.
function sizesOf(
  i: number,
  { stride, lhs, rhs }: Along,
  x: Value,
  w: Value,
  ct: Value,
): { readonly size: number; readonly kernel: number; readonly given: number } {
  const at = (v: Value, dilation: number): number => dilated(shapeOf(v)[i + 2]!, dilation);
  return { size: at(x, lhs), kernel: at(w, rhs), given: at(ct, stride) };
}
