import type { Builder } from "../../ir/builder.ts";
import type { Instr } from "../../ir/func.ts";
import { arrayOf, sizeOf, type ArrayType } from "../../ir/types.ts";
import { int } from "../../ops/constant.ts";
import { call } from "../../ops/control.ts";
import { asDoubles, ofDoubles } from "./doubles.ts";
import type { Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";

/** Emits `arg_sort`: a kernel sorts the places of doubles, along any axis. */
export function order(lowering: Lowering, b: Builder, { args, attrs, results }: Instr): Form {
  const { shape } = results[0]!.type as ArrayType;
  const axis = attrs["axis"] as number;
  const out = lowering.room(b, arrayOf("f64", shape));
  const keys = asDoubles(lowering, b, args[0]!);
  const sizes = [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
  const flags = [attrs["descending"] === true ? 1 : 0];
  const numbers = [...sizes, ...flags].map((n) => int(b, n));
  call(b, lowering.kernel("argSort"), [keys, out, ...numbers], []);
  return { kind: "buffer", memory: ofDoubles(lowering, b, out, arrayOf("i32", shape)) };
}
