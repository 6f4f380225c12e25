/**
 * Writes src/lower/kernels/*.generated.ts, after a change of src/kernels, or of what the compiler
 * makes of it.
 *
 *     npx esbuild scripts/gen-kernels.ts --bundle --platform=node --packages=external --format=esm | node --input-type=module
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { kernelFiles } from "./kernels.ts";

mkdirSync("src/lower/kernels", { recursive: true });
for (const [path, text] of kernelFiles()) writeFileSync(path, text);
