// Which checks of a function can be made before nests of loops.
import { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { definedIn, walk } from "../ir/rewrite.ts";
import { I32_MAX, type Ranges } from "../analysis/ranges.ts";
import type { Structure } from "../analysis/structure.ts";
import { isTight, SubscriptFinder, type Subscript } from "../analysis/subscripts.ts";
import * as op from "../ops/index.ts";
import { Box } from "./box.ts";
import { sizeOf } from "./inline.ts";

/** Larger loops are not doubled. */
const LARGEST = 600;
/** What one function may grow by. */
const BUDGET = 6000;

/** What is checked before a loop. */
export interface Nest {
  readonly finder: SubscriptFinder;
  /** Checks, and conversions of what was checked before, with the subscripts. */
  readonly subscripts: ReadonlyMap<Instr, Subscript>;
  /** Branches that do nothing but fail. */
  readonly failures: ReadonlySet<Instr>;
  /** The nest in whose copy this is one. */
  readonly within: Nest | undefined;
}

/** Chooses, outer loops first, what is checked where. */
export class Planner {
  /** The nest of each loop that is one. */
  readonly nests: Map<Instr, Nest> = new Map();
  /** Where checks that need not be made in their place are made. */
  readonly checked: Map<Instr, Nest> = new Map();
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
export function nestsAround({ within }: Nest): Nest[] {
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
