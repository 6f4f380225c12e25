export { cauchy, exponential, gumbel, laplace, logistic } from "./continuous.ts";
export type { LocationOptions, ScaleOptions } from "./continuous.ts";
export { categorical, choice, permutation } from "./discrete.ts";
export type { ChoiceOptions } from "./discrete.ts";
export { foldIn, key, split } from "./keys.ts";
export { normal, truncatedNormal } from "./normal.ts";
export type { NormalOptions } from "./normal.ts";
export { bernoulli, randint, uniform } from "./uniform.ts";
export type { FloatType, Shape, UniformOptions } from "./uniform.ts";
