// Indices as operands.
import * as ops from "../ops/arrays/index.ts";
import { eq } from "../ops/compare.ts";
import { floor } from "../ops/rounding.ts";
import { NdArray } from "./array.ts";
import { choose, isFloatArray, like } from "./arithmetic.ts";
import { cast, filled, made, ofIndices, toArray, type Nested, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";

/** Indices: an i32 array, or numbers that are integers, in lists too. */
export function indexArray(name: string, i: Operand): NdArray {
  if (typeof i === "number") return filled(wholeNumber(name, i), "i32", []);
  if (i instanceof NdArray) return wholeNumbers(name, i);
  if (Array.isArray(i)) {
    return ofIndices(name, i as readonly Nested[], (leaf) =>
      typeof leaf === "number" ? wholeNumber(name, leaf) : wholeNumbers(name, leaf),
    );
  }
  const a = toArray(name, i);
  if (a.dtype === "i32" || a.dtype === "bool") return wholeNumbers(name, a);
  return made(
    "i32",
    a.shape,
    Int32Array.from(a.data, (v) => wholeNumber(name, v)),
  );
}

function wholeNumber(name: string, i: number): number {
  if ((i | 0) === i) return i;
  return fault("NB6003", `\`${name}\`: the index ${i} is not an integer`, "indices are integers");
}

// Numbers that only a run knows: one that is no integer is outside of all axes.
function wholeNumbers(name: string, x: NdArray): NdArray {
  if (!((x.weak || x.listed) && isFloatArray(x))) {
    if (x.dtype === "i32") return x;
    fault(
      "NB6003",
      `\`${name}\` by indices of ${show(x)}`,
      x.dtype === "bool"
        ? "a mask is what `nd.booleanIndex` and `nd.compress` take"
        : 'indices are i32: `i.astype("i32")`, or `nd.arange(0, n, 1, "i32")`',
    );
  }
  const whole = bind(eq, [bind(floor, [x]), x]);
  return cast(choose(whole, x, like(x, 2147483647)), "i32");
}

/** Indices counted from the start; an error where one is outside. */
export const checked = (i: NdArray, extent: number): NdArray => bind(ops.indices, [i], { extent });
