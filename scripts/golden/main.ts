// npm run golden -- DIR [mode…]: the cases of all files of a folder, a line for each failure.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { modes } from "./modes.ts";
import { runFile } from "./run.ts";

const [folder, ...named] = process.argv.slice(2);
if (folder === undefined || named.some((mode) => !Object.hasOwn(modes, mode))) {
  console.error(`usage: npm run golden -- DIR [${Object.keys(modes).join(" ")}]`);
  process.exit(2);
}
const wanted = named.length === 0 ? ["eager", "jit", "jvp", "vjp"] : named;

let [passed, failed] = [0, 0];
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .toSorted()) {
  const cases = JSON.parse(readFileSync(join(folder, file), "utf8"));
  for (const { index, op, mode, failures } of runFile(file.slice(0, -5), cases, wanted)) {
    if (failures.length === 0) passed++;
    else failed++;
    for (const { what, how } of failures.slice(0, 1)) {
      console.log(`${file} ${index} ${op} ${mode}: ${what}: ${how}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
