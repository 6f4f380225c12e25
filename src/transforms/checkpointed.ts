// What both halves of a checkpointed loop go by.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { call } from "../ops/index.ts";
import type { Budget } from "../ir/budget.ts";
import type { Family } from "./family.ts";
import type { LoopShape, OutlinedLoop } from "./loop-shape.ts";
import { hasShadow } from "./half.ts";
import { quietName } from "./quiet.ts";
import { advance } from "./replay.ts";
import type { State } from "./snapshots.ts";
import type { SplitCall } from "./sweeps.ts";
import type { Halves } from "./half.ts";

/** A loop whose halves are made. */
export interface Checkpointed {
  readonly family: Family<Halves>;
  readonly outlined: OutlinedLoop;
  readonly shape: LoopShape;
  readonly budget: Budget;
  /** For each parameter of the function that has the loop, whether it varies. */
  readonly active: readonly boolean[];
  /** The same for the step. */
  readonly varies: readonly boolean[];
  readonly halves: Halves;
  readonly split: SplitCall;
}

/** What the loop uses and does not carry: for all iterations the same. */
export interface Used {
  readonly values: readonly Value[];
  readonly shadows: readonly Value[];
}

/** What stands for parameter `index` of the step. */
export function operand(
  { outlined }: Checkpointed,
  carried: readonly Value[],
  used: Used,
  index: number,
): Value {
  const i = index - outlined.index;
  return (i < carried.length ? carried[i] : used.values[i - carried.length]) as Value;
}

/** The shadow of what stands for parameter `index` of the step, if it has one. */
export function operandShadow(
  { family, outlined }: Checkpointed,
  state: State,
  used: Used,
  index: number,
): Value | undefined {
  const { params } = family.func(outlined.step).region;
  const param = params[index] as Value;
  if (!hasShadow(param)) return undefined;
  return [...state.shadows, ...used.shadows][params.filter(hasShadow).indexOf(param)];
}

/** All operands of the step, in the state of which it starts; `index` is that of a counted loop. */
export function operands(index: readonly Value[], state: State, used: Used): Value[] {
  return [...index, ...state.carried, ...used.values, ...state.shadows, ...used.shadows];
}

/**
 * Runs one iteration forward, for the first time or again: whether there is another, if the loop says
 * so itself; the state.
 */
export function advanceStep(
  b: Builder,
  { family, outlined }: Checkpointed,
  time: "first" | "again",
  index: readonly Value[],
  state: State,
  used: Used,
): readonly [again: Value | undefined, next: State] {
  const { step, again } = outlined;
  const { yields } = family.func(step).region;
  const run = advance(family, time === "first" ? step : quietName(family.source, step));
  const twins = state.shadows.map((s) => s.type);
  const types = yields.map((v) => v.type);
  const all = operands(index, state, used);
  const given = run.shadows
    ? all
    : all.slice(0, index.length + state.carried.length + used.values.length);
  const results = call(b, run.name, given, run.shadows ? [...types, ...twins] : types);
  const carried = results.slice(again, types.length);
  return [again > 0 ? results[0] : undefined, { carried, shadows: results.slice(types.length) }];
}
