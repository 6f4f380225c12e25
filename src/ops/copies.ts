import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { MemType } from "../ir/types.ts";
import { int } from "./constant.ts";
import { forRange } from "./control.ts";
import { allocate, copy, length, load, storeTo } from "./memory.ts";

/** New memory with the elements of `mem`, which shares nothing with it, rows included. */
export function copied(b: Builder, mem: Value): Value {
  const { elem } = mem.type as MemType;
  const count = length(b, mem);
  const made = allocate(b, mem.type as MemType, count);
  if (elem.kind !== "mem") {
    b.emit(copy, [made, mem]);
    return made;
  }
  forRange(b, [int(b, 0), count, 1], [], (inner, i) => {
    storeTo(inner, made, i, copied(inner, load(inner, mem, i)));
    return [];
  });
  return made;
}
