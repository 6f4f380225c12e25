import { cpus } from "node:os";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly v8: string;
}

/** Where the measurements were taken. */
export function machine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? "an unknown processor",
    cores: all.length,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
