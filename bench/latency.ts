// How long users wait: for nabla to be loaded, for the first result, for each call; and what a page
// has to load.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { grad, jit } from "nabla";
import { nabla } from "nabla/esbuild";
import { median, nanosecondsOfCall } from "./clock.ts";
import { subjectsOf } from "./gradbench/subjects.ts";
import { digits, tableOf } from "./table.ts";
import type { Workload } from "./workloads.ts";

const root: string = fileURLToPath(new URL("..", import.meta.url));

export interface FirstCall {
  readonly problem: string;
  readonly size: string;
  readonly fn: string;
  /** Milliseconds from the call of a function that was never called to its result. */
  readonly first: number;
  /** Processor time of that, all threads: less disturbed by what else the machine does. */
  readonly processor: number;
  /** Milliseconds of the next call. */
  readonly second: number;
}

/** In a process of its own for each function; the least of `times`. */
export function firstCallsOf({ problem, size, input }: Workload, times: number): FirstCall[] {
  return subjectsOf(problem, input()).map(({ name: fn }) => {
    const args = ["--import", "nabla/register", "bench/first-call.ts", problem, size, fn];
    type Run = Pick<FirstCall, "first" | "processor" | "second">;
    const runs = Array.from({ length: times }, () => {
      const text = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
      return JSON.parse(text) as Run;
    });
    const least = (of: keyof Run): number => Math.min(...runs.map((run) => run[of]));
    const [first, processor, second] = [least("first"), least("processor"), least("second")];
    return { problem, size, fn, first, processor, second };
  });
}

export function showFirstCalls(calls: readonly FirstCall[]): string {
  const head = ["problem", "size", "function", "first call, ms", "of processor", "second, ms"];
  const rows = calls.map(({ problem, size, fn, first, processor, second }) => [
    problem,
    size,
    fn,
    ...[first, processor, second].map(digits),
  ]);
  return tableOf(head, rows, 3);
}

export interface Latency {
  /** `import "nabla"`, where nothing of it was loaded, in milliseconds and in those of processor. */
  readonly load: { readonly wall: number; readonly processor: number };
  readonly calls: CallTimes;
  /** Median and largest of first calls. */
  readonly firstMs?: { readonly median: number; readonly largest: number } | undefined;
  readonly page: Page;
}

/** What a page loads that differentiates one function, prepared by the build. */
export interface Page {
  readonly bytes: number;
  readonly gzipped: number;
  /** Bytes by folder of the package, the largest first. */
  readonly folders: readonly (readonly [folder: string, bytes: number])[];
}

/** Nanoseconds of a call of the gradient of x * x, and of x * x compiled. */
export interface CallTimes {
  readonly gradient: number;
  readonly value: number;
}

/** To be measured in a process that has not done much else. */
export function callTimes(): CallTimes {
  const seconds = 0.5;
  const gradient = grad((x: number) => x * x);
  const value = jit((x: number) => x * x);
  return {
    gradient: nanosecondsOfCall(() => gradient(3), seconds),
    value: nanosecondsOfCall(() => value(3), seconds),
  };
}

export async function latency(
  calls: CallTimes,
  firstCalls: readonly FirstCall[],
): Promise<Latency> {
  const times = firstCalls.map(({ first }) => first);
  return {
    load: loadTime(),
    calls,
    firstMs: times.length > 0 ? { median: median(times), largest: Math.max(...times) } : undefined,
    page: await pageSize(),
  };
}

/** The least of several processes. */
function loadTime(): Latency["load"] {
  const code = `
    const [start, used] = [performance.now(), process.cpuUsage()];
    await import("nabla");
    const { user, system } = process.cpuUsage(used);
    console.log(JSON.stringify([performance.now() - start, (user + system) / 1000]));`;
  const args = ["--input-type=module", "--eval", code];
  const runs = Array.from(
    { length: 7 },
    () =>
      JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })) as number[],
  );
  const least = (i: number): number => Math.min(...runs.map((run) => run[i]!));
  return { wall: least(0), processor: least(1) };
}

async function pageSize(): Promise<Page> {
  const { contents } = await bundle({ plugins: [nabla({ root, production: true })] });
  // files of the package as it was built are of several folders
  const alias = { nabla: `${root}src/index.ts` };
  const { inputs } = await bundle({ alias, external: ["acorn"] });
  const folders = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const folder = /src\/(\w+)/.exec(path)?.[1] ?? "the page";
    folders.set(folder, (folders.get(folder) ?? 0) + bytesInOutput);
  }
  return {
    bytes: contents.length,
    gzipped: gzipSync(contents, { level: 9 }).length,
    folders: [...folders].toSorted(([, a], [, b]) => b - a),
  };
}

type Inputs = Metafile["outputs"][string]["inputs"];

async function bundle(
  options: Pick<BuildOptions, "plugins" | "alias" | "external">,
): Promise<{ contents: Uint8Array; inputs: Inputs }> {
  const page = 'import { grad } from "nabla"; export const slope = grad((x) => x * x);';
  const { outputFiles, metafile } = await build({
    stdin: { contents: page, resolveDir: root, sourcefile: "bench/page.js" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    metafile: true,
    logLevel: "error",
    ...options,
  });
  const [{ inputs }] = Object.values(metafile.outputs) as [Metafile["outputs"][string]];
  return { contents: outputFiles[0]!.contents, inputs };
}

export function showLatency({ load, calls, firstMs, page }: Latency): string {
  const rows = [
    ['`import "nabla"` in Node', `${digits(load.wall)} ms`, "30 ms"],
    ["the same, of processor", `${digits(load.processor)} ms`, ""],
    ["a call of the gradient of x * x", `${digits(calls.gradient)} ns`, "500 ns"],
    ["a call of x * x, compiled", `${digits(calls.value)} ns`, ""],
    ["a page with a gradient, gzipped", `${digits(page.gzipped / 1000)} KB`, "60 KB"],
    ["the same, minified only", `${digits(page.bytes / 1000)} KB`, ""],
  ];
  if (firstMs !== undefined) {
    rows.unshift(
      ["first result, median", `${digits(firstMs.median)} ms`, "50 ms"],
      ["first result, largest", `${digits(firstMs.largest)} ms`, "150 ms"],
    );
  }
  const parts = page.folders.slice(0, 12).map(([f, n]) => `${f} ${digits(n / 1000)}`);
  return `${tableOf(["latency", "", "goal"], rows)}\n\nthe page in KB: ${parts.join(", ")}`;
}
