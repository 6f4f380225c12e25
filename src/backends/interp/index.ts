export * from "./counts.ts";
export * from "./datum.ts";
export * from "./interpret.ts";
