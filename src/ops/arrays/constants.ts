// Arrays that are known at compile time. Those of one number everywhere are `const`.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Op } from "../../ir/op.ts";
import { tensorData } from "../../ir/tensor.ts";
import { arrayOf, sizeOf, type Dtype } from "../../ir/types.ts";
import { attr, isType, reject } from "../signatures.ts";
import { runsAlong } from "./places.ts";
import { axisOf, list } from "./signatures.ts";

const unchanging = "a constant does not change";

export const dense: Op = defop<[]>({
  name: "dense",
  doc: "dense {type, values}: the array of that type with these elements, row-major; booleans are 0 or 1",
  effect: "pure",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    if (types.length > 0 || type.kind !== "array") reject(types, "an array type and no operands");
    const { length } = list(attrs, "values");
    if (length !== sizeOf(type.shape)) {
      throw new Error(`${length} elements are not those of [${type.shape.join(",")}]`);
    }
    return [type];
  },
  run: (_, attrs, { dtype, shape }) => {
    const data = tensorData(dtype, sizeOf(shape));
    data.set(list(attrs, "values"));
    return data;
  },
  cost: 0,
  rule: { kind: "zero", why: unchanging },
  samples: [],
});

export const iota: Op = defop<[]>({
  name: "iota",
  doc: "iota {type, axis}: an array in which each element is its index along that axis",
  effect: "pure",
  type: (types, attrs) => {
    const type = attr(attrs, "type", isType);
    if (types.length > 0 || type.kind !== "array" || type.dtype === "bool") {
      reject(types, "an array type of numbers and no operands");
    }
    axisOf(attrs, type);
    return [type];
  },
  run: (_, attrs, type) => {
    const axis = axisOf(attrs, type);
    const data = tensorData(type.dtype, sizeOf(type.shape));
    for (const { first, step } of runsAlong(type.shape, axis)) {
      for (let i = 0; i < type.shape[axis]!; i++) data[first + i * step] = i;
    }
    return data;
  },
  cost: 1,
  rule: { kind: "zero", why: unchanging },
  samples: [],
});

/** The array of `shape` whose elements are their own indices along `axis`. */
export function indexAlong(
  b: Builder,
  shape: readonly number[],
  axis: number,
  dtype: Dtype = "i32",
): Value {
  return b.emit1(iota, [], { type: arrayOf(dtype, shape), axis });
}
