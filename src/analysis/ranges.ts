import type { Instr, Region, Value } from "../ir/func.ts";
import type { Dtype } from "../ir/types.ts";
import { elemSize } from "../ir/storage.ts";
import * as op from "../ops/index.ts";
import type { Definition, Structure } from "./structure.ts";

/**
 * What a scalar can be: a number in [lo, hi]. Where `whole`, it is an integer (and so neither NaN
 * nor infinite); where not, it may be NaN too. Arithmetic of the range's own kind keeps `whole`:
 * large doubles are integers.
 */
export interface Range {
  readonly lo: number;
  readonly hi: number;
  readonly whole: boolean;
}

/** `v ≤ value + plus`, or `≥`, in true integers. */
interface Bound {
  readonly value: Value;
  readonly plus: number;
}

export interface Ranges {
  of(v: Value): Range;
  /** Whether 0 ≤ i < n is certain wherever both exist, of i32. */
  isInside(i: Value, n: Value): boolean;
  /** Whether a < b is certain wherever both exist, of i32. */
  isBelow(a: Value, b: Value): boolean;
}

export const I32_MIN = -2147483648;
export const I32_MAX = 2147483647;
/** Integers up to this magnitude, and sums and products that stay below it, are exact in f64. */
export const EXACT: number = 2 ** 53;
/** Whether it is an integer that an i32 holds. */
export function fitsI32({ lo, hi, whole: isWhole }: Range): boolean {
  return isWhole && lo >= I32_MIN && hi <= I32_MAX;
}

/** Whether it is an integer of which sums and products as small as that are exact in f64. */
export function isExact({ lo, hi, whole: isWhole }: Range): boolean {
  return isWhole && lo >= -EXACT && hi <= EXACT;
}

/** More iterations than any loop runs. */
const FOREVER = 2 ** 64;

const anything: Range = { lo: -Infinity, hi: Infinity, whole: false };
const full32: Range = { ...anything };

function whole(lo: number, hi: number): Range {
  return { lo, hi, whole: true };
}

const ofDtype: Record<Dtype, Range> = {
  f64: anything,
  f32: full32,
  i64: whole(-(2 ** 63), 2 ** 63),
  i32: whole(I32_MIN, I32_MAX),
  bool: whole(0, 1),
};

function fullOf(v: Value): Range {
  return v.type.kind === "scalar" ? ofDtype[v.type.dtype] : full32;
}

function hull(a: Range, b: Range): Range {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi), whole: a.whole && b.whole };
}

/**
 * Ranges of the values of one function: intervals through integer and integer-valued arithmetic,
 * loop indices and counters, and upper bounds relative to other values (`i < n`). Nothing is
 * learned from conditions. Each value is looked at once, when it is first asked for; what is
 * `given`, of parameters, is taken as it is.
 */
export function rangesOf(
  structure: Structure,
  given: ReadonlyMap<Value, Range> = new Map<Value, Range>(),
): Ranges {
  const known = new Map(given);
  const finder = new Finder(structure, known);
  const of = (v: Value): Range => finder.of(v);
  const isBelow = (a: Value, b: Value): boolean => {
    if (of(a).hi < of(b).lo) return true;
    const lows = new Map(limits(b, structure, of, "least").map((l) => [l.value, l.plus]));
    return limits(a, structure, of, "most").some(
      (u) => lows.has(u.value) && u.plus < (lows.get(u.value) as number),
    );
  };
  return { of, isBelow, isInside: (i, n) => of(i).lo >= 0 && isBelow(i, n) };
}

interface Known {
  get(v: Value): Range | undefined;
  set(v: Value, range: Range): unknown;
}

/** What is found on the assumption of a trial, over what is known without it. */
class Layer {
  private readonly own = new Map<Value, Range>();
  private readonly below: Known;

  constructor(below: Known) {
    this.below = below;
  }

  get(v: Value): Range | undefined {
    return this.own.get(v) ?? this.below.get(v);
  }

  set(v: Value, range: Range): void {
    this.own.set(v, range);
  }
}

