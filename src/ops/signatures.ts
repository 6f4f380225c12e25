import type { Attrs } from "../ir/func.ts";
import { dtypeOf, sameType, showType, withDtype, type Dtype, type Type } from "../ir/types.ts";

/** Throws the plain Error of a type rule: operands the operation does not take. */
export function reject(types: readonly Type[], wanted: string): never {
  throw new Error(`wanted ${wanted}, got (${types.map(showType).join(", ")})`);
}

/** `n` scalars, or arrays of one shape, of one of `dtypes`, which is that of the result. */
export function same(n: number, ...dtypes: Dtype[]): (types: readonly Type[]) => readonly Type[] {
  return (types) => {
    const [first] = types;
    if (
      first === undefined ||
      types.length !== n ||
      !dtypes.includes(dtypeOf(first)!) ||
      !types.every((t) => sameType(t, first))
    ) {
      reject(types, `${n} × one of ${dtypes.join(" ")}`);
    }
    return [first];
  };
}

export const floats = (n: number): ((types: readonly Type[]) => readonly Type[]) =>
  same(n, "f64", "f32");

/** Two scalars, or arrays of one shape, of one type, compared. */
export function comparison(types: readonly Type[]): readonly Type[] {
  const [a, b] = types;
  if (
    types.length !== 2 ||
    a === undefined ||
    dtypeOf(a) === undefined ||
    !sameType(a, b as Type)
  ) {
    reject(types, "two scalars, or arrays of one shape, of one type");
  }
  return [withDtype(a, "bool")];
}

/** From one type of elements to another. */
export function conversion(
  from: readonly Dtype[],
  to: Dtype,
): (types: readonly Type[]) => readonly Type[] {
  return (types) => {
    const [a] = types;
    if (types.length !== 1 || a === undefined || !from.includes(dtypeOf(a)!)) {
      reject(types, from.join(" or "));
    }
    return [withDtype(a, to)];
  };
}

/** The attribute `name`, which must be there. */
export function attr<T>(attrs: Attrs, name: string, is: (x: unknown) => x is T): T {
  const value = attrs[name];
  if (!is(value)) throw new Error(`needs the attribute ${name}`);
  return value;
}

export const isNumber = (x: unknown): x is number => typeof x === "number";
export const isString = (x: unknown): x is string => typeof x === "string";
export const isNumbers = (x: unknown): x is readonly number[] =>
  Array.isArray(x) && x.every(isNumber);
export const isType = (x: unknown): x is Type => typeof x === "object" && x !== null && "kind" in x;

/** Rounds a float result to its type, wraps an integer one. */
export function fit(x: number, type: Type): number {
  const dtype = dtypeOf(type);
  if (dtype === "f32") return Math.fround(x);
  return dtype === "i32" ? x | 0 : x;
}
