import type { Code } from "../diagnostics/codes.ts";
import { NablaError } from "../diagnostics/error.ts";
import { callerSpan } from "../diagnostics/caller.ts";
import { isCompiling } from "./compiling.ts";
import type { NdArray } from "./array.ts";

/** Throws a fault in the use of a function on arrays; outside of compiled code, at the call of it. */
export function fault(code: Code, message: string, help?: string): never {
  const span = isCompiling() ? undefined : callerSpan();
  throw new NablaError(code, { message, help, span });
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
