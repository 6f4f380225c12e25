import type { Attrs, Value } from "../../ir/func.ts";
import { showType, sizeOf, type ArrayType, type Dtype, type Type } from "../../ir/types.ts";
import { attr, isNumber, isNumbers, reject } from "../signatures.ts";

/** Operand `i`, which must be an array, of one of `dtypes` if there are any. */
export function arrayAt(types: readonly Type[], i: number, ...dtypes: Dtype[]): ArrayType {
  const type = types[i];
  const fits = type?.kind === "array" && (dtypes.length === 0 || dtypes.includes(type.dtype));
  if (!fits)
    reject(
      types,
      `an array${dtypes.length > 0 ? ` of ${dtypes.join(" or ")}` : ""} as operand ${i}`,
    );
  return type as ArrayType;
}

/** The only operand. */
export function oneArray(types: readonly Type[], ...dtypes: Dtype[]): ArrayType {
  if (types.length !== 1) reject(types, "one array");
  return arrayAt(types, 0, ...dtypes);
}

/** The list of integers `name`. */
export function list(attrs: Attrs, name: string): readonly number[] {
  return attr(attrs, name, isNumbers);
}

/** Throws unless `shape` has as many elements as `type`. */
export function sameSize(type: ArrayType, shape: readonly number[]): void {
  if (sizeOf(type.shape) !== sizeOf(shape)) {
    throw new Error(`${showType(type)} does not have as many elements as [${shape.join(",")}]`);
  }
}

/** Throws unless `axes` are different axes of an array of rank `rank`, ascending. */
export function checkAxes(axes: readonly number[], rank: number): void {
  const fits = axes.every(
    (a, i) => Number.isInteger(a) && a >= 0 && a < rank && (i === 0 || a > axes[i - 1]!),
  );
  if (!fits) throw new Error(`[${axes.join(",")}] are not ascending axes of ${rank}`);
}

/** The integer `name`. */
export function integer(attrs: Attrs, name: string): number {
  const value = attr(attrs, name, isNumber);
  if (!Number.isInteger(value)) throw new Error(`${name} is ${value}, which is not an integer`);
  return value;
}

/** The truth value `name`; false where it is not there. */
export function isSet(attrs: Attrs, name: string): boolean {
  return attrs[name] === true;
}

/** The axis that the attribute `axis` names, one of those of `shape`. */
export function axisOf(attrs: Attrs, { shape }: { readonly shape: readonly number[] }): number {
  const axis = integer(attrs, "axis");
  if (!(axis >= 0 && axis < shape.length)) {
    throw new Error(`[${shape.join(",")}] has no axis ${axis}`);
  }
  return axis;
}

/** Throws unless all of `lists`, by their names, are of integers, `count` of them, none below `least`. */
export function checkLists(
  attrs: Attrs,
  count: number,
  lists: Readonly<Record<string, number>>,
): void {
  for (const [name, least] of Object.entries(lists)) {
    const values = list(attrs, name);
    if (values.length === count && values.every((v) => Number.isInteger(v) && v >= least)) continue;
    const above = least > -Infinity ? `, none below ${least}` : "";
    throw new Error(`${name} is [${values.join(",")}], not ${count} integers${above}`);
  }
}

/** The shape of an array value. */
export function shapeOf({ type }: Value): readonly number[] {
  if (type.kind !== "array") throw new Error("internal: not an array");
  return type.shape;
}

/** Whether two shapes are the same. */
export function isShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}
