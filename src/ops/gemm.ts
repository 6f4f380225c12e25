// The product of two matrices in memory: what `matmul` becomes when derivatives have been taken.
import type { Builder } from "../ir/builder.ts";
import type { Attrs, Value } from "../ir/func.ts";
import { defop, type Op } from "../ir/op.ts";
import { i32, sameType, type Type } from "../ir/types.ts";
import { reject } from "./signatures.ts";

/**
 * `c = op(a) · op(b)`, or `c += …` with the attribute `add`; see {@link gemmInto}. With two more
 * operands, `from` and `to`, only rows from one up to the other are made. Which order the sums are
 * made in is not said. It is not differentiated: `matmul` is.
 */
export const gemm: Op = defop({
  name: "gemm",
  doc: "gemm {ta, tb, add} c, a, b, m, n, k [, from, to]: c, row-major m×n, or rows of it, becomes the product of a, m×k (k×m if ta), and b, k×n (n×k if tb), or more by it",
  effect: "write",
  type: (types) => {
    const [c, ...others] = types;
    const sizes = others.slice(2);
    if (
      (types.length !== 6 && types.length !== 8) ||
      !isFloats(c) ||
      others.slice(0, 2).some((t) => !sameType(t, c)) ||
      sizes.some((t) => !sameType(t, i32))
    ) {
      reject(types, "three memories of one type of floats, and three i32, or five");
    }
    return [];
  },
  cost: 1000,
  rule: { kind: "structural" },
  samples: [],
});

function isFloats(type: Type | undefined): type is Type {
  if (type?.kind !== "mem" || type.elem.kind !== "store") return false;
  return type.elem.storage === "f64" || type.elem.storage === "f32";
}

/** Which matrices lie transposed, and whether the product is added to what is there. */
export interface GemmForm {
  readonly ta?: boolean;
  readonly tb?: boolean;
  readonly add?: boolean;
}

export function gemmForm({ ta, tb, add }: Attrs): Required<GemmForm> {
  return { ta: ta === true, tb: tb === true, add: add === true };
}

/** Three matrices in memory, and how many rows, columns and terms of each sum the product has. */
export interface GemmOperands {
  readonly c: Value;
  readonly a: Value;
  readonly b: Value;
  readonly m: Value;
  readonly n: Value;
  readonly k: Value;
}

/** Emits `gemm`. */
export function gemmInto(
  builder: Builder,
  { c, a, b, m, n, k }: GemmOperands,
  form: GemmForm = {},
): void {
  builder.emit(gemm, [c, a, b, m, n, k], { ...form });
}
