// Fourier transforms.
import type { Value } from "../../ir/func.ts";
import type { Op } from "../../ir/op.ts";
import type { ArrayType, Type } from "../../ir/types.ts";
import { reject } from "../signatures.ts";
import { kernelOp, matricesAt } from "./kernel.ts";
import { isSet } from "./signatures.ts";
import { asOneStack } from "./stacks.ts";

function sizes(types: readonly Type[]): readonly [batch: number, n: number] {
  const [two, batch, n] = matricesAt(types, 0).shape as [number, number, number];
  if (types.length !== 1 || two !== 2)
    reject(types, "real and imaginary parts: an array [2, b, n]");
  return [batch, n];
}

/** The transpose, of real and imaginary parts as numbers of their own, is the other direction. */
export const fft: Op = kernelOp<[x: Value]>({
  name: "fft",
  doc: "fft {inverse} x: Σⱼ xⱼ·e^(∓2πi·jk/n) along the last axis, with + if `inverse`, not normalised; x is [2, b, n], real parts and imaginary parts",
  type: (types) => {
    sizes(types);
    return [types[0] as ArrayType];
  },
  call: (types, attrs) => ({
    name: "fft",
    sizes: [...sizes(types), Number(isSet(attrs, "inverse"))],
  }),
  work: (types) => {
    const [batch, n] = sizes(types);
    return 10 * batch * n * (1 + Math.log2(n + 1));
  },
  rule: {
    kind: "linear",
    jvp: (b, _, [dx], __, attrs) => dx && b.emit1(fft, [dx], attrs),
    transpose: (b, ct, _, __, attrs) => b.emit1(fft, [ct], { inverse: !isSet(attrs, "inverse") }),
  },
  batch: asOneStack(1),
});
