import type { Builder } from "../ir/builder.ts";
import type { Attrs, Value } from "../ir/func.ts";
import { defop, type Op, type Scalar } from "../ir/op.ts";
import { bool, f64, i32, i64, showType, type Type } from "../ir/types.ts";
import { attr, isType, reject } from "./signatures.ts";

/** `const {type, value}`; the value is a number, or a bigint for i64; bool is 0 or 1. */
export const constant: Op = defop<[]>({
  name: "const",
  doc: "a number known at compile time",
  effect: "pure",
  type: (args, attrs) => {
    const type = attr(attrs, "type", isType);
    if (args.length > 0 || type.kind !== "scalar") reject(args, "a scalar type and no operands");
    if ((typeof attrs["value"] === "bigint") !== (type.dtype === "i64")) {
      throw new Error(`a value that is not a ${showType(type)}`);
    }
    return [type];
  },
  eval: (_, __, attrs) => attrs["value"] as Scalar,
  cost: 0,
  rule: { kind: "zero", why: "a constant does not change" },
  samples: [],
});

export function literal(b: Builder, value: Scalar, type: Type): Value {
  return b.emit1(constant, [], { type, value });
}

/** The float constant `value`, of the type of `like`. */
export function numberLike(b: Builder, value: number, like: Value): Value {
  return literal(b, value, like.type);
}

export const num = (b: Builder, value: number): Value => literal(b, value, f64);
export const int = (b: Builder, value: number): Value => literal(b, value, i32);
export const flag = (b: Builder, value: boolean): Value => literal(b, Number(value), bool);
export const long = (b: Builder, value: bigint): Value => literal(b, value, i64);

/** Zero of any scalar type. */
export function zero(b: Builder, type: Type): Value {
  return literal(b, type.kind === "scalar" && type.dtype === "i64" ? 0n : 0, type);
}

/** The literal of a `const` instruction's attributes. */
export function literalOf(attrs: Attrs): Scalar {
  return attrs["value"] as Scalar;
}
