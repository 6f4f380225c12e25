/**
 * Loops that keep snapshots of their state instead of what each iteration computes. The forward half
 * takes them on its way. The backward half goes through the iterations from the last to the first:
 * it starts from the snapshot before, advances, taking new ones where others have become free, and
 * runs the iteration forward and backwards at once.
 */
import { Builder } from "../ir/builder.ts";
import { funcNamed, type Instr, type Module } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import { ifOp } from "../ops/index.ts";
import { budgetOf } from "../ir/budget.ts";
import { bits, type Family } from "./family.ts";
import { loopText, refusalText } from "./checkpoints.ts";
import type { Checkpointed } from "./checkpointed.ts";
import { backwardHalf } from "./loop-backward.ts";
import { forwardHalf } from "./loop-forward.ts";
import { loopShape, outlinedLoop, type OutlinedLoop } from "./loop-shape.ts";
import { backwards, prepare, type SplitCall } from "./sweeps.ts";
import { tapeType } from "./tape.ts";
import type { Halves, Wanted } from "./half.ts";

/**
 * For a call of a loop that stands in a function of its own: which parameters its iterations use and do
 * not carry. What is collected for these goes through, as it would where the loop stood.
 */
export function throughLoop(module: Module, { attrs }: Instr): boolean[] | undefined {
  if (budgetOf(attrs) === undefined) return undefined;
  const { name, bounds, carried } = outlinedLoop(
    module,
    String(attrs["callee"]),
    String(attrs["step"]),
  );
  return funcNamed(module, name).region.params.map((_, i) => i >= bounds + carried);
}

/**
 * The halves for a call, if what it calls is a loop that stands in a function of its own, of which
 * something would be kept in each iteration, and whose state can be kept instead.
 */
export function loopHalves(
  family: Family<Halves>,
  wanted: Wanted,
  call: Instr,
  split: SplitCall,
): Halves | undefined {
  const { name, active, calm } = wanted;
  const budget = budgetOf(call.attrs);
  if (budget === undefined || !keepsIterations(family, wanted, split)) return undefined;
  const outlined = outlinedLoop(family.source, name, String(call.attrs["step"]));
  const shape = loopShape(family.source, outlined, calm);
  const { span } = outlined.loop;
  if (typeof shape === "string") {
    family.options.note?.({ func: name, span, what: refusalText(shape) });
    return undefined;
  }
  return family.member(
    `${name} ${bits(active)} ${calm} snapshots`,
    () => {
      const forward = family.name(`${name}_fwd`);
      const backward = family.name(`${name}_bwd`);
      const through = throughLoop(family.source, call);
      return { name: forward, backward, tape: tapeType(forward), ...(through && { through }) };
    },
    (halves) => {
      const values = shape.carried.map(({ param }) => param);
      const contents = shape.contents.map(({ param }) => param);
      const what = loopText(budget, outlined.bounds > 0, values, contents);
      family.options.note?.({ func: name, span, what });
      const varies = varying(family, outlined, active);
      const c: Checkpointed = { family, outlined, shape, budget, active, varies, halves, split };
      return [forwardHalf(c), backwardHalf(c)];
    },
  );
}

// Whether something would be kept of each iteration: found out by emitting a reverse sweep for nothing.
function keepsIterations(
  family: Family<Halves>,
  { name, active, calm }: Wanted,
  split: SplitCall,
): boolean {
  const func = family.func(name);
  const sweeps = prepare(family, func, active, calm, split);
  backwards(sweeps, new Builder(), {
    seed: (b, adjoints) => {
      for (const r of func.region.yields) {
        const tangent = sweeps.lin.tangent(r);
        if (tangent !== undefined) adjoints.add(b, tangent, { type: tangent.type });
      }
    },
    outermost: (v) => v,
    options: { ...family.options, report: undefined },
  });
  return [...sweeps.saves.all()].some(({ owner }) => owner.op !== ifOp);
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
