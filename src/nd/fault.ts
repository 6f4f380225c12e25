import type { Code } from "../diagnostics/codes.ts";
import { NablaError } from "../diagnostics/error.ts";
import type { NdArray } from "./array.ts";

/** Throws a fault in the use of a function on arrays. */
export function fault(code: Code, message: string, help?: string): never {
  throw new NablaError(code, { message, help });
}

/** `[2, 3]`. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** What messages say of an array. */
export type Shaped = Pick<NdArray, "dtype" | "shape">;

/** `f64[2, 3]`: how messages name an array. */
export function show({ dtype, shape }: Shaped): string {
  return `${dtype}${showShape(shape)}`;
}
