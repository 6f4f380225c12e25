import { geometricMean, Times, type Summary } from "./clock.ts";
import { distance } from "./gradbench/distance.ts";
import type { Module } from "./gradbench/evaluation.ts";
import { loadModule } from "./gradbench/protocol.ts";
import type { Baselines, HandWritten } from "./hand-written.ts";
import { digits, tableOf } from "./table.ts";
import type { Workload } from "./workloads.ts";

/** Runs of C shorter than this, in milliseconds, measure the call and not the work. */
const SHORTEST = 0.02;
/** Largest relative difference between results that count as the same. */
const TOLERANCE = 1e-9;

export interface Timing {
  readonly problem: string;
  readonly size: string;
  readonly fn: string;
  readonly kind: "primal" | "derivative";
  readonly nabla: Summary;
  readonly manual?: Summary | undefined;
  readonly limit?: Summary | undefined;
  /** Between nabla's result and that of the C program. */
  readonly difference?: number | undefined;
}

export interface Rounds {
  readonly count: number;
  /** For each program in each round. */
  readonly seconds: number;
}

const primals: ReadonlySet<string> = new Set(["primal", "objective", "cost", "square"]);

/** Whether a function of the benchmark, by its name, is no derivative. */
export const isPrimal = (fn: string): boolean => primals.has(fn);

/** Times the functions of a problem; programs that are compared take turns, round by round. */
export async function timesOf(
  { problem, size, input: make }: Workload,
  rounds: Rounds,
  c: Baselines | undefined,
): Promise<Timing[]> {
  const module: Module = await loadModule(problem);
  const input = make();
  return Object.entries(module).map(([fn, evaluate]): Timing => {
    const own = new Times();
    const others = new Map<keyof Baselines, Times>();
    let worst: number | undefined;
    for (let round = 0; round < rounds.count; round++) {
      const asked = { ...input, min_runs: 1, min_seconds: rounds.seconds };
      const { output, timings } = evaluate(asked);
      own.add(timings.filter((t) => t.name === "evaluate").map((t) => t.nanoseconds));
      for (const which of ["manual", "limit"] as const) {
        const ran = c && turn(c[which], problem, fn, input, rounds.seconds);
        if (ran === undefined) continue;
        const times = others.get(which) ?? new Times();
        others.set(which, times);
        times.add(ran.nanoseconds);
        if (round === 0) worst = Math.max(worst ?? 0, distance(ran.output, output));
      }
    }
    return {
      problem,
      size,
      fn,
      kind: isPrimal(fn) ? "primal" : "derivative",
      nabla: own.summary()!,
      manual: others.get("manual")?.summary(),
      limit: others.get("limit")?.summary(),
      difference: worst,
    };
  });
}

/** Problems without a program in C. */
const onlyHere: ReadonlySet<string> = new Set(["hello", "particle", "saddle"]);

function turn(
  run: HandWritten,
  ...[problem, fn, input, seconds]: Parameters<HandWritten>
): ReturnType<HandWritten> | undefined {
  return onlyHere.has(problem) ? undefined : run(problem, fn, input, seconds);
}

export function showTimes(timings: readonly Timing[], withC: boolean): string {
  const head = ["problem", "size", "function", "min, ms", "median, ms", "÷ primal"];
  if (withC) head.push("C, ms", "÷ C", "÷ limit");
  const rows = timings.map((t) => {
    const row = [t.problem, t.size, t.fn, digits(t.nabla.min), digits(t.nabla.median)];
    row.push(digits(overPrimal(t, timings)));
    if (withC) row.push(...[t.manual?.min, ratio(t, "manual"), ratio(t, "limit")].map(digits));
    return row;
  });
  return tableOf(head, rows, 3);
}

function overPrimal(t: Timing, all: readonly Timing[]): number | undefined {
  if (t.kind === "primal") return undefined;
  const same = (o: Timing): boolean => o.problem === t.problem && o.size === t.size;
  const primal = all.find((o) => o.kind === "primal" && same(o));
  return primal && t.nabla.min / primal.nabla.min;
}

function ratio(t: Timing, to: keyof Baselines): number | undefined {
  const other = t[to];
  return other && t.nabla.min / other.min;
}

/** Geometric mean and worst of the ratios to C that count. */
export interface Ratios {
  readonly of: string;
  readonly to: keyof Baselines;
  readonly mean: number;
  readonly worst: number;
  readonly worstOf: string;
  readonly count: number;
}

export function ratiosOf(timings: readonly Timing[]): Ratios[] {
  const groups = [
    ["primals", (t: Timing) => t.kind === "primal"],
    ["derivatives", (t: Timing) => t.kind === "derivative"],
    ["all", () => true],
  ] as const;
  return (["manual", "limit"] as const).flatMap((to) =>
    groups.flatMap(([of, belongs]): Ratios[] => {
      const counted = timings.filter((t) => belongs(t) && (t.manual?.min ?? 0) >= SHORTEST);
      if (counted.length === 0) return [];
      const sorted = counted.toSorted((a, b) => ratio(b, to)! - ratio(a, to)!);
      const [first] = sorted as [Timing];
      return [
        {
          of,
          to,
          mean: geometricMean(counted.map((t) => ratio(t, to)!)),
          worst: ratio(first, to)!,
          worstOf: `${first.problem} ${first.fn}, ${first.size}`,
          count: counted.length,
        },
      ];
    }),
  );
}

export function showRatios(ratios: readonly Ratios[]): string {
  const names = { manual: "÷ C", limit: "÷ limit" } as const;
  const rows = ratios.map(({ of, to, mean, worst, worstOf, count }) => [
    `${of} ${names[to]}`,
    worstOf,
    digits(worst),
    digits(mean),
    String(count),
  ]);
  return tableOf(["over runs of 20 µs and more", "worst", "", "geometric mean", "of"], rows, 2);
}

/** Results that are not those of the C programs. */
export function wrong(timings: readonly Timing[]): string[] {
  return timings
    .filter((t) => (t.difference ?? 0) > TOLERANCE)
    .map((t) => `${t.problem} ${t.fn}, ${t.size}: differs by ${t.difference!.toExponential(1)}`);
}
