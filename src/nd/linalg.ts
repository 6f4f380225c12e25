// Linear algebra of the matrices in the last two axes; axes before them are batches.
export { cholesky, eigh, eigvalsh, luFactor, qr, svd, svdvals, triangularSolve } from "./factor.ts";
export { matrixNorm, norm, vectorNorm } from "./norm.ts";
export {
  cond,
  det,
  expm,
  inv,
  lstsq,
  matrixPower,
  matrixRank,
  multiDot,
  pinv,
  slogdet,
  solve,
} from "./solve.ts";