class Finder {
  private readonly structure: Structure;
  private readonly known: Known;
  /** How many ranges of carried values are being tried. */
  private readonly trials: number;
  private depth = 0;
  private fuel = 0;

  constructor(structure: Structure, known: Known, trials = 0) {
    this.structure = structure;
    this.known = known;
    this.trials = trials;
  }

  of(v: Value): Range {
    const found = this.known.get(v);
    if (found !== undefined) return found;
    const full = fullOf(v);
    const definition = this.structure.definitionOf(v);
    // f32 rounds more coarsely than the arithmetic on ranges
    if (full === full32 || definition === undefined || this.depth > 200) return full;
    this.known.set(v, full); // what a cycle sees
    this.depth++;
    const range = clip(this.find(definition), full);
    this.depth--;
    this.known.set(v, range);
    return range;
  }

  private find({ instr, region, index }: Definition): Range {
    if (instr === undefined) return this.param(region, index);
    const rule = rules.get(instr.op);
    if (instr.op === op.floor) return this.floored(instr);
    if (rule !== undefined) return rule(instr, (v) => this.of(v));
    const [first, second] = instr.regions;
    if (instr.op === op.ifOp) {
      return hull(this.of(first!.yields[index]!), this.of(second!.yields[index]!));
    }
    if (instr.op === op.forOp) return this.counted(instr, index, first!.params[index + 1]!, 0);
    if (instr.op === op.loopOp) return this.counted(instr, index, first!.params[index]!, 1);
    return fullOf(instr.results[index]!);
  }

  private param(region: Region, index: number): Range {
    const owner = this.structure.ownerOf(region);
    if (owner?.op === op.loopOp) return this.counted(owner, index, region.params[index]!, 1);
    if (owner?.op !== op.forOp) return fullOf(region.params[index]!);
    if (index > 0) return this.counted(owner, index - 1, region.params[index]!, 0);
    const [lo, hi] = [this.of(owner.args[0]!), this.of(owner.args[1]!)];
    return Number(owner.attrs["step"]) > 0
      ? whole(lo.lo, Math.max(lo.lo, hi.hi - 1))
      : whole(Math.min(lo.hi, hi.lo + 1), lo.hi);
  }

  // A carried value moves by at most its change in one iteration, times the iterations.
  private counted(owner: Instr, index: number, carried: Value, skip: number): Range {
    const init = this.of(owner.args[owner.op === op.forOp ? index + 2 : index]!);
    const next = owner.regions[0]!.yields[index + skip]!;
    if (next === carried) return init;
    this.fuel = 60;
    const change = init.whole ? this.change(next, carried) : undefined;
    if (change === undefined) return this.settled(init, carried, next);
    const all = repeated(change, owner.op === op.forOp ? this.trips(owner) : FOREVER);
    return sum(init, all);
  }

  // An integer over a constant is finite, and rounded it is one again.
  private floored(instr: Instr): Range {
    const made = this.structure.definitionOf(instr.args[0]!)?.instr;
    if (made?.op !== op.div && made?.op !== op.mul) return this.of(instr.args[0]!);
    const [x, c] = made.args.map((a) => this.of(a)) as [Range, Range];
    if (!x.whole || c.lo !== c.hi || !(c.lo > 0)) return this.of(instr.args[0]!);
    const end = (n: number): number => Math.floor(made.op === op.div ? n / c.lo : n * c.lo);
    return whole(end(x.lo), end(x.hi));
  }

  // A carried double that is made anew from integers: the least range found that it does not leave.
  private settled(init: Range, carried: Value, next: Value): Range {
    const full = fullOf(carried);
    if (full.whole || !init.whole || this.trials > 1) return full;
    let guess = init;
    for (let round = 0; round < 3; round++) {
      const known = new Layer(this.known);
      known.set(carried, guess);
      const after = clip(new Finder(this.structure, known, this.trials + 1).of(next), full);
      if (!after.whole) return full;
      if (after.lo >= guess.lo && after.hi <= guess.hi) return guess;
      guess = hull(guess, round === 0 ? after : ofDtype.i32);
    }
    return full;
  }

