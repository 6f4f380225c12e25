import { install } from "./methods.ts";

export { NdArray } from "./array.ts";
export type { NdDtype } from "./array.ts";
export * from "./public.ts";
export * as fft from "./fft.ts";
export * as linalg from "./linalg.ts";

install();
