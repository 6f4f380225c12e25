// npm run golden -- DIR [mode…]: the cases of all files of a folder, a line for each failure.
import { fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modes } from "./modes.ts";
import { runFile } from "./run.ts";

/** Which cases a process runs: those whose number leaves `rest` when divided by `count`. */
interface Part {
  readonly folder: string;
  readonly modes: readonly string[];
  readonly rest: number;
  readonly count: number;
}

interface Found {
  readonly passed: number;
  readonly failed: number;
}

/** Runs a part, and writes its failures. */
function run({ folder, modes: wanted, rest, count }: Part): Found {
  let [passed, failed] = [0, 0];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of files.toSorted()) {
    const cases = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const mine = (index: number): boolean => index % count === rest;
    for (const { index, op, mode, failures } of runFile(file.slice(0, -5), cases, wanted, mine)) {
      if (failures.length === 0) passed++;
      else failed++;
      for (const { what, how } of failures.slice(0, 1)) {
        console.log(`${file} ${index} ${op} ${mode}: ${what}: ${how}`);
      }
    }
  }
  return { passed, failed };
}

function inProcess(part: Part): Promise<Found> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ["--part"]);
    let found: Found | undefined;
    child.on("message", (message) => (found = message as Found));
    child.on("exit", (code) => {
      if (found === undefined) reject(new Error(`a process ended with ${code}`));
      else resolve(found);
    });
    child.send(part);
  });
}

if (process.argv[2] === "--part") {
  process.on("message", (part) => {
    process.send!(run(part as Part), () => process.disconnect());
  });
} else {
  const [folder, ...named] = process.argv.slice(2);
  if (folder === undefined || named.some((mode) => !Object.hasOwn(modes, mode))) {
    console.error(`usage: npm run golden -- DIR [${Object.keys(modes).join(" ")}]`);
    process.exit(2);
  }
  const wanted = named.length === 0 ? ["eager", "jit", "jvp", "vjp", "vmap"] : named;
  const count = availableParallelism();
  const parts = Array.from({ length: count }, (_, rest) =>
    inProcess({ folder, modes: wanted, rest, count }),
  );
  const all = await Promise.all(parts);
  const [passed, failed] = (["passed", "failed"] as const).map((kind) =>
    all.reduce((sum, found) => sum + found[kind], 0),
  );
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
