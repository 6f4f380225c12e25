import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { mapped, rewriteRegion, type RewriteInstr, type ValueMap } from "../ir/rewrite.ts";
import { f64, sameType } from "../ir/types.ts";
import { I32_MAX, rangesOf } from "../analysis/ranges.ts";
import { structureOf } from "../analysis/structure.ts";
import type { Subscript } from "../analysis/subscripts.ts";
import * as op from "../ops/index.ts";
import { Box } from "./box.ts";
import { editFunc } from "./edit.ts";
import { nestsAround, Planner, type Nest } from "./nests.ts";
import { funcPass, type Pass } from "./pass.ts";

/**
 * Checks the bounds of a whole nest of loops before it: where all are kept, a copy of the nest runs
 * that does not check and computes its subscripts in integers; where not, the nest as it was, so
 * that an error is the same, at the same point, with the same things done before it.
 *
 *     for 0, %n { (%i)                  %ok = 0 ≤ %b, %b + %n - 1 < %l, %b is an integer
 *       %1 = add %b, (to_f64 %i)   →    if %ok { for 0, %n { (%i)  %2 = add %b', %i … } }
 *       %2 = bounds (to_index %1), %l      else { the loop }
 *
 * For counted loops, subscripts that are sums and products of indices and of what stays the same,
 * and errors whose condition stays the same. What is left in a copy is tried again for the loops
 * inside. Done once, at the end: it doubles code, and what is differentiated should stay small.
 * Work: size times depth of nesting.
 */
export const version: Pass = funcPass(
  "version",
  "checks the bounds of whole loops before them",
  versionFunc,
  [op.forOp, op.loopOp],
);

function versionFunc(func: Func): Func {
  const structure = structureOf(func.region);
  const plan = new Planner(structure, rangesOf(structure));
  plan.region(func.region, undefined);
  if (plan.nests.size === 0) return func;
  return editFunc(func, {
    instr: (loop, b, old) => {
      const nest = plan.nests.get(old);
      if (nest === undefined || nest.within !== undefined) return undefined;
      const map: ValueMap = new Map();
      const fast = rewriteRegion(old.regions[0]!, uncheckedCopy(plan, everyNest, map), map);
      choose(b, nest, map, { ...loop, regions: [fast] }, loop, loop.results);
      return loop.results;
    },
  });
}

const everyNest = (): boolean => true;

/**
 * Copies the body of a loop in which the checks of the nests that `holds` gives are made before.
 * Loops in it that are nests of their own are there twice again, where everything holds.
 */
function uncheckedCopy(plan: Planner, holds: (nest: Nest) => boolean, map: ValueMap): RewriteInstr {
  return (instr, b, old) => {
    const checkedIn = plan.checked.get(old);
    if (checkedIn !== undefined && holds(checkedIn)) {
      const subscript = checkedIn.subscripts.get(old);
      return subscript === undefined ? [] : [integerAt(b, subscript, map)];
    }
    const nest = plan.nests.get(old);
    if (nest === undefined || !holds(nest)) return undefined;
    const outer = new Set(nestsAround(nest));
    const own: ValueMap = new Map(map);
    const slow = uncheckedCopy(plan, (other) => outer.has(other), own);
    const region = rewriteRegion(old.regions[0]!, slow, own);
    const results = freshLike(old.results);
    choose(b, nest, map, instr, { ...instr, regions: [region] }, results);
    return results;
  };
}

/** Appends `fast` where the checks of the nest are kept, else `slow`; both are its loop. */
function choose(
  b: Builder,
  { subscripts, failures, finder }: Nest,
  map: ReadonlyMap<Value, Value>,
  fast: Instr,
  slow: Instr,
  results: readonly Value[],
): void {
  const box = new Box(b, finder, (v) => mapped(map, v));
  // an index is below the largest i32 anyway
  for (const [{ op: what, args }, subscript] of subscripts) {
    box.inside(subscript, what === op.bounds ? args[1]! : I32_MAX);
  }
  for (const { args } of failures) box.never(args[0]!);
  const arm = (loop: Instr): Region => {
    const own = freshLike(results);
    return { params: [], body: [{ ...loop, results: own }], yields: own };
  };
  b.append({
    op: op.ifOp,
    args: [box.all() ?? op.flag(b, false)],
    attrs: {},
    regions: [arm(fast), arm(slow)],
    results,
    span: slow.span,
  });
}

function freshLike(values: readonly Value[]): Value[] {
  return values.map(({ type, hint }) => ({ type, hint }));
}

/** The subscript in wrapping integers. */
function integerAt(b: Builder, s: Subscript, map: ReadonlyMap<Value, Value>): Value {
  switch (s.kind) {
    case "index":
      return mapped(map, s.value);
    case "passed": {
      const [index, start] = [mapped(map, s.value), mapped(map, s.loop.args[0]!)];
      return Number(s.loop.attrs["step"]) > 0 ? op.sub(b, index, start) : op.sub(b, start, index);
    }
    case "literal":
      return op.int(b, s.value);
    case "leaf": {
      const x = mapped(map, s.value);
      return sameType(x.type, f64) ? op.clampI32(b, x) : x;
    }
    case "op":
      return b.emit1(
        s.op,
        s.args.map((x) => integerAt(b, x, map)),
      );
  }
}
