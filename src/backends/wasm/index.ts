export { emitWasm, type WasmOptions } from "./module.ts";
