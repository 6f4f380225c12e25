// What runs do, counted by the interpreter: the same on every machine.
import { measure } from "../src/backends/interp/index.ts";
import { emitCode, inspect, library } from "./built.ts";
import { median } from "./clock.ts";
import { subjectsOf } from "./gradbench/subjects.ts";
import { lowered } from "./interpreted.ts";
import { digits, tableOf } from "./table.ts";
import type { Workload } from "./workloads.ts";

export interface Count {
  readonly problem: string;
  readonly size: string;
  readonly fn: string;
  /** Instructions of the IR that ran, without constants. */
  readonly operations: number;
  /** The same, each by what it costs in rough cycles. */
  readonly cost: number;
  /** Bytes kept for reverse sweeps. */
  readonly tape: number;
  /** Bytes of all memory that was made. */
  readonly memory: number;
  /** Bytes of the WebAssembly module. */
  readonly code: number;
  /** Milliseconds from the function to valid bytes, in a process that has compiled others. */
  readonly compile: number;
}

/** Functions that run several compiled ones are left out. */
export function countsOf({ problem, size, input }: Workload): Count[] {
  return subjectsOf(problem, input()).flatMap(({ name: fn, fn: f, args }): Count[] => {
    if (library(f)?.kind !== "made") return [];
    const compile = (): { time: number; code: number } => {
      const start = performance.now();
      const { specialised, stages } = inspect(f, args);
      const { bytes } = emitCode(stages.final, specialised.name);
      WebAssembly.validate(bytes);
      return { time: performance.now() - start, code: bytes.length };
    };
    const compiled = [compile(), compile(), compile()];
    const { specialised, stages } = inspect(f, args);
    const { data } = lowered(specialised);
    const { counts } = measure(stages.final, specialised.name, data);
    return [
      {
        problem,
        size,
        fn,
        operations: counts.total,
        cost: counts.cost,
        tape: counts.kept,
        memory: counts.bytes,
        code: compiled[0]!.code,
        compile: median(compiled.map(({ time }) => time)),
      },
    ];
  });
}

export function showCounts(counts: readonly Count[]): string {
  const head = ["problem", "size", "function", "operations", "÷ first", "cost", "÷ first"];
  head.push("tape, bytes", "memory, bytes", "code, bytes", "compile, ms");
  const rows = counts.map((c) => {
    const [first] = counts.filter((o) => o.problem === c.problem && o.size === c.size) as [Count];
    const over = (what: "operations" | "cost"): string =>
      first === c ? "" : digits(c[what] / first[what]);
    const row = [c.problem, c.size, c.fn, String(c.operations), over("operations")];
    row.push(String(c.cost), over("cost"), String(c.tape), String(c.memory), String(c.code));
    return [...row, digits(c.compile)];
  });
  return tableOf(head, rows, 3);
}
