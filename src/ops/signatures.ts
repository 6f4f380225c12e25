import type { Attrs } from "../ir/func.ts";
import { bool, sameType, showType, type Dtype, type Type } from "../ir/types.ts";

/** Throws the plain Error of a type rule: operands the operation does not take. */
export function reject(types: readonly Type[], wanted: string): never {
  throw new Error(`wanted ${wanted}, got (${types.map(showType).join(", ")})`);
}

/** `n` operands of one scalar type out of `dtypes`, which is that of the result. */
export function same(n: number, ...dtypes: Dtype[]): (types: readonly Type[]) => readonly Type[] {
  return (types) => {
    const [first] = types;
    if (
      first === undefined ||
      types.length !== n ||
      first.kind !== "scalar" ||
      !dtypes.includes(first.dtype) ||
      !types.every((t) => sameType(t, first))
    ) {
      reject(types, `${n} × one of ${dtypes.join(" ")}`);
    }
    return [first];
  };
}

export const floats = (n: number): ((types: readonly Type[]) => readonly Type[]) =>
  same(n, "f64", "f32");

/** Two operands of one scalar type, compared. */
export function comparison(types: readonly Type[]): readonly Type[] {
  const [a, b] = types;
  if (types.length !== 2 || a?.kind !== "scalar" || !sameType(a, b as Type)) {
    reject(types, "two scalars of one type");
  }
  return [bool];
}

/** From one scalar type to another. */
export function conversion(
  from: readonly Dtype[],
  to: Type,
): (types: readonly Type[]) => readonly Type[] {
  return (types) => {
    const [a] = types;
    if (types.length !== 1 || a?.kind !== "scalar" || !from.includes(a.dtype)) {
      reject(types, from.join(" or "));
    }
    return [to];
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
  if (type.kind !== "scalar") return x;
  if (type.dtype === "f32") return Math.fround(x);
  if (type.dtype === "i32") return x | 0;
  return x;
}
