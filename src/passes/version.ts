import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import {
  definedIn,
  mapped,
  rewriteRegion,
  walk,
  type RewriteInstr,
  type ValueMap,
} from "../ir/rewrite.ts";
import { f64, sameType } from "../ir/types.ts";
import { I32_MAX, rangesOf, type Ranges } from "../analysis/ranges.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { isTight, SubscriptFinder, type Subscript } from "../analysis/subscripts.ts";
import * as op from "../ops/index.ts";
import { Box } from "./box.ts";
import { editFunc } from "./edit.ts";
import { sizeOf } from "./inline.ts";
import { funcPass, type Pass } from "./pass.ts";

/** Larger loops are not doubled. */
const LARGEST = 600;
/** What one function may grow by. */
const BUDGET = 6000;

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

/** What is checked before a loop. */
interface Nest {
  readonly finder: SubscriptFinder;
  /** Checks, and conversions of what was checked before, with the subscripts. */
  readonly subscripts: ReadonlyMap<Instr, Subscript>;
  /** Branches that do nothing but fail. */
  readonly failures: ReadonlySet<Instr>;
  /** The nest in whose copy this is one. */
  readonly within: Nest | undefined;
}

/** Chooses, outer loops first, what is checked where. */
class Planner {
  /** The nest of each loop that is one. */
  readonly nests = new Map<Instr, Nest>();
  /** Where checks that need not be made in their place are made. */
  readonly checked = new Map<Instr, Nest>();
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private room = BUDGET;

  constructor(structure: Structure, ranges: Ranges) {
    this.structure = structure;
    this.ranges = ranges;
  }

  region(region: Region, within: Nest | undefined): void {
    for (const instr of region.body) {
      const nest = instr.op === op.forOp ? this.nestOf(instr, within) : undefined;
      if (nest !== undefined) this.nests.set(instr, nest);
      for (const inner of instr.regions) this.region(inner, nest ?? within);
    }
  }

  private nestOf(loop: Instr, within: Nest | undefined): Nest | undefined {
    const size = sizeOf(loop.regions[0]!);
    if (size > Math.min(this.room, LARGEST)) return undefined;
    const { structure, ranges } = this;
    const inside = definedIn(loop.regions[0]!);
    const finder = new SubscriptFinder(structure, ranges, (v) => inside.has(v));
    const found = new Finding(loop, inside, finder, structure, (instr) => this.checked.has(instr));
    found.region(loop.regions[0]!);
    const { subscripts, failures } = found;
    if (subscripts.size + failures.size === 0) return undefined;
    this.room -= size;
    const nest = { finder, subscripts, failures, within };
    for (const instr of [...subscripts.keys(), ...failures]) this.checked.set(instr, nest);
    return nest;
  }
}

/** The nests in whose copies this one is. */
function nestsAround({ within }: Nest): Nest[] {
  return within === undefined ? [] : [within, ...nestsAround(within)];
}

/** What can be checked before a loop: what runs whenever all of its loops do. */
class Finding {
  readonly subscripts = new Map<Instr, Subscript>();
  readonly failures = new Set<Instr>();
  private readonly inside: ReadonlySet<Value>;
  private readonly finder: SubscriptFinder;
  private readonly structure: Structure;
  private readonly isDone: (instr: Instr) => boolean;
  /** Values that are used other than as the index of a check. */
  private readonly bare: ReadonlySet<Value>;

  constructor(
    loop: Instr,
    inside: ReadonlySet<Value>,
    finder: SubscriptFinder,
    structure: Structure,
    done: (instr: Instr) => boolean,
  ) {
    this.inside = inside;
    this.finder = finder;
    this.structure = structure;
    this.isDone = done;
    this.bare = bareIn(loop.regions[0]!);
  }

  region(region: Region): void {
    for (const instr of region.body) {
      if (!this.isDone(instr)) this.instr(instr);
      if (instr.op === op.forOp && this.hasEnds(instr)) this.region(instr.regions[0]!);
      if (instr.op === op.ifOp && this.isGuard(instr)) this.region(instr.regions[0]!);
    }
  }

  private instr(instr: Instr): void {
    const [x, y] = instr.args as [Value, Value];
    if (instr.op === op.bounds && !this.inside.has(y)) this.subscript(instr, x);
    // as in the reverse sweep of a derivative, where a check was made before
    if (instr.op === op.toIndex && this.bare.has(instr.results[0]!)) {
      this.subscript(instr, instr.results[0]!);
    }
    if (instr.op === op.ifOp && !this.inside.has(x) && onlyFails(instr)) this.failures.add(instr);
  }

  private subscript(instr: Instr, v: Value): void {
    const subscript = this.finder.subscript(v);
    if (subscript === undefined || !isTight(subscript)) return;
    const box = new Box(new Builder(), this.finder, (outer) => outer);
    box.inside(subscript, I32_MAX);
    if (box.all() !== undefined) this.subscripts.set(instr, subscript);
  }

  private hasEnds(loop: Instr): boolean {
    const ends = this.finder.ends(loop);
    return ends !== undefined && isTight(ends.lo) && isTight(ends.hi);
  }

  // What other passes put around a loop for what only happens if it runs.
  private isGuard({ args: [condition], regions }: Instr): boolean {
    const test = this.structure.definitionOf(condition!)?.instr;
    if (test?.op !== op.lt && test?.op !== op.gt) return false;
    const [then, otherwise] = regions as [Region, Region];
    const guards = ({ op: what, args: [lo, hi] }: Instr): boolean =>
      what === op.forOp && lo === test.args[0] && hi === test.args[1];
    return otherwise.body.length === 0 && then.body.some(guards);
  }
}

function bareIn(region: Region): Set<Value> {
  const bare = new Set<Value>(region.yields);
  walk(region, (instr) => {
    instr.args.forEach((v, i) => {
      if (instr.op !== op.bounds || i > 0) bare.add(v);
    });
    for (const inner of instr.regions) for (const v of inner.yields) bare.add(v);
  });
  return bare;
}

function onlyFails({ regions, results }: Instr): boolean {
  const [then, otherwise] = regions as [Region, Region];
  return results.length === 0 && otherwise.body.length === 0 && then.body.at(-1)?.op === op.fail;
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
