import { readdirSync, readFileSync } from "node:fs";

/** An input of the benchmark with its reference outputs, of GradBench's own validated tools. */
export interface Workload {
  eval: string;
  workload: string;
  input: unknown;
  functions: Record<string, { output: unknown }>;
}

const data = new URL("./data/", import.meta.url);

export function readWorkloads(): Workload[] {
  const folders = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    const folder = new URL(`${name}/`, data);
    return readdirSync(folder).map((file): Workload =>
      JSON.parse(readFileSync(new URL(file, folder), "utf8")),
    );
  });
}

/** Largest |a − b| / max(1, |a| + |b|) over all numbers; Infinity where the structures differ. */
export function distance(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") {
    const error = Math.abs(a - b) / Math.max(1, Math.abs(a) + Math.abs(b));
    return Number.isNaN(error) ? Infinity : error;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return a === b ? 0 : Infinity;
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  if (left.length !== right.size) return Infinity;
  return left.reduce((most, [key, value]) => Math.max(most, distance(value, right.get(key))), 0);
}
