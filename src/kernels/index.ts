/**
 * Operations of arrays as programs in the language that nabla compiles. Each takes what the operation
 * takes, row-major, then the memory of its result, all of which it writes, then sizes.
 */
import { cholesky } from "./cholesky.ts";
import { cofactor2, cofactor3 } from "./cofactors.ts";
import { cofactor0, cofactor1, determinant } from "./determinant.ts";
import { eigh } from "./eigh.ts";
import { fft } from "./fft.ts";
import { lu } from "./lu.ts";
import { qr } from "./qr.ts";
import { argSort } from "./sort.ts";
import { randomGammaSlope } from "./random-slopes.ts";
import { randomGamma, randomPoisson } from "./random.ts";
import { svd } from "./svd.ts";
import { triangularSolve } from "./triangular.ts";

/** Operands, the result, sizes. */
export type Kernel = (...x: readonly (Float64Array | number)[]) => void;

const all = {
  argSort,
  cholesky,
  cofactor0,
  cofactor1,
  cofactor2,
  cofactor3,
  determinant,
  eigh,
  fft,
  lu,
  qr,
  randomGamma,
  randomGammaSlope,
  randomPoisson,
  svd,
  triangularSolve,
};

export const kernels: ReadonlyMap<string, Kernel> = new Map(
  Object.entries(all).map(([name, kernel]) => [name, kernel as unknown as Kernel]),
);
