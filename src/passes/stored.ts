import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { Storage } from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** What is read back of `x` after it was stored as `storage`; undefined stands for a reference. */
export function asStored(b: Builder, x: Value, storage: Storage | undefined): Value {
  const shifted = (bits: number): Value => {
    const by = op.int(b, bits);
    return op.shr(b, op.shl(b, x, by), by);
  };
  switch (storage) {
    case "i8":
      return shifted(24);
    case "i16":
      return shifted(16);
    case "u8":
      return op.and(b, x, op.int(b, 0xff));
    case "u16":
      return op.and(b, x, op.int(b, 0xffff));
    case "u32":
      return op.and(b, x, op.long(b, 0xffffffffn));
    default:
      return x;
  }
}
