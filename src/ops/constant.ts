import type { Builder } from "../ir/builder.ts";
import type { Attrs, Value } from "../ir/func.ts";
import { defop, type Op, type Scalar } from "../ir/op.ts";
import { bool, dtypeOf, f64, i32, i64, showType, type Dtype, type Type } from "../ir/types.ts";
import { attr, isType, reject } from "./signatures.ts";

// The value of `dtype` nearest to `x`: itself where it is one.
function fitted(x: Scalar, dtype: Dtype): Scalar | undefined {
  if (typeof x === "bigint") return dtype === "i64" ? BigInt.asIntN(64, x) : undefined;
  if (dtype === "bool") return x === 0 ? 0 : 1;
  if (dtype === "f32") return Math.fround(x);
  if (dtype === "i32") return x | 0;
  return dtype === "f64" ? x : undefined;
}

/** `const {type, value}`; the value is a number, or a bigint for i64; bool is 0 or 1. */
export const constant: Op = defop<[]>({
  name: "const",
  doc: "a number known at compile time; of an array type, each element is that number",
  effect: "pure",
  type: (args, attrs) => {
    const type = attr(attrs, "type", isType);
    const dtype = dtypeOf(type);
    if (args.length > 0 || dtype === undefined) {
      reject(args, "a scalar or array type and no operands");
    }
    const { value } = attrs;
    const number = typeof value === "number" || typeof value === "bigint";
    if (!number || !Object.is(fitted(value, dtype), value)) {
      throw new Error(`${String(value)} is not of type ${showType(type)}`);
    }
    return [type];
  },
  eval: (_, __, attrs) => attrs["value"] as Scalar,
  cost: 0,
  rule: { kind: "zero", why: "a constant does not change" },
  samples: [],
});

/** The constant `value`, rounded to `type` if that is f32. */
export function literal(b: Builder, value: Scalar, type: Type): Value {
  const rounded = dtypeOf(type) === "f32" ? Math.fround(value as number) : value;
  return b.emit1(constant, [], { type, value: rounded });
}

/** The float constant `value`, of the type of `like`. */
export function numberLike(b: Builder, value: number, like: Value): Value {
  return literal(b, value, like.type);
}

export const num = (b: Builder, value: number): Value => literal(b, value, f64);
export const int = (b: Builder, value: number): Value => literal(b, value, i32);
export const flag = (b: Builder, value: boolean): Value => literal(b, Number(value), bool);
export const long = (b: Builder, value: bigint): Value => literal(b, value, i64);

/** Zero of any scalar or array type. */
export function zero(b: Builder, type: Type): Value {
  return literal(b, dtypeOf(type) === "i64" ? 0n : 0, type);
}

/** The literal of a `const` instruction's attributes. */
export function literalOf(attrs: Attrs): Scalar {
  return attrs["value"] as Scalar;
}
