/**
 * Writes src/lower/elementary/tables.generated.ts.
 *
 *     npx esbuild scripts/gen-elementary-tables.ts --bundle --platform=node --format=esm | node --input-type=module
 *     npx oxfmt src/lower/elementary/tables.generated.ts
 */
import { writeFileSync } from "node:fs";
import { tables } from "./elementary-tables.ts";

writeFileSync("src/lower/elementary/tables.generated.ts", tables());
