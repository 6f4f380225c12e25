// Convolutions as products of matrices: what a result is a sum of becomes a column.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { arrayOf, scalarType } from "../../ir/types.ts";
import { add, mul, select } from "../../ops/arith.ts";
import { lt } from "../../ops/compare.ts";
import { int, literal } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { gemmInto } from "../../ops/gemm.ts";
import { fill, load, storeTo } from "../../ops/memory.ts";

import type { Lowering } from "./lowering.ts";
import { forEach, siteOutside } from "./nests.ts";
import { computed, linear, plus, scaled, type Place } from "./places.ts";
import { eachGroup, met, part, product, type Operands, type Sizes } from "./windows.ts";

/** Columns that are wanted in one product: of several images, if one has fewer. */
const COLUMNS = 512;

/** Numbers that all columns of one product may be: what stays in a cache. */
const MOST = 1 << 18;

/** What goes into one product. */
interface Piece {
  /** Images, from `first` on. */
  readonly count: number;
  readonly first: Value;
  readonly group: Value;
  /** Channels of the group, from `from` on. */
  readonly depth: number;
  readonly from: Value;
}

/** Emits a convolution whose groups have several channels of the result. */
export function throughColumns(
  lowering: Lowering,
  b: Builder,
  sizes: Sizes,
  operands: Operands,
): void {
  const { dtype, images, groups, channels, outputs, kernel } = sizes;
  const places = product(sizes.result);
  const count = Math.max(1, Math.min(images, Math.floor(COLUMNS / places)));
  const n = count * places;
  const depth = largestDivisor(channels, MOST / (n * product(kernel)));
  const terms = depth * product(kernel);
  const columns = lowering.room(b, arrayOf(dtype, [terms * n]));
  const several = count > 1 ? lowering.room(b, arrayOf(dtype, [outputs * n])) : undefined;
  const slab = depth < channels ? lowering.room(b, arrayOf(dtype, [outputs * terms])) : undefined;
  const asRows = kernel[1] > sizes.result[1];
  // the last images are done again where others are done with them
  eachGroup(b, Math.ceil(images / count), groups, (outer, k, group) => {
    const first = firstImage(outer, k, images, count);
    const at = add(outer, mul(outer, first, int(outer, groups)), group);
    const c = several ?? part(outer, operands.out, at, outputs * places);
    if (slab !== undefined) outer.emit(fill, [c, literal(outer, 0, scalarType(dtype))]);
    const range = [int(outer, 0), int(outer, channels), depth] as const;
    forRange(outer, range, [], (inner, from) => {
      const piece = { count, first, group, depth, from };
      fillColumns(inner, sizes, operands, piece, columns, asRows);
      if (slab !== undefined) fillSlab(inner, sizes, operands, piece, slab);
      gemmInto(
        inner,
        {
          c,
          a: slab ?? part(inner, operands.kernel, group, outputs * terms),
          b: columns,
          m: int(inner, outputs),
          n: int(inner, n),
          k: int(inner, terms),
        },
        { tb: asRows, add: slab !== undefined },
      );
      return [];
    });
    if (several === undefined) return;
    forEach(siteOutside(outer), [count, outputs, places], (site, [i, o, place]) => {
      const image = plus(i!, computed(first, 0, images - count));
      const channel = plus(scaled(computed(group, 0, groups - 1), outputs), o!);
      const from = linear([outputs, count, places], [o!, i!, place!]);
      const to = linear([images, groups * outputs, places], [image, channel, place!]);
      storeTo(site.b, operands.out, site.place(to), load(site.b, several, site.place(from)));
    });
  });
}

function largestDivisor(n: number, most: number): number {
  let divisor = Math.max(1, Math.min(n, Math.floor(most)));
  while (n % divisor !== 0) divisor--;
  return divisor;
}

function firstImage(b: Builder, k: Value, images: number, count: number): Value {
  const first = mul(b, k, int(b, count));
  if (images % count === 0) return first;
  const last = int(b, images - count);
  return select(b, lt(b, first, last), first, last);
}

/** Writes the windows of the images, element by element of the kernel, or one after the other as rows. */
function fillColumns(
  b: Builder,
  sizes: Sizes,
  { input, shape }: Operands,
  { count, first, group, depth, from }: Piece,
  columns: Value,
  asRows: boolean,
): void {
  const { images, groups, channels, kernel, result } = sizes;
  const inKernel = [depth, ...kernel];
  const inResult = [count, ...result];
  const order = asRows ? [...inResult, ...inKernel] : [...inKernel, ...inResult];
  const start = plus(
    scaled(computed(group, 0, groups - 1), channels),
    computed(from, 0, channels - depth),
  );
  forEach(siteOutside(b), order, (site, index) => {
    const [c, p, q] = (asRows ? index.slice(3) : index) as [Place, Place, Place];
    const [i, r, s] = (asRows ? index : index.slice(3)) as [Place, Place, Place];
    const image = plus(i, computed(first, 0, images - count));
    const at = linear(shape, [image, plus(start, c), ...met(sizes, [r, s], [p, q])]);
    const x = load(site.b, input, site.place(at));
    storeTo(site.b, columns, site.place(linear(order, index)), x);
  });
}

/** Writes what the kernel has for some channels. */
function fillSlab(
  b: Builder,
  { groups, channels, outputs, kernel }: Sizes,
  operands: Operands,
  { group, depth, from }: Piece,
  slab: Value,
): void {
  const order = [outputs, depth, product(kernel)];
  forEach(siteOutside(b), order, (site, index) => {
    const [o, c, k] = index as [Place, Place, Place];
    const output = plus(scaled(computed(group, 0, groups - 1), outputs), o);
    const channel = plus(computed(from, 0, channels - depth), c);
    const at = linear([groups * outputs, channels, product(kernel)], [output, channel, k]);
    const x = load(site.b, operands.kernel, site.place(at));
    storeTo(site.b, slab, site.place(linear(order, index)), x);
  });
}
