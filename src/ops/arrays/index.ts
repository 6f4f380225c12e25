export { broadcast, item, reshape, transpose } from "./arrange.ts";
export { arrayFrom, arrayOfMemory, elements, put } from "./memory.ts";
export { reduceSum } from "./reduce.ts";
