/**
 * Operations of arrays as programs in the language that nabla compiles. Each takes what the operation
 * takes, row-major, then the memory of its result, all of which it writes, then sizes.
 */
export { cholesky } from "./cholesky.ts";
export { cofactor2, cofactor3 } from "./cofactors.ts";
export { cofactor0, cofactor1, determinant } from "./determinant.ts";
export { eigh } from "./eigh.ts";
export { fft } from "./fft.ts";
export { lu } from "./lu.ts";
export { qr } from "./qr.ts";
export { svd } from "./svd.ts";
export { triangularSolve } from "./triangular.ts";
