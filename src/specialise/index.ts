export * from "./code.ts";
export * from "./library.ts";
export * from "./specialise.ts";
