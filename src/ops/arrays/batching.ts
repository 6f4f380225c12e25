/**
 * What operations that treat their axes alike do with many lanes: the same, with all axes one place
 * further back.
 */
import type { Attrs } from "../../ir/func.ts";
import type { Batch } from "../../ir/op.ts";
import { integer, list } from "./signatures.ts";

/** Of one array, with other attributes. */
export function behindLanes(further: (attrs: Attrs, size: number) => Attrs): Batch {
  return (b, [x], { size }, attrs, op) => b.emit1(op, [x!], { ...attrs, ...further(attrs, size) });
}

/** The attribute `axis` names one. */
export const axisBehind = (attrs: Attrs): Attrs => ({ axis: integer(attrs, "axis") + 1 });

/** The attribute `axes` names some. */
export const axesBehind = (attrs: Attrs): Attrs => ({
  axes: list(attrs, "axes").map((axis) => axis + 1),
});

/** Lists with an entry for each axis, and what that is for lanes. */
export function entriesBehind(
  entries: (size: number) => Readonly<Record<string, number>>,
): (attrs: Attrs, size: number) => Attrs {
  return (attrs, size) =>
    Object.fromEntries(
      Object.entries(entries(size)).map(([name, lane]) => [name, [lane, ...list(attrs, name)]]),
    );
}
