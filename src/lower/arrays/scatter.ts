// Rows written by index, and the check of indices.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import type { ArrayType } from "../../ir/types.ts";
import { add, select } from "../../ops/arith.ts";
import { and } from "../../ops/bits.ts";
import { ge, lt } from "../../ops/compare.ts";
import { int } from "../../ops/constant.ts";
import { failWith, ifElse } from "../../ops/control.ts";
import { toF64 } from "../../ops/convert.ts";
import { load, storeTo } from "../../ops/memory.ts";
import { noteValue } from "../../ops/output.ts";
import { copied } from "./arrange.ts";
import { shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { forEach, siteOutside } from "./nests.ts";
import { computed, linear } from "./places.ts";

/** Emits `scatter_add` or `scatter_set`: a copy, and then row by row in order. */
export function scatter(lowering: Lowering, b: Builder, { op, args }: Instr): Form {
  const [x, i, u] = args as [Value, Value, Value];
  const shape = shapeOf(x);
  const memory = copied(lowering, b, x);
  const rank = shapeOf(i).length;
  forEach(siteOutside(b), shapeOf(u), (site, index) => {
    const row = lowering.element(site, i, index.slice(0, rank));
    const to = site.place(linear(shape, [computed(row, 0, shape[0]! - 1), ...index.slice(rank)]));
    const element = lowering.element(site, u, index);
    const adds = op.name === "scatter_add";
    const next = adds ? add(site.b, load(site.b, memory, to), element) : element;
    storeTo(site.b, memory, to, next);
  });
  return { kind: "buffer", memory };
}

/** Emits `indices`. */
export function indices(lowering: Lowering, b: Builder, { args, attrs, results }: Instr): Form {
  const [i, y] = [args[0]!, results[0]!];
  const n = attrs["extent"] as number;
  const memory = lowering.room(b, y.type as ArrayType);
  forEach(siteOutside(b), shapeOf(y), (site, index) => {
    const inner = site.b;
    const k = lowering.element(site, i, index);
    const inside = and(inner, ge(inner, k, int(inner, -n)), lt(inner, k, int(inner, n)));
    ifElse(
      inner,
      inside,
      () => [],
      (outside) => {
        noteValue(outside, toF64(outside, k));
        failWith(outside, "NB4001", `index {0} is outside of an axis of length ${n}`);
        return [];
      },
    );
    const fromEnd = add(inner, k, int(inner, n));
    const place = select(inner, lt(inner, k, int(inner, 0)), fromEnd, k);
    storeTo(inner, memory, site.place(linear(shapeOf(y), index)), place);
  });
  return { kind: "buffer", memory };
}