  private trips(owner: Instr): number {
    const [lo, hi] = [this.of(owner.args[0]!), this.of(owner.args[1]!)];
    const step = Number(owner.attrs["step"]);
    return Math.max(0, Math.ceil((step > 0 ? hi.hi - lo.lo : lo.hi - hi.lo) / Math.abs(step)));
  }

  // Range of `v - from`, where v is made from `from` by adding to it.
  private change(v: Value, from: Value): Range | undefined {
    if (v === from) return whole(0, 0);
    if (this.fuel-- <= 0) return undefined;
    const definition = this.structure.definitionOf(v);
    const instr = definition?.instr;
    if (definition === undefined || instr === undefined) return undefined;
    const [a, b] = instr.args as [Value, Value];
    const by = (x: Value, d: Range): Range | undefined => {
      const base = this.change(x, from);
      return base === undefined || !d.whole ? undefined : sum(base, d);
    };
    if (instr.op === op.add) return by(a, this.of(b)) ?? by(b, this.of(a));
    if (instr.op === op.sub) return by(a, negated(this.of(b)));
    if (instr.op === op.ifOp) {
      const sides = instr.regions.map((r) => this.change(r.yields[definition.index]!, from));
      return sides[0] && sides[1] && hull(sides[0], sides[1]);
    }
    if (instr.op === op.select) {
      const sides = [this.change(b, from), this.change(instr.args[2]!, from)];
      return sides[0] && sides[1] && hull(sides[0], sides[1]);
    }
    if (instr.op !== op.forOp) return undefined;
    const body = instr.regions[0]!;
    const inner = this.change(body.yields[definition.index]!, body.params[definition.index + 1]!);
    if (inner === undefined) return undefined;
    return by(instr.args[definition.index + 2]!, repeated(inner, this.trips(instr)));
  }
}

// Integers that leave their type wrap; doubles that may overflow or lose wholeness are anything.
function clip(range: Range, full: Range): Range {
  if (full.whole) return range.whole && range.lo >= full.lo && range.hi <= full.hi ? range : full;
  if (!range.whole || Number.isNaN(range.lo + range.hi)) return anything;
  return Math.abs(range.lo) < 1e300 && Math.abs(range.hi) < 1e300 ? range : anything;
}

function sum(a: Range, b: Range): Range {
  return { lo: a.lo + b.lo, hi: a.hi + b.hi, whole: a.whole && b.whole };
}

function shifted(a: Range, by: number): Range {
  const end = (x: number): number => Math.floor(x / 2 ** by);
  return whole(end(a.lo), end(a.hi));
}

function negated(a: Range): Range {
  return { lo: -a.hi, hi: -a.lo, whole: a.whole };
}

function product(a: Range, b: Range): Range {
  const ends = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
  return { lo: Math.min(...ends), hi: Math.max(...ends), whole: a.whole && b.whole };
}

// What `times` changes of `by` come to. Doubles above 2⁵³ may round each to twice of it.
function repeated(by: Range, times: number): Range {
  const all = (d: number): number => {
    const exact = d === 0 ? 0 : d * times;
    return Math.abs(exact) < EXACT / 4 ? exact : 2 * exact;
  };
  return { lo: all(Math.min(0, by.lo)), hi: all(Math.max(0, by.hi)), whole: by.whole };
}

// No memory is larger than 4 GiB.
function longest({ type }: Value): number {
  return type.kind === "mem" ? Math.min(I32_MAX, 2 ** 32 / elemSize(type.elem)) : I32_MAX;
}

type RangeRule = (instr: Instr, of: (v: Value) => Range) => Range;

const arg = (instr: Instr, i: number): Value => instr.args[i]!;
const same: RangeRule = (instr, of) => of(arg(instr, 0));
const both =
  (f: (a: Range, b: Range) => Range): RangeRule =>
  (instr, of) =>
    f(of(arg(instr, 0)), of(arg(instr, 1)));

// A double that is an integer already is not rounded.
const rounded: RangeRule = (instr, of) => of(arg(instr, 0));

