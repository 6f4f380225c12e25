import type { Attrs } from "../../ir/func.ts";
import { showType, sizeOf, type ArrayType, type Dtype, type Type } from "../../ir/types.ts";
import { attr, isNumbers, reject } from "../signatures.ts";

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
