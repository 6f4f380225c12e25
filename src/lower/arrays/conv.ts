// Convolutions as products of matrices: what a result is a sum of becomes a column.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { arrayOf, sizeOf, type ArrayType, type Dtype } from "../../ir/types.ts";
import { add, mul, select } from "../../ops/arith.ts";
import { lt } from "../../ops/compare.ts";
import { int } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { gemmInto } from "../../ops/gemm.ts";
import { load, storeTo, view } from "../../ops/memory.ts";
import { padded } from "./arrange.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { forEach, siteOutside } from "./nests.ts";
import { computed, linear, plus, scaled, type Place } from "./places.ts";

/** Columns that are wanted in one product: of several images, if one has fewer. */
const COLUMNS = 512;

/** Numbers that the columns of several images may be. */
const MOST = 1 << 19;

/** Channels of a result from which products of matrices are worth it. */
const CHANNELS = 4;

interface Sizes {
  readonly dtype: Dtype;
  readonly images: number;
  readonly groups: number;
  /** Of a group. */
  readonly channels: number;
  /** Channels of the result that a group gives. */
  readonly outputs: number;
  readonly kernel: readonly [number, number];
  readonly result: readonly [number, number];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

interface Operands {
  /** The input with what is around and between its elements. */
  readonly input: Value;
  readonly shape: readonly number[];
  readonly kernel: Value;
  readonly out: Value;
}

/** Emits `conv`. */
export function conv(lowering: Lowering, b: Builder, instr: Instr): Form {
  const [x, w] = instr.args as [Value, Value];
  const { dtype, shape } = instr.results[0]!.type as ArrayType;
  const groups = instr.attrs["groups"] as number;
  const [images, all, ...result] = shape as [number, number, number, number];
  const [, channels, ...kernel] = shapeOf(w) as [number, number, number, number];
  const [stride, dilation] = [listOf(instr, "stride"), listOf(instr, "rhs")];
  const outputs = all / groups;
  const sizes = { dtype, images, groups, channels, outputs, kernel, result, stride, dilation };
  const none = sizeOf(shapeOf(w)) === 0 || sizeOf(shape) === 0;
  const direct = outputs < CHANNELS;
  const out = lowering.room(b, arrayOf(dtype, shape), none || direct);
  if (none) return { kind: "buffer", memory: out };
  const operands = { ...prepared(lowering, b, x, instr), kernel: lowering.buffer(b, w), out };
  if (direct) elementByElement(b, sizes, operands);
  else if (isPointwise(sizes, operands)) pointwise(b, sizes, operands);
  else throughColumns(lowering, b, sizes, operands);
  return { kind: "buffer", memory: out };
}

function prepared(
  lowering: Lowering,
  b: Builder,
  x: Value,
  instr: Instr,
): Pick<Operands, "input" | "shape"> {
  const [low, high, lhs] = ["low", "high", "lhs"].map((name) => listOf(instr, name));
  const plain = [...low!, ...high!].every((n) => n === 0) && lhs!.every((n) => n === 1);
  if (plain) return { input: lowering.buffer(b, x), shape: shapeOf(x) };
  const [start, end, step] = [
    [0, 0, ...low!],
    [0, 0, ...high!],
    [1, 1, ...lhs!],
  ];
  const shape = shapeOf(x).map((n, axis) => {
    const spread = n === 0 ? 0 : (n - 1) * step[axis]! + 1;
    return spread + start[axis]! + end[axis]!;
  });
  return { input: padded(lowering, b, x, { low: start, step, shape }), shape };
}

const product = (numbers: readonly number[]): number => numbers.reduce((p, n) => p * n, 1);

// Each result is of one place of the input, in the same order.
const isPointwise = ({ kernel, result }: Sizes, { shape }: Operands): boolean =>
  product(kernel) === 1 && result.every((n, i) => n === shape[i + 2]);

/** `size` elements of `memory`, from `index` times as many on. */
function part(b: Builder, memory: Value, index: Value, size: number): Value {
  return view(b, memory, mul(b, index, int(b, size)), int(b, size));
}

const counted = (b: Builder, n: number, body: (b: Builder, i: Value) => void): void => {
  forRange(b, [int(b, 0), int(b, n), 1], [], (inner, i) => {
    body(inner, i);
    return [];
  });
};

/** Runs `body` for each image and group: where a group is among those of all images, and among its own. */
function eachGroup(
  b: Builder,
  count: number,
  groups: number,
  body: (b: Builder, image: Value, group: Value, both: Value) => void,
): void {
  counted(b, count, (outer, image) => {
    counted(outer, groups, (inner, group) => {
      body(inner, image, group, add(inner, mul(inner, image, int(inner, groups)), group));
    });
  });
}

function pointwise(b: Builder, sizes: Sizes, { input, kernel, out }: Operands): void {
  const { images, groups, channels, outputs } = sizes;
  const n = product(sizes.result);
  eachGroup(b, images, groups, (inner, _, group, both) => {
    gemmInto(inner, {
      c: part(inner, out, both, outputs * n),
      a: part(inner, kernel, group, outputs * channels),
      b: part(inner, input, both, channels * n),
      m: int(inner, outputs),
      n: int(inner, n),
      k: int(inner, channels),
    });
  });
}

/** Where the input has what element (p, q) of the kernel meets in window (r, s). */
function met(
  { stride, dilation }: Sizes,
  window: readonly Place[],
  within: readonly Place[],
): Place[] {
  return window.map((r, i) => plus(scaled(r, stride[i]!), scaled(within[i]!, dilation[i]!)));
}

// Rows of the result, to which rows of the input are added with one number of the kernel.
function elementByElement(b: Builder, sizes: Sizes, { input, shape, kernel, out }: Operands): void {
  const { images, groups, channels, outputs } = sizes;
  const [height, width] = sizes.kernel;
  const [rows, columns] = sizes.result;
  const order = [images, groups, outputs, rows, channels, height, width, columns];
  forEach(siteOutside(b), order, (site, [i, g, o, r, c, p, q, s]) => {
    const group = (n: number, inside: Place): Place => plus(scaled(g!, n), inside);
    const from = [i!, group(channels, c!), ...met(sizes, [r!, s!], [p!, q!])];
    const all = [groups * outputs, channels, height, width];
    const weight = load(site.b, kernel, site.place(linear(all, [group(outputs, o!), c!, p!, q!])));
    const term = mul(site.b, weight, load(site.b, input, site.place(linear(shape, from))));
    const to = site.place(
      linear([images, groups * outputs, rows, columns], [i!, group(outputs, o!), r!, s!]),
    );
    storeTo(site.b, out, to, add(site.b, load(site.b, out, to), term));
  });
}

// The windows of some images become columns, by which the kernel is multiplied.
function throughColumns(lowering: Lowering, b: Builder, sizes: Sizes, operands: Operands): void {
  const { dtype, images, groups, channels, outputs, kernel, result } = sizes;
  const terms = channels * product(kernel);
  const places = product(result);
  const wanted = Math.floor(Math.min(COLUMNS, MOST / terms) / places);
  const count = Math.max(1, Math.min(images, wanted));
  const n = count * places;
  const columns = lowering.room(b, arrayOf(dtype, [terms * n]));
  const several = count > 1 ? lowering.room(b, arrayOf(dtype, [outputs * n])) : undefined;
  const asRows = kernel[1] > result[1];
  // the last images are done again where others are done with them
  eachGroup(b, Math.ceil(images / count), groups, (inner, k, group) => {
    const first = firstImage(inner, k, images, count);
    fillColumns(inner, sizes, operands, { columns, count, first, group, asRows });
    const at = add(inner, mul(inner, first, int(inner, groups)), group);
    gemmInto(
      inner,
      {
        c: several ?? part(inner, operands.out, at, outputs * places),
        a: part(inner, operands.kernel, group, outputs * terms),
        b: columns,
        m: int(inner, outputs),
        n: int(inner, n),
        k: int(inner, terms),
      },
      { tb: asRows },
    );
    if (several === undefined) return;
    forEach(siteOutside(inner), [count, outputs, places], (site, [i, o, place]) => {
      const image = plus(i!, computed(first, 0, images - count));
      const channel = plus(scaled(computed(group, 0, groups - 1), outputs), o!);
      const x = load(
        site.b,
        several,
        site.place(linear([outputs, count, places], [o!, i!, place!])),
      );
      const to = linear([images, groups * outputs, places], [image, channel, place!]);
      storeTo(site.b, operands.out, site.place(to), x);
    });
  });
}

function firstImage(b: Builder, k: Value, images: number, count: number): Value {
  const first = mul(b, k, int(b, count));
  if (images % count === 0) return first;
  const last = int(b, images - count);
  return select(b, lt(b, first, last), first, last);
}

interface Columns {
  readonly columns: Value;
  /** Images from `first` on. */
  readonly count: number;
  readonly first: Value;
  readonly group: Value;
  /** Whether they lie as rows. */
  readonly asRows: boolean;
}

function fillColumns(
  b: Builder,
  sizes: Sizes,
  { input, shape }: Operands,
  { columns, count, first, group, asRows }: Columns,
): void {
  const { images, groups, channels, kernel, result } = sizes;
  const inKernel = [channels, ...kernel];
  const inResult = [count, ...result];
  const order = asRows ? [...inResult, ...inKernel] : [...inKernel, ...inResult];
  forEach(siteOutside(b), order, (site, index) => {
    const [c, p, q] = (asRows ? index.slice(3) : index) as [Place, Place, Place];
    const [i, r, s] = (asRows ? index : index.slice(3)) as [Place, Place, Place];
    const image = plus(i, computed(first, 0, images - count));
    const channel = plus(scaled(computed(group, 0, groups - 1), channels), c);
    const from = linear(shape, [image, channel, ...met(sizes, [r, s], [p, q])]);
    const x = load(site.b, input, site.place(from));
    storeTo(site.b, columns, site.place(linear(order, index)), x);
  });
}
