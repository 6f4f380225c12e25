// Tables of what was measured of whole-array programs.
import { digits, tableOf } from "../table.ts";
import type { ArrayResults, ArrayTime, FirstStep } from "./main.ts";
import type { Goal } from "./own.ts";

export function showArrays({ bound, times, steps }: ArrayResults): string {
  const parts = [showTimes(times), showBound(bound)];
  if (steps.length > 0) parts.push(showSteps(steps));
  return parts.join("\n\n");
}

/** Rates and ratios are of processor time. */
function showTimes(times: readonly ArrayTime[]): string {
  const rows = times.map((time) => {
    const { task, system, first, wall, processor, flops, goal, difference } = time;
    const own = times.find((t) => t.task === task && t.system === "nabla");
    return [
      task,
      system,
      digits(wall.min),
      digits(wall.median),
      digits(processor.min),
      digits(flops && flops / processor.min / 1e6),
      digits(own && processor.min / own.processor.min),
      difference.toExponential(1),
      digits(first),
      system === "nabla" ? showGoal(goal) : "",
    ];
  });
  const head = [
    "arrays",
    "system",
    "min, ms",
    "median, ms",
    "processor, ms",
    "GFLOP/s",
    "÷ nabla",
    "difference",
    "first, ms",
    "goal",
  ];
  return tableOf(head, rows, 2);
}

/** What rates are to be compared with. */
function showBound({ f32, f64, fused }: ArrayResults["bound"]): string {
  const how = fused ? "fused multiply-adds" : "products that are added";
  return `one thread, ${how} in registers: ${digits(f32)} GFLOP/s in f32, ${digits(f64)} in f64`;
}

function showGoal(goal: Goal | undefined): string {
  if (goal === undefined || typeof goal === "string") return goal ?? "";
  return "ms" in goal ? `≤ ${goal.ms} ms` : `≥ ${goal.gflops} GFLOP/s`;
}

/** Compiling is what the first call takes longer, in processor time. */
function showSteps(steps: readonly FirstStep[]): string {
  const rows = steps.map(({ of, first, later, firstProcessor, laterProcessor }) => [
    of === "step" ? "with Adam" : of,
    ...[first, firstProcessor, later, laterProcessor].map(digits),
    digits(firstProcessor - laterProcessor),
    "≤ 1000 ms",
  ]);
  const calls = ["first call, ms", "of processor", "later, ms", "of processor"];
  return tableOf(["transformer", ...calls, "compile, ms", "goal"], rows, 1);
}

/** Results that are not right. */
export function wrongArrays(times: readonly ArrayTime[]): string[] {
  return times
    .filter(({ system, difference, tolerance }) => system === "nabla" && !(difference <= tolerance))
    .map(({ task, difference }) => `${task}: differs by ${difference.toExponential(1)}`);
}
