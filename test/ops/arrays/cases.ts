// For each operation on arrays, random operands and attributes that it takes.
import type { TensorDatum } from "../../../src/backends/interp/index.ts";
import type { Attrs } from "../../../src/ir/func.ts";
import { arrayOf } from "../../../src/ir/types.ts";
import { Draw, tensor } from "./draw.ts";

export interface Drawn {
  readonly attrs: Attrs;
  readonly args: readonly (TensorDatum | number)[];
}

export type DrawCase = (d: Draw) => Drawn;

const reduction: DrawCase = (d) => {
  const shape = d.shape(0, 4);
  return { attrs: { axes: d.axes(shape) }, args: [d.floats(shape)] };
};
/** Where equal elements are kinks. */
const choice: DrawCase = (d) => {
  const { attrs, args } = reduction(d);
  return { attrs, args: [d.distinct((args[0] as TensorDatum).shape)] };
};
const along = (d: Draw): { axis: number; shape: number[] } => {
  const shape = d.shape(1, 3);
  return { axis: d.int(0, shape.length - 1), shape };
};
const scan: DrawCase = (d) => {
  const { axis, shape } = along(d);
  return { attrs: { axis, reverse: d.flag() }, args: [d.floats(shape)] };
};
const scanned: DrawCase = (d) => {
  const { axis, shape } = along(d);
  return { attrs: { axis, reverse: d.flag() }, args: [d.distinct(shape)] };
};
const place: DrawCase = (d) => {
  const { axis, shape } = along(d);
  const own = shape.with(axis, Math.max(1, shape[axis]!));
  return { attrs: { axis }, args: [d.distinct(own)] };
};
const scatter: DrawCase = (d) => {
  const x = d.floats(d.shape(1, 3));
  const i = d.indices(x.shape[0]!, d.shape(0, 2));
  return { attrs: {}, args: [x, i, d.floats([...i.shape, ...x.shape.slice(1)])] };
};
const matrix = (d: Draw, [b, m, n]: readonly number[], swap: boolean): TensorDatum =>
  d.floats(swap ? [b!, n!, m!] : [b!, m!, n!]);

export const cases: Readonly<Record<string, DrawCase>> = {
  dense: (d) => {
    const { shape, data } = d.floats(d.shape(0, 3));
    return { attrs: { type: arrayOf(d.float, shape), values: [...data] }, args: [] };
  },
  iota: (d) => {
    const { axis, shape } = along(d);
    return { attrs: { type: arrayOf(d.float, shape), axis }, args: [] };
  },
  reshape: (d) => {
    const shape = d.shape(0, 4);
    return {
      attrs: { shape: [...d.permutation(shape.length).map((i) => shape[i]!), 1] },
      args: [d.floats(shape)],
    };
  },
  transpose: (d) => {
    const shape = d.shape(0, 4);
    return { attrs: { perm: d.permutation(shape.length) }, args: [d.floats(shape)] };
  },
  reverse: reduction,
  broadcast: (d) => {
    const shape = d.shape(0, 4);
    const axes = d.axes(shape);
    const own = axes.map((axis) => (d.flag() ? 1 : shape[axis]!));
    const scalar = axes.length === 0 && d.flag();
    return { attrs: { shape, axes }, args: [scalar ? 0.75 : d.floats(own)] };
  },
  item: (d) => ({ attrs: {}, args: [d.floats(d.shape(0, 3).map(() => 1))] }),
  slice: (d) => {
    const shape = d.shape(0, 3);
    const start = shape.map((n) => d.int(0, n));
    const stop = shape.map((n, i) => d.int(start[i]!, n));
    const step = d.list(shape.length, 1, 3);
    return { attrs: { start, stop, step }, args: [d.floats(shape)] };
  },
  pad: (d) => {
    const shape = d.shape(0, 3);
    const interior = d.list(shape.length, 0, 2);
    const low = d.list(shape.length, -3, 3);
    // not more than there is
    const high = shape.map((n, i) => {
      const length = low[i]! + (n === 0 ? 0 : n + (n - 1) * interior[i]!);
      return d.int(Math.max(-3, -length), Math.max(3, -length));
    });
    return { attrs: { low, high, interior }, args: [d.floats(shape)] };
  },
  concat: (d) => {
    const { axis, shape } = along(d);
    const args = Array.from({ length: d.int(1, 3) }, () => d.floats(shape.with(axis, d.extent())));
    return { attrs: { axis }, args };
  },
  reduce_sum: reduction,
  reduce_prod: reduction,
  reduce_max: choice,
  reduce_min: choice,
  arg_max: place,
  arg_min: place,
  arg_sort: (d) => {
    const { axis, shape } = along(d);
    return { attrs: { axis, descending: d.flag() }, args: [d.distinct(shape)] };
  },
  scan_sum: scan,
  scan_prod: scan,
  scan_max: scanned,
  scan_min: scanned,
  scan_affine: (d) => {
    const { attrs, args } = scan(d);
    return { attrs, args: [...args, d.floats((args[0] as TensorDatum).shape)] };
  },
  indices: (d) => {
    const extent = d.int(0, 4);
    const shape = extent === 0 ? [0] : d.shape(0, 2);
    const i = d.indices(2 * extent, shape);
    return {
      attrs: { extent },
      args: [
        tensor(
          "i32",
          i.shape,
          [...i.data].map((k) => k - extent),
        ),
      ],
    };
  },
  gather: (d) => {
    const { args } = scatter(d);
    return { attrs: {}, args: args.slice(0, 2) };
  },
  scatter_add: scatter,
  scatter_set: scatter,
  matmul: (d) => {
    const [batch, m, k, n] = [d.extent(3), d.extent(), d.extent(), d.extent()];
    const [ta, tb] = [d.flag(), d.flag()];
    const args = [matrix(d, [batch, m, k], ta), matrix(d, [batch, k, n], tb)];
    return { attrs: { ta, tb }, args };
  },
  conv: (d) => {
    const groups = d.int(1, 3);
    const [cg, og] = [d.int(0, 2), d.int(0, 2)];
    const spatial = [d.int(0, 5), d.int(0, 4)];
    const kernel = [d.int(0, 3), d.int(1, 3)];
    const attrs = {
      stride: d.list(2, 1, 3),
      low: d.list(2, -2, 3),
      high: d.list(2, -2, 3),
      lhs: d.list(2, 1, 3),
      rhs: d.list(2, 1, 3),
      groups,
    };
    const x = d.floats([d.extent(2), groups * cg, ...spatial]);
    return { attrs, args: [x, d.floats([groups * og, cg, ...kernel])] };
  },
  window_arg_max: (d) => {
    const window = d.list(2, 1, 3);
    const [low, high] = [window, window].map((most) => most.map((w) => d.int(-1, w - 1)));
    const size = window.map((w, i) => d.int(Math.max(1, w - low![i]!), 5));
    const x = d.distinct([d.extent(2), ...size.map((n, i) => n + Math.max(0, -high![i]!))]);
    return { attrs: { window, stride: d.list(2, 1, 3), low: low!, high: high! }, args: [x] };
  },
};
