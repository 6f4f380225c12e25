// The problems written in C by hand, with their derivatives: built by their own Makefile when first
// used, in a temporary folder.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Input } from "./inputs.ts";

/** Runs a function of a problem for a while. */
export type HandWritten = (
  problem: string,
  fn: string,
  input: Input,
  seconds: number,
) => { readonly output: unknown; readonly nanoseconds: readonly number[] };

export interface Baselines {
  /** The plain program, with the derivative that one writes for it. */
  readonly manual: HandWritten;
  /** The same results by an expert's restructuring. */
  readonly limit: HandWritten;
}

type Programs = Readonly<
  Record<
    string,
    (
      problem: string,
      fn: string,
      input: Input,
      options: { readonly minRuns: number; readonly minSeconds: number },
    ) => { output: unknown; nanoseconds: number[] }
  >
>;

/** The programs of `folder`, or why there are none. */
export async function baselines(folder: string): Promise<Baselines | string> {
  if (!existsSync(folder)) return `there is no folder ${folder}: name one with --c FOLDER`;
  for (const tool of ["make", "gcc"]) {
    if (spawnSync(tool, ["--version"]).status !== 0) return `${tool} is not installed`;
  }
  // make takes another compiler by this name
  process.env["CC"] ??= "gcc";
  // among packages, which the hook that prepares this program leaves alone
  const home = mkdtempSync(join(tmpdir(), "nabla-bench-"));
  process.on("exit", () => rmSync(home, { recursive: true, force: true }));
  const load = async (kind: string, name: string): Promise<HandWritten> => {
    const copy = join(home, "node_modules", kind);
    cpSync(join(folder, kind), copy, { recursive: true });
    const module = (await import(pathToFileURL(join(copy, "manual.mjs")).href)) as Programs;
    return (problem, fn, input, seconds) =>
      module[name]!(problem, fn, input, { minRuns: 1, minSeconds: seconds });
  };
  return { manual: await load("manual", "runManual"), limit: await load("limit", "runLimit") };
}
