import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { isReference, isFloat } from "../ir/types.ts";
import { freeValues, walk } from "../ir/rewrite.ts";
import type { Effects } from "../analysis/effects.ts";
import { noEffects } from "../analysis/effects.ts";
import { inertValues } from "../analysis/inert.ts";
import type { Memory } from "../analysis/memory.ts";
import { rangesOf, type Ranges } from "../analysis/ranges.ts";
import { isSafeAccess, surelyRuns } from "../analysis/safety.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { guardLoop } from "./guard.ts";
import { memoryPass, type Pass } from "./pass.ts";

const loops = [op.forOp, op.loopOp];
const doc = "moves what does not change in a loop to before it";

/**
 * Loop-invariant code motion: computes before a loop what is the same in every iteration.
 *
 *     for 0, %n, 0 { (%i, %s)            %r = if 0 < %n {
 *       %1 = exp %x                        %1 = exp %x
 *       %2 = add %s, %1             →      %t = for 0, %n, 0 { … add %s, %1 … }
 *       yield %2                           yield %t
 *     }                                  } { yield 0 }
 *
 * The `if` is there only if it pays, and where the loop may not run, for what must not happen then: reads, checks
 * of bounds, and floating-point operations, since a derivative taken later would otherwise meet the
 * slope of something that never ran (0 · ∞). Checks move only past what cannot be told from having
 * run: no other check and no store that the caller sees; so do branches that only
 * fail. What stands in a branch stays there; whole
 * inner loops move like any other instruction. Arithmetic of subscripts needs no guard. Work: size times depth of nesting.
 */
export const licm: Pass = memoryPass(
  "licm",
  doc,
  (func, memory) => hoist(func, memory, false),
  loops,
);

/** As `licm`, for code that is not differentiated any more: cheap arithmetic moves unguarded. */
export const licmFinal: Pass = memoryPass(
  "licm-final",
  `${doc}; no derivatives after it`,
  (func, memory) => hoist(func, memory, true),
  loops,
);

function hoist(func: Func, memory: Memory, speculate: boolean): Func {
  const structure = structureOf(func.region);
  const isInert = inertValues(func.region);
  const facts: Facts = {
    isInert,
    structure,
    memory,
    ranges: rangesOf(structure),
    speculate,
    origin: new Map(),
  };
  return editFunc(func, {
    instr: (instr, b, old) => {
      if (instr !== old) facts.origin.set(instr, old);
      if (instr.op !== op.forOp && instr.op !== op.loopOp) return undefined;
      return hoistFrom(instr, old, b, facts);
    },
  });
}

interface Facts {
  readonly isInert: (v: Value) => boolean;
  readonly structure: Structure;
  readonly memory: Memory;
  readonly ranges: Ranges;
  readonly speculate: boolean;
  /** For an instruction made by this pass the one of the function that has the same effects. */
  readonly origin: Map<Instr, Instr>;
}

function effectsNow(instr: Instr, { memory, origin }: Facts): Effects {
  return instr.op.effect === "pure" ? noEffects : memory.effectsOf(origin.get(instr) ?? instr);
}

/** Where something in a loop can go: anywhere, or to where the loop is certain to run. */
type Place = "anywhere" | "guarded" | "stays";

function hoistFrom(
  loop: Instr,
  old: Instr,
  b: Builder,
  facts: Facts,
): readonly Value[] | undefined {
  const body = loop.regions[0]!;
  const writes = facts.memory.effectsOf(old).writes;
  const inside = new Set<Value>(body.params);
  const needsRun = new Set<Value>();
  const free: Instr[] = [];
  const guarded: Instr[] = [];
  const rest: Instr[] = [];
  const state: State = { writes, trapped: false, disturbed: false };
  for (const instr of body.body) {
    const place = placeFor(instr, inside, state, facts);
    if (place === "stays") {
      rest.push(instr);
      for (const r of instr.results) inside.add(r);
      note(instr, state, facts);
    } else if (place === "anywhere" && !instr.args.some((a) => needsRun.has(a))) {
      free.push(instr);
    } else {
      guarded.push(instr);
      for (const r of instr.results) needsRun.add(r);
    }
  }
  if (free.length + guarded.length === 0) return undefined;
  for (const instr of free) b.append(instr);
  const slim = { ...loop, regions: [{ ...body, body: rest }] };
  facts.origin.set(slim, old);
  if (guarded.length === 0 || surelyRuns(old, facts.structure, facts.ranges)) {
    for (const instr of guarded) b.append(instr);
    b.append(slim);
  } else if (!isWorthwhile(guarded, rest, facts)) {
    // as it was, but for what is free
    const stays = new Set([...guarded, ...rest]);
    const kept = { ...loop, regions: [{ ...body, body: body.body.filter((i) => stays.has(i)) }] };
    if (free.length === 0) return undefined;
    facts.origin.set(kept, old);
    b.append(kept);
  } else {
    const { branch, inner } = guardLoop(b, loop.results, guarded, slim, []);
    facts.origin.set(branch, old).set(inner, old);
  }
  return loop.results;
}

