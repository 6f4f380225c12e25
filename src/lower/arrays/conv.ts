// Convolutions.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { arrayOf, sizeOf, type ArrayType } from "../../ir/types.ts";
import { add, mul } from "../../ops/arith.ts";
import { int } from "../../ops/constant.ts";
import { gemmInto } from "../../ops/gemm.ts";
import { load, storeTo } from "../../ops/memory.ts";
import { padded } from "./arrange.ts";
import { throughColumns } from "./columns.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { forEach, siteOutside } from "./nests.ts";
import { linear, plus, scaled, type Place } from "./places.ts";
import { eachGroup, met, part, product, type Operands, type Sizes } from "./windows.ts";

/** Channels of a result from which products of matrices are worth it. */
const CHANNELS = 4;

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

// Each result is of one place of the input, in the same order.
const isPointwise = ({ kernel, result }: Sizes, { shape }: Operands): boolean =>
  product(kernel) === 1 && result.every((n, i) => n === shape[i + 2]);

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
