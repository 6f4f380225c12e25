export { checkpoint } from "./api/checkpoint.ts";
export { checkGrad } from "./api/check-grad.ts";
export type { CheckOptions, Comparison, GradientCheck } from "./api/check-grad.ts";
export { checkRules } from "./api/check-rules.ts";
export { custom } from "./api/custom.ts";
export type { Cotangents, CustomOptions, Rules } from "./api/custom.ts";
export { argmin, fixedPoint, root } from "./api/implicit.ts";
export type { SolverOptions } from "./api/implicit.ts";
export { explain } from "./api/explain.ts";
export type { Explanation } from "./api/explain.ts";
export { grad, valueAndGrad } from "./api/grad.ts";
export { jit } from "./api/jit.ts";
export { hessian, hvp, jacfwd, jacobian, jacrev } from "./api/matrices.ts";
export type { JacobianOf, Numbers } from "./api/matrices.ts";
export { jvp, vjp } from "./api/primitives.ts";
export type { Tangents } from "./api/primitives.ts";
export { stopGradient } from "./api/stop-gradient.ts";
export { vmap } from "./api/vmap.ts";
export type { Axes, Batched, Stacked, VmapOptions } from "./api/vmap.ts";
export type {
  DerivativeOptions,
  JitOptions,
  Options,
  ReverseBudget,
  ScopeOption,
} from "./api/options.ts";
export type { Differentiable, Gradient, GradientOf, Wrt } from "./api/types.ts";
export { NablaError } from "./diagnostics/error.ts";
export * as nd from "./api/nd.ts";
export { NdArray } from "./nd/index.ts";
export type { NdDtype } from "./nd/index.ts";
