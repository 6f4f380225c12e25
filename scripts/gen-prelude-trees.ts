/**
 * Writes src/prelude/trees.generated.ts, after a change of src/prelude/entries.ts or of how trees
 * are encoded.
 *
 *     npx esbuild scripts/gen-prelude-trees.ts --bundle --platform=node --packages=external --format=esm | node --input-type=module
 *     npx oxfmt src/prelude/trees.generated.ts
 */
import { writeFileSync } from "node:fs";
import { preludeTrees } from "./prelude-trees.ts";

writeFileSync("src/prelude/trees.generated.ts", preludeTrees());