/**
 * Whether a branch around the loop costs less than it saves. Where a derivative may be taken later
 * the branch costs more, as what the loop keeps must get out of it; what is saved must be something
 * dear, or a check in the way of keeping a cell that the loop writes in a value.
 */
function isWorthwhile(
  guarded: readonly Instr[],
  rest: readonly Instr[],
  { speculate }: Facts,
): boolean {
  if (speculate) return guarded.length > 1 || guarded.some((instr) => op.workOf(instr) > 1);
  let cost = 0;
  for (const instr of guarded) {
    const { op: what, regions } = instr;
    if (what.effect === "pure") cost += op.workOf(instr);
    if (what === op.forOp || what === op.loopOp) return true;
    for (const r of regions) walk(r, (inner) => void (cost += op.workOf(inner)));
  }
  if (cost >= 8) return true;
  const checked = new Set(guarded.flatMap((i) => (i.op === op.bounds ? i.results : [])));
  const writes = (instr: Instr): boolean =>
    instr.op === op.store
      ? checked.has(instr.args[1]!)
      : instr.regions.some((r) => r.body.some(writes));
  return checked.size > 0 && rest.some(writes);
}

interface State {
  /** What the loop writes. */
  readonly writes: ReadonlySet<number>;
  /** Whether something that stays may have ended the call before. */
  trapped: boolean;
  /** Whether something that stays may have ended the call, or was seen by the caller, before. */
  disturbed: boolean;
}

function note(instr: Instr, state: State, facts: Facts): void {
  const effects = effectsNow(instr, facts);
  if (effects.traps) state.trapped = state.disturbed = true;
  for (const location of effects.writes) {
    if (facts.memory.isExternalLocation(location)) state.disturbed = true;
  }
}

function placeFor(instr: Instr, inside: ReadonlySet<Value>, state: State, facts: Facts): Place {
  if (instr.args.some((a) => inside.has(a))) return "stays";
  if (instr.op.effect === "pure") return placeForPure(instr, state, facts);
  if (instr.op === op.bounds) return state.disturbed ? "stays" : "guarded";
  const effects = effectsNow(instr, facts);
  if (effects.writes.size > 0 || instr.op.effect === "alloc" || instr.op === op.fail)
    return "stays";
  if (effects.traps && state.disturbed) return "stays";
  for (const location of effects.reads) if (state.writes.has(location)) return "stays";
  if (instr.op === op.load) {
    const [memory, index] = instr.args as [Value, Value];
    if (isSafeAccess(memory, index, facts.structure, facts.ranges)) {
      return facts.speculate ? "anywhere" : "guarded";
    }
  }
  // what a call gives may be new each time
  const makes = instr.op === op.callOp && instr.results.some((r) => isReference(r.type));
  if (state.trapped || makes) return "stays";
  return instr.regions.every((r) => isSteady(r, inside)) ? "guarded" : "stays";
}

// Whether a region computes the same in every iteration, and makes nothing.
function isSteady(region: Region, inside: ReadonlySet<Value>): boolean {
  let makes = false;
  walk(region, ({ op: what }) => {
    makes ||= what.effect === "alloc" || what === op.callOp || what === op.deriveOp;
  });
  return !makes && ![...freeValues(region)].some((v) => inside.has(v));
}

function placeForPure({ op: what, results }: Instr, state: State, facts: Facts): Place {
  if (what === op.view) return state.trapped ? "stays" : "guarded";
  // integers and references have no slope
  if (what.rule.kind === "zero" || what.cost === 0 || !isFloat(results[0]!.type)) return "anywhere";
  const harmless = facts.speculate || facts.isInert(results[0]!);
  return harmless && what.cost <= 5 ? "anywhere" : "guarded";
}
