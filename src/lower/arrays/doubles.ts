// Kernels, which work on doubles.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { arrayOf, f64, sizeOf, type ArrayType, type Dtype } from "../../ir/types.ts";
import { kernelCallOf } from "../../ops/arrays/kernel.ts";
import { ne } from "../../ops/compare.ts";
import { int, literal } from "../../ops/constant.ts";
import { call, forRange } from "../../ops/control.ts";
import { toF32, toF64, toInt32, widen } from "../../ops/convert.ts";
import { load, storeTo } from "../../ops/memory.ts";
import type { Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { forEach, siteOutside } from "./nests.ts";
import { linear } from "./places.ts";

/** Emits an operation that a kernel does, on doubles; undefined if none does. */
export function kernel(lowering: Lowering, b: Builder, instr: Instr): Form | undefined {
  const { op, args, attrs, results } = instr;
  const types = args.map((v) => v.type);
  const made = kernelCallOf(op, types, attrs);
  if (made === undefined) return undefined;
  const { dtype, shape } = results[0]!.type as ArrayType;
  const operands = args.map((x) => asDoubles(lowering, b, x));
  const out = lowering.room(b, arrayOf("f64", shape));
  const sizes = made.sizes.map((n) => int(b, n));
  call(b, lowering.kernel(made.name), [...operands, out, ...sizes], []);
  return { kind: "buffer", memory: ofDoubles(lowering, b, out, arrayOf(dtype, shape)) };
}

/** Memory with the elements of `x` as doubles, which nobody writes to. */
export function asDoubles(lowering: Lowering, b: Builder, x: Value): Value {
  const { dtype, shape } = x.type as ArrayType;
  if (dtype === "f64") return lowering.buffer(b, x);
  const made = lowering.room(b, arrayOf("f64", shape));
  forEach(siteOutside(b), shape, (site, index) => {
    const element = lowering.element(site, x, index);
    const double = dtype === "f32" ? widen(site.b, element) : toF64(site.b, element);
    storeTo(site.b, made, site.place(linear(shape, index)), double);
  });
  return made;
}

/** Memory with the elements of an array of `type`, which `doubles` has. */
export function ofDoubles(lowering: Lowering, b: Builder, doubles: Value, type: ArrayType): Value {
  if (type.dtype === "f64") return doubles;
  const made = lowering.room(b, type);
  forRange(b, [int(b, 0), int(b, sizeOf(type.shape)), 1], [], (inner, i) => {
    storeTo(inner, made, i, fromDouble(inner, load(inner, doubles, i), type.dtype));
    return [];
  });
  return made;
}

/** A double that is a number of `dtype`, as one. */
function fromDouble(b: Builder, x: Value, dtype: Dtype): Value {
  switch (dtype) {
    case "f32":
      return toF32(b, x);
    case "i32":
      return toInt32(b, x);
    case "bool":
      return ne(b, x, literal(b, 0, f64));
    default:
      return x;
  }
}
