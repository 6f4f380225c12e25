// One Jacobian to be computed, and the runs of its function.
import { changedParams } from "../analysis/changed-params.ts";
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { add } from "../ops/arith.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { call, forRange } from "../ops/control.ts";
import { length as lengthOf, load } from "../ops/memory.ts";
import { valueOf, type Subject } from "./differential.ts";
import { resultTypes } from "./compiled.ts";
import type { Machine } from "./machine.ts";
import { copiesOf } from "./reruns.ts";
import { countOf, depthOf, lengthOfRun, type Numbers } from "./numbers.ts";

export interface Site {
  readonly m: Machine;
  readonly subject: Subject;
  /** Of the result, whose leaves are the first of the results. */
  readonly rows: Numbers;
  /** Of the argument, whose leaves are among the values of the subject. */
  readonly columns: Numbers;
}

/** Runs that are for derivatives alone, where one run does not give them all. */
export interface Runs {
  /** Of a run of the function itself; none where nobody needs it. */
  readonly results: readonly Value[];
  /** What the next run is given. */
  readonly subject: () => Subject;
}

/**
 * The function runs once, for its value and for what it does; the runs that give derivatives are
 * given copies of all that it changes.
 */
export function separateRuns({ m, subject, rows }: Site): Runs {
  const { compiled, values } = subject;
  const changed = changedParams({ funcs: m.funcs }, m.funcs.get(compiled.name)!);
  const does = changed.size > 0 || compiled.changed.size > 0 || compiled.written.size > 0;
  if (!does && countOf(rows) !== undefined) return { results: [], subject: () => subject };
  const before = copiesOf(m, values, changed);
  const results = call(m.b, compiled.name, values, resultTypes(compiled));
  if (does) valueOf(m, subject, results);
  return {
    results,
    subject: () => {
      const copies = copiesOf(m, before, changed);
      return { ...subject, values: copies };
    },
  };
}

/** Further runs after one that gives derivatives itself; to be asked for before that one. */
export function laterRuns({ m, subject }: Site): () => Subject {
  const { compiled, values } = subject;
  const changed = changedParams({ funcs: m.funcs }, m.funcs.get(compiled.name)!);
  const before = copiesOf(m, values, changed);
  return () => ({ ...subject, values: copiesOf(m, before, changed) });
}

/** How many numbers there are, when running. */
export function countNumbers(b: Builder, numbers: Numbers, leaves: readonly Value[]): Value {
  if (numbers.kind === "number") return intLiteral(b, 1);
  if (numbers.kind === "items") {
    return numbers.items
      .map((item) => countNumbers(b, item, leaves))
      .reduce((x, y) => add(b, x, y), intLiteral(b, 0));
  }
  const mem = leaves[numbers.leaf] as Value;
  return countElements(b, mem, lengthOfRun(b, numbers, leaves), depthOf(numbers) as number);
}

function countElements(b: Builder, mem: Value, length: Value, depth: number): Value {
  if (depth === 1) return length;
  const [count] = forRange(
    b,
    [intLiteral(b, 0), length, 1],
    [intLiteral(b, 0)],
    (inner, i, [sum]) => {
      const row = load(inner, mem, i);
      return [add(inner, sum as Value, countElements(inner, row, lengthOf(inner, row), depth - 1))];
    },
  );
  return count as Value;
}

/** Runs `body` with the machine emitting into the region that `b` builds. */
export function within<T>(m: Machine, b: Builder, body: () => T): T {
  const { b: outer, state } = m;
  b.span = outer.span;
  m.b = b;
  try {
    return body();
  } finally {
    m.b = outer;
    m.state = state;
  }
}
