/**
 * Loops that keep snapshots of their state instead of what each iteration computes. The forward half
 * takes them on its way. The backward half goes through the iterations from the last to the first:
 * it starts from the snapshot before, advances, taking new ones where others have become free, and
 * runs the iteration forward and backwards at once.
 */
import type { Instr } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import { budgetOf } from "../ir/budget.ts";
import { bits, type Family } from "./family.ts";
import type { Checkpointed } from "./checkpointed.ts";
import { backwardHalf } from "./loop-backward.ts";
import { forwardHalf } from "./loop-forward.ts";
import { loopShape, outlinedLoop, type OutlinedLoop } from "./loop-shape.ts";
import type { SplitCall } from "./sweeps.ts";
import { tapeType } from "./tape.ts";
import type { Halves, Wanted } from "./half.ts";

/**
 * The halves for `call`, if what it calls is a loop that stands in a function of its own and its
 * state can be kept.
 */
export function loopHalves(
  family: Family<Halves>,
  { name, active, calm }: Wanted,
  { attrs }: Instr,
  split: SplitCall,
): Halves | undefined {
  const budget = budgetOf(attrs);
  if (budget === undefined) return undefined;
  const outlined = outlinedLoop(family.source, name, String(attrs["step"]));
  const shape = loopShape(family.source, outlined, calm);
  if (typeof shape === "string") return undefined;
  return family.member(
    `${name} ${bits(active)} ${calm} snapshots`,
    () => {
      const forward = family.name(`${name}_fwd`);
      const backward = family.name(`${name}_bwd`);
      const through = active.map((_, i) => i >= outlined.bounds + outlined.carried);
      return { name: forward, backward, tape: tapeType(forward), through };
    },
    (halves) => {
      const varies = varying(family, outlined, active);
      const c: Checkpointed = { family, outlined, shape, budget, active, varies, halves, split };
      return [forwardHalf(c), backwardHalf(c)];
    },
  );
}

// What a step is given varies if it does in any iteration.
function varying(
  family: Family<Halves>,
  { name, loop, bounds, index, carried }: OutlinedLoop,
  active: readonly boolean[],
): boolean[] {
  const func = family.func(name);
  const activity = family.activity(func, active);
  const own = loop.regions[0]!.params.slice(0, index + carried);
  const used = func.region.params.slice(bounds + carried);
  return [...own, ...used].map((v) =>
    isReference(v.type) ? activity.reachVaries(v) : activity.varies(v),
  );
}
