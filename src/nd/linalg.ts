// Linear algebra of the matrices in the last two axes; axes before them are batches.
export { cholesky, eigh, eigvalsh, luFactor, qr, svd, svdvals, triangularSolve } from "./factor.ts";
export { norm } from "./norm.ts";
export {
  cond,
  det,
  expm,
  inv,
  lstsq,
  matrixPower,
  matrixRank,
  pinv,
  slogdet,
  solve,
} from "./solve.ts";
