import type { Dtype } from "../ir/types.ts";
import type { TypedKind } from "./typed.ts";

/**
 * How a value that compiled code shows to the host, in an error or on the console, is made of the
 * numbers that it hands over, in order. It travels as JSON, in attributes of the IR.
 *
 * - `number`, `boolean`: the next number.
 * - `value`: this very value; `name`: one that JSON does not have, by its name.
 * - `object` of the host: entry `at` of a table beside the module.
 * - `text`: the parts joined, as `method` of a number says where there is one.
 * - `either`: the first of two if the next number is not 0; both have their numbers.
 * - `items`: an array, or one of a class of typed arrays.
 * - `list`: the same, of as many as the next number says, then the numbers of each.
 * - `nd`: an N-d array, of the numbers of its elements.
 * - `fields`: an object; `prototype` is an entry of that table, -1 for a plain one.
 */
export type Output =
  | { readonly kind: "number" | "boolean" }
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "host"; readonly at: number; readonly name: string }
  | { readonly kind: "text"; readonly parts: readonly (string | OutputPart)[] }
  | { readonly kind: "either"; readonly of: readonly [Output, Output] }
  | { readonly kind: "items"; readonly items: readonly Output[] }
  | { readonly kind: "list"; readonly of: Output; readonly typed?: TypedKind }
  | { readonly kind: "nd"; readonly dtype: Dtype; readonly shape: readonly number[] }
  | {
      readonly kind: "fields";
      readonly prototype: number;
      readonly error: boolean;
      readonly fields: readonly (readonly [name: string, value: Output])[];
    };

/** A part of a text: with `method`, a number written as that method of numbers does. */
export interface OutputPart {
  readonly of: Output;
  readonly method?: string;
  readonly digits?: number;
}
