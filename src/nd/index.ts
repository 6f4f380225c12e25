import { install } from "./methods.ts";

export { NdArray } from "./array.ts";
export type { NdDtype } from "./array.ts";
export * from "./public.ts";

install();
