export { emitWasm } from "./module.ts";
