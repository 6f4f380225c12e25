import type { NdDtype } from "../nd/array.ts";
import type { TypedKind } from "./typed.ts";
import type { Elem, Path } from "./layout.ts";

/**
 * How the value that a call gives back is made of the results of the compiled function; a number
 * `result` is an index into them.
 *
 * A memory among the results can be that of an argument, or inside one: the runtime finds out by its
 * place and gives back that very array, or a `subarray` of it. New memory becomes a new array.
 *
 * - `number`, `boolean`: a scalar result, f64 or bool.
 * - `static`: this very value.
 * - `typed`: an array of kind `element` of the memory `result`.
 * - `nd`: an N-d array of the memory \`result\`.
 * - `array`: a plain array of the first `length` (a result, i32) elements of the memory `result`, or
 *   of all of them.
 * - `tuple`, `object`: a new array or object; `id` numbers these in preorder, for `shared`.
 *   One with a field of entries (`collection.ts`) is a map or set.
 * - `optional`: `value` where the bool result `present` is true, else `absent`.
 * - `either`: the first of two where the bool result `first` is true, else the second.
 * - `heap`: the object or list of a family that the result refers to.
 * - `mirror`: the derivative by the object or list of a family that `primal` refers to; `shadow`
 *   refers to the record of its numbers.
 * - `text`: the parts joined, each as `String` writes it or as `method` of a number does.
 * - `given`: the object or array that lies at reference `id` of the layout.
 * - `shared`: the new array or object numbered `id` once more.
 */
export type Result =
  | { readonly kind: "number"; readonly result: number }
  | { readonly kind: "boolean"; readonly result: number }
  | { readonly kind: "static"; readonly value: unknown }
  | { readonly kind: "typed"; readonly element: TypedKind; readonly result: number }
  | {
      readonly kind: "nd";
      readonly dtype: NdDtype;
      readonly shape: readonly number[];
      readonly result: number;
    }
  | {
      readonly kind: "array";
      readonly id: number;
      readonly elem: Elem;
      readonly result: number;
      readonly length?: number;
    }
  | { readonly kind: "tuple"; readonly id: number; readonly items: readonly Result[] }
  | {
      readonly kind: "object";
      readonly id: number;
      readonly prototype: object | null;
      readonly fields: readonly (readonly [name: string, value: Result])[];
    }
  | {
      readonly kind: "optional";
      readonly present: number;
      readonly value: Result;
      readonly absent: undefined | null;
    }
  | {
      readonly kind: "either";
      readonly first: number;
      readonly of: readonly [Result, Result];
    }
  | { readonly kind: "heap"; readonly family: number; readonly result: number }
  | {
      readonly kind: "mirror";
      readonly family: number;
      readonly primal: number;
      readonly shadow: number;
      /** Whether the shadow is what remembers links: see `linksOf`. */
      readonly remembered: boolean;
    }
  | { readonly kind: "text"; readonly parts: readonly (string | ResultPart)[] }
  | { readonly kind: "given"; readonly id: number }
  | { readonly kind: "shared"; readonly id: number };

/** A part of a text: with `method`, a number written as that method of numbers does. */
export interface ResultPart {
  readonly of: Result;
  readonly method?: string | undefined;
  readonly digits?: number | undefined;
}

/**
 * A change that the runtime makes after the call.
 *
 * - `variable`: the captured variable at `path` gets a new value.
 * - `fields`: the object at reference `id` of the layout has these fields now.
 * - `items`: the array at reference `id` has these items, and no others, now.
 */
export type Write =
  | { readonly kind: "variable"; readonly path: Path; readonly value: Result }
  | {
      readonly kind: "fields";
      readonly id: number;
      readonly fields: readonly (readonly [name: string, value: Result])[];
    }
  | { readonly kind: "items"; readonly id: number; readonly value: Result };
