// Determinants and their derivatives, which are polynomials: right at singular matrices too.
import type { Value } from "../../ir/func.ts";
import type { Op } from "../../ir/op.ts";
import { arrayOf, sameType } from "../../ir/types.ts";
import { mul, plus } from "../arith.ts";
import { reject } from "../signatures.ts";
import { summed } from "./broadcast.ts";
import { kernelOp, oneSquare, squareAt, squareSizes } from "./kernel.ts";

/** d det A = Σ cofactors of A ∘ dA (Jacobi). */
export const det: Op = kernelOp<[a: Value]>({
  name: "det",
  doc: "det a: the determinants of square matrices",
  type: (types) => {
    const { dtype, shape } = oneSquare(types);
    return [arrayOf(dtype, [shape[0]!])];
  },
  call: (types) => ({ name: "determinant", sizes: squareSizes(types) }),
  work: (types) => squareSizes(types)[0] * squareSizes(types)[1] ** 3,
  rule: {
    kind: "jvp",
    jvp: (b, [a], [da]) => da && summed(b, mul(b, da, b.emit1(cofactor, [a as Value])), [1, 2]),
  },
});

/** How many directions there are kernels for: derivatives of the determinant of order 4. */
const mostDirections = 3;

/**
 * Linear in each of the directions. ⟨C, D²cof(A)[E, F]⟩ is the derivative of the determinant in the
 * directions C, E and F, in any order: so the transpose by one direction is the operation itself.
 */
export const cofactor: Op = kernelOp<[a: Value, ...directions: Value[]]>({
  name: "cofactor",
  doc: "cofactor a, e…: the matrices of cofactors of a, which are the gradients of its determinants; with directions e, their mixed derivative in these",
  type: (types) => {
    const a = squareAt(types, 0);
    if (!types.every((type) => sameType(type, a))) reject(types, "matrices of one size");
    if (types.length - 1 > mostDirections) {
      throw new Error(`derivatives of \`det\` end with order ${mostDirections + 1}`);
    }
    return [a];
  },
  call: (types) => ({ name: `cofactor${types.length - 1}`, sizes: squareSizes(types) }),
  work: (types) => {
    const [batch, n] = squareSizes(types);
    return types.length > 2 ? 4 ** types.length * batch * n ** 4 : 30 * batch * n ** 3;
  },
  rule: {
    kind: "linear",
    jvp: (b, x, dx) => {
      let sum = dx[0] && b.emit1(cofactor, [...x, dx[0]]);
      for (let i = 1; i < x.length; i++) {
        const d = dx[i];
        if (d !== undefined) sum = plus(b, sum, b.emit1(cofactor, x.with(i, d)));
      }
      return sum;
    },
    transpose: (b, ct, x, i) => (i === 0 ? undefined : b.emit1(cofactor, x.with(i, ct))),
  },
});
