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
