// Stacks of matrices: the last two axes, with all others as one in front.
import { sizeOf } from "../ir/types.ts";
import type { Op } from "../ir/op.ts";
import type { Attrs } from "../ir/func.ts";
import { add, mul } from "../ops/arith.ts";
import type { NdArray } from "./array.ts";
import { like } from "./arithmetic.ts";
import { matrixTranspose, shaped } from "./arrange.ts";
import type { Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { floatArray } from "./promote.ts";

/** Matrices of floats. */
export function matrices(name: string, x: Operand): NdArray {
  const a = floatArray(name, x);
  if (a.ndim >= 2) return a;
  return fault("NB6005", `\`${name}\` of ${show(a)}`, "it takes matrices: two axes or more");
}

/** Square matrices of floats. */
export function squares(name: string, x: Operand): NdArray {
  const a = matrices(name, x);
  if (a.shape.at(-1) === a.shape.at(-2)) return a;
  return fault(
    "NB6005",
    `\`${name}\` of ${show(a)}`,
    "the last two axes have to be as long: square matrices",
  );
}

/** (A + Aᵀ) / 2. */
export function symmetric(a: NdArray): NdArray {
  const sum = bind(add, [a, matrixTranspose(a)]);
  return bind(mul, [sum, like(sum, 0.5)]);
}

/** The axes before the last two. */
export function outerOf(a: NdArray): readonly number[] {
  return a.shape.slice(0, -2);
}

/** With the axes before the last two as one. */
export function asStack(a: NdArray): NdArray {
  return shaped(a, [sizeOf(outerOf(a)), ...a.shape.slice(-2)]);
}

/** What an operation on stacks of matrices gives, with all axes in front again. */
export function onStacks(op: Op, a: NdArray, attrs: Attrs = {}): NdArray {
  const y = bind(op, [asStack(a)], attrs);
  return shaped(y, [...outerOf(a), ...y.shape.slice(1)]);
}
