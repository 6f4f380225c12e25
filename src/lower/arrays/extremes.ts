// Where the largest and smallest elements are.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { isFloat, type ArrayType } from "../../ir/types.ts";
import { add, mul, select, sub } from "../../ops/arith.ts";
import { and, or } from "../../ops/bits.ts";
import { eq, gt, lt, ne } from "../../ops/compare.ts";
import { int, literal } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { storeTo } from "../../ops/memory.ts";
import { joinOf } from "./accumulate.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { courseThrough, fewestLoops, forEach, inLoops, siteOutside } from "./nests.ts";
import { computed, linear, type Unknown } from "./places.ts";

/** Whether `x` is beyond `best`, where NaN is beyond everything. */
function isBeyond(b: Builder, x: Value, best: Value, largest: boolean): Value {
  const beyond = largest ? gt(b, x, best) : lt(b, x, best);
  return isFloat(x.type) ? or(b, beyond, and(b, ne(b, x, x), eq(b, best, best))) : beyond;
}

/** The better of the best so far, with its place, and `x`. */
function better(
  b: Builder,
  [best, place]: readonly Value[],
  x: Value,
  here: Value,
  largest: boolean,
): readonly Value[] {
  const isNew = isBeyond(b, x, best!, largest);
  return [select(b, isNew, x, best!), select(b, isNew, here, place!)];
}

/** Emits `arg_max` or `arg_min`. */
export function placeOfExtreme(lowering: Lowering, b: Builder, instr: Instr): Form {
  const { op, args, results, attrs } = instr;
  const [x, y] = [args[0]!, results[0]!];
  const reduced = attrs["axis"] as number;
  const largest = op.name === "arg_max";
  const memory = lowering.room(b, y.type as ArrayType);
  const type = lowering.elementType(x);
  const { neutral } = joinOf(largest ? "reduce_max" : "reduce_min", type.dtype);
  const { axes, index, asked } = courseThrough(b.span, shapeOf(x), (site, at) => {
    lowering.element(site, x, at);
  });
  const own = linear(
    shapeOf(y),
    index.filter((_, axis) => axis !== reduced),
  );
  const loopsOver = (over: boolean): Unknown[] =>
    axes.flatMap((parts, axis) => ((axis === reduced) === over ? parts : []));
  const along = index[reduced]!;
  const [kept, over] = [loopsOver(false), loopsOver(true)].map((some) =>
    fewestLoops(some, [...asked, own, along]),
  );
  inLoops(siteOutside(b), kept!, [], (site) => {
    const start = [literal(site.b, neutral, type), int(site.b, 0)];
    const [, place] = inLoops(site, over!, start, (inner, best) =>
      better(inner.b, best, lowering.element(inner, x, index), inner.place(along), largest),
    );
    storeTo(site.b, memory, site.place(own), place!);
    return [];
  });
  return { kind: "buffer", memory };
}

/** Emits `window_arg_max`. */
export function placesInWindows(lowering: Lowering, b: Builder, instr: Instr): Form {
  const [x, y] = [instr.args[0]!, instr.results[0]!];
  const [window, stride, low] = ["window", "stride", "low"].map((name) => listOf(instr, name));
  const [, height, width] = shapeOf(x) as [number, number, number];
  const memory = lowering.room(b, y.type as ArrayType);
  const type = lowering.elementType(x);
  const { neutral } = joinOf("reduce_max", type.dtype);
  forEach(siteOutside(b), shapeOf(y), (site, [image, ...at]) => {
    const within = site.b;
    const [rows, columns] = [height, width].map((n, i) => {
      const start = sub(
        within,
        mul(within, site.place(at[i]!), int(within, stride![i]!)),
        int(within, low![i]!),
      );
      const end = add(within, start, int(within, window![i]!));
      return {
        from: larger(within, start, int(within, 0)),
        to: smaller(within, end, int(within, n)),
      };
    }) as [{ from: Value; to: Value }, { from: Value; to: Value }];
    const placeAt = (inner: Builder, row: Value, column: Value): Value =>
      add(inner, mul(inner, row, int(inner, width)), column);
    const first = placeAt(within, rows.from, columns.from);
    const start = [literal(within, neutral, type), first];
    const found = forRange(within, [rows.from, rows.to, 1], start, (down, row, before) =>
      forRange(down, [columns.from, columns.to, 1], before, (across, column, best) => {
        const index = [image!, computed(row, 0, height - 1), computed(column, 0, width - 1)];
        const element = lowering.element(site.inside(across), x, index);
        return better(across, best, element, placeAt(across, row, column), true);
      }),
    );
    storeTo(within, memory, site.place(linear(shapeOf(y), [image!, ...at])), found[1]!);
  });
  return { kind: "buffer", memory };
}

const larger = (b: Builder, x: Value, y: Value): Value => select(b, gt(b, x, y), x, y);
const smaller = (b: Builder, x: Value, y: Value): Value => select(b, lt(b, x, y), x, y);
