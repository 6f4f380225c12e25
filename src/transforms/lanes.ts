import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { MemType } from "../ir/types.ts";
import { add, forRange, int, length, load, mul, storeTo } from "../ops/index.ts";

/** One of several tangents that lie side by side in a memory, and memory that has that one alone. */
export interface Lane {
  readonly wide: Value;
  readonly narrow: Value;
  readonly direction: number;
  readonly directions: number;
}

/** Copies a tangent out of its lane, or into it, rows included. */
export function copyLane(b: Builder, lane: Lane, to: "wide" | "narrow"): void {
  const { wide, narrow, direction, directions } = lane;
  const { elem } = narrow.type as MemType;
  if (elem.kind === "ref") throw new Error("internal: lanes of records");
  forRange(b, [int(b, 0), length(b, narrow), 1], [], (inner, i) => {
    if (elem.kind === "mem") {
      const rows = { ...lane, wide: load(inner, wide, i), narrow: load(inner, narrow, i) };
      copyLane(inner, rows, to);
      return [];
    }
    const at = add(inner, mul(inner, i, int(inner, directions)), int(inner, direction));
    if (to === "wide") storeTo(inner, wide, at, load(inner, narrow, i));
    else storeTo(inner, narrow, i, load(inner, wide, at));
    return [];
  });
}
