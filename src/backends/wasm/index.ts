export { emitWasm, type FuncsByOp, type WasmOptions } from "./module.ts";
