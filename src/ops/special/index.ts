export { besselGap, besselI, besselIe, i0, i0e, i1, i1e } from "./bessel.ts";
export { erf, erfc, erfcx, erfinv, logNdtr, ndtr, ndtri } from "./error.ts";
export { digamma, gamma, lgamma, polygamma, zeta } from "./gamma.ts";
export { betaDensity, betainc, gammaDensity, gammainc, gammaincc } from "./incomplete.ts";
