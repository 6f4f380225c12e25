// Axes taken together.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { dtypeOf, scalarType, sizeOf, type ArrayType, type Dtype } from "../../ir/types.ts";
import { add, mul } from "../../ops/arith.ts";
import { literal } from "../../ops/constant.ts";
import { storeTo } from "../../ops/memory.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { axesOf, fewestLoops, inLoops, siteOutside, trial, type Site } from "./nests.ts";
import { linear, placeOf, type Unknown } from "./places.ts";

interface Reduction {
  readonly start: (dtype: Dtype) => number;
  readonly join: (b: Builder, x: Value, y: Value) => Value;
}

const reductions: Readonly<Record<string, Reduction>> = {
  reduce_sum: { start: () => 0, join: add },
  reduce_prod: { start: () => 1, join: mul },
};

/** Emits a reduction. */
export function reduce(lowering: Lowering, b: Builder, instr: Instr): Form {
  const { op, args, results } = instr;
  const [x, y] = [args[0]!, results[0]!];
  const { start, join } = reductions[op.name]!;
  const dtype = dtypeOf(y.type)!;
  const reduced = listOf(instr, "axes");
  const axes = axesOf(shapeOf(x));
  const index = axes.map(placeOf);
  const outer = siteOutside(b);
  const kept = axes.filter((_, axis) => !reduced.includes(axis));
  const over = axes.filter((_, axis) => reduced.includes(axis));
  const ordered = [...kept, ...over].map((axis, depth): Unknown => Object.assign(axis, { depth }));
  const asked = trial(outer, (site) => lowering.element(site, x, index));
  const whole = (site: Site): Value => {
    const zero = literal(site.b, start(dtype), scalarType(dtype));
    if (shapeOf(x).includes(0)) return zero;
    const loops = fewestLoops(ordered.slice(kept.length), asked);
    const [sum] = inLoops(site, loops, [zero], (inner, [before]) => [
      join(inner.b, before!, lowering.element(inner, x, index)),
    ]);
    return sum!;
  };
  if (sizeOf(shapeOf(y)) === 1) return { kind: "same", element: whole(outer) };
  const made = lowering.room(b, y.type as ArrayType);
  const place = linear(shapeOf(y), kept.map(placeOf));
  inLoops(outer, fewestLoops(kept, [...asked, place]), [], (site) => {
    const sum = whole(site);
    storeTo(site.b, made, site.place(place), sum);
    return [];
  });
  return { kind: "buffer", memory: made };
}