const rules: ReadonlyMap<unknown, RangeRule> = new Map<unknown, RangeRule>([
  [
    op.constant,
    ({ attrs }) => {
      const value = Number(attrs["value"]);
      return { lo: value, hi: value, whole: Number.isInteger(value) };
    },
  ],
  [op.add, both(sum)],
  [op.sub, both((a, b) => sum(a, negated(b)))],
  [op.mul, both(product)],
  [op.neg, (instr, of) => negated(of(arg(instr, 0)))],
  [
    op.shr,
    both((x, by) =>
      by.lo >= 0 && by.lo === by.hi && by.hi < 32 ? shifted(x, by.lo) : ofDtype.i64,
    ),
  ],
  [op.min, both((a, b) => ({ ...hull(a, b), hi: Math.min(a.hi, b.hi) }))],
  [op.max, both((a, b) => ({ ...hull(a, b), lo: Math.max(a.lo, b.lo) }))],
  [op.select, (instr, of) => hull(of(arg(instr, 1)), of(arg(instr, 2)))],
  [op.length, ({ args: [memory] }) => whole(0, longest(memory!))],
  [
    op.bounds,
    both((i, n) => {
      const [lo, hi] = [Math.max(0, i.lo), Math.min(i.hi, n.hi - 1)];
      return lo <= hi ? whole(lo, hi) : whole(0, I32_MAX);
    }),
  ],
  [op.toF64, same],
  [op.toI64, same],
  [op.boolToI32, same],
  [op.wrapI32, same],
  [op.toInt32, same],
  [op.ceil, rounded],
  [op.trunc, rounded],
  [op.round, rounded],
  [
    op.toIndex,
    (instr, of) => {
      const x = of(arg(instr, 0));
      if (!x.whole || x.hi < 0) return whole(-1, I32_MAX - 1);
      const outside = x.lo < 0 || x.hi >= I32_MAX;
      return whole(outside ? -1 : x.lo, Math.min(x.hi, I32_MAX - 1));
    },
  ],
  [
    op.clampI32,
    (instr, of) => {
      const x = of(arg(instr, 0));
      if (!x.whole) return ofDtype.i32;
      const clamp = (n: number): number => Math.max(I32_MIN, Math.min(I32_MAX, n));
      return whole(clamp(x.lo), clamp(x.hi));
    },
  ],
]);

// Values that `v` is at most (or at least) some constant more than.
function limits(
  v: Value,
  structure: Structure,
  of: (v: Value) => Range,
  side: "most" | "least",
): Bound[] {
  const found: Bound[] = [];
  const visit = (value: Value, plus: number): void => {
    found.push({ value, plus });
    if (found.length > 12) return;
    for (const next of step(value)) visit(next.value, plus + next.plus);
  };
  const step = (value: Value): Bound[] => {
    const d = structure.definitionOf(value);
    if (d === undefined) return [];
    if (d.instr === undefined) return side === "most" ? belowHi(d, structure) : [];
    const [a, b] = d.instr.args as [Value, Value];
    switch (d.instr.op) {
      case op.add: {
        const [p, q] = [of(a), of(b)];
        if (p.lo + q.lo < I32_MIN || p.hi + q.hi > I32_MAX) return [];
        const by = (x: Range): number => (side === "most" ? x.hi : x.lo);
        return [
          { value: a, plus: by(q) },
          { value: b, plus: by(p) },
        ];
      }
      case op.sub: {
        const [p, q] = [of(a), of(b)];
        if (p.lo - q.hi < I32_MIN || p.hi - q.lo > I32_MAX) return [];
        return [{ value: a, plus: side === "most" ? -q.lo : -q.hi }];
      }
      case op.bounds:
        if (side === "least") return [{ value: a, plus: 0 }];
        return [
          { value: a, plus: 0 },
          { value: b, plus: -1 },
        ];
      default:
        return [];
    }
  };
  visit(v, 0);
  return found;
}

function belowHi({ region, index }: Definition, structure: Structure): Bound[] {
  const owner = structure.ownerOf(region);
  if (owner?.op !== op.forOp || index > 0) return [];
  const [lo, hi] = owner.args as [Value, Value];
  return Number(owner.attrs["step"]) > 0 ? [{ value: hi, plus: -1 }] : [{ value: lo, plus: 0 }];
}
