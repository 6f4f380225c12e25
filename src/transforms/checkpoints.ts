import { printPosition, type Span } from "../diagnostics/span.ts";
import { showType } from "../ir/types.ts";
import type { Value } from "../ir/func.ts";
import type { Budget } from "../ir/budget.ts";

/** What is kept of a loop or call that is run again: what `explain` shows. */
export interface Checkpoint {
  readonly func: string;
  readonly span: Span | undefined;
  readonly what: string;
}

export function showCheckpoint({ func, span, what }: Checkpoint): string {
  return `${span === undefined ? `@${func}` : printPosition(span)}: ${what}`;
}

/** What is said of a loop whose snapshots hold `values` and the contents of `contents`. */
export function loopText(
  budget: Budget,
  counted: boolean,
  values: readonly Value[],
  contents: readonly Value[],
): string {
  const room = budget.kind === "memory" ? `${budget.bytes} bytes of` : `at most ${budget.most}`;
  const parts = [...values.map((v) => named(v)), ...contents.map((v) => `what ${named(v)} holds`)];
  const schedule = counted
    ? "binomial schedule"
    : "online schedule, the number of iterations being open";
  const state = parts.length === 0 ? "nothing" : parts.join(", ");
  return `the loop keeps ${room} snapshots (${schedule}), each of ${state}`;
}

/** What is said of a loop that keeps what every iteration computes. */
export function refusalText(why: string): string {
  return `the loop is not checkpointed: ${why}`;
}

/** What is said of a recursion whose levels are run again, `most` being kept at a time. */
export function levelsText(most: number, state: readonly Value[]): string {
  const parts = state.length === 0 ? "nothing" : state.map(named).join(", ");
  return `the recursion is run in parts, at most ${most} calls at a time, each from ${parts}`;
}

/** What is said of a recursion that keeps what every call computes. */
export function recursionRefusalText(why: string): string {
  return `the recursion is not checkpointed: ${why}`;
}

/** What is said of a call that keeps what it is given, and copies of `copied`. */
export function callText(name: string, copied: readonly Value[]): string {
  const copies = copied.length === 0 ? "" : `, and copies of ${copied.map(named).join(", ")}`;
  return `the call of ${name} keeps its arguments${copies}: it is run again`;
}

export function named({ hint, type }: Value): string {
  return hint === undefined ? `a ${showType(type)}` : `\`${hint}\``;
}
