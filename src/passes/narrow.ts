import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { walk } from "../ir/rewrite.ts";
import { arithmetic, isFaithful } from "../analysis/faithful.ts";
import { indexUsesOf, type IndexUses } from "../analysis/index-uses.ts";
import {
  fitsI32,
  I32_MAX,
  isExact,
  rangesOf,
  type Range,
  type Ranges,
} from "../analysis/ranges.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { f64, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { carriedAt, comparisons, Integers } from "./integers.ts";
import { funcPass, type Pass } from "./pass.ts";

const doc = "computes indices in integers";

/**
 * Index arithmetic in integers: JavaScript computes subscripts in doubles; where these are integers
 * that an i32 holds all the way, so does this.
 *
 *     %1 = to_f64 %i
 *     %2 = mul %1, 4         %1 = mul %i, 4
 *     %3 = to_f64 %j    →    %2 = add %1, %j
 *     %4 = add %2, %3
 *     %5 = to_index %4
 *
 * A loop carries such a number as an integer, too; the double goes if nothing else uses it. Ranges
 * must show that nothing overflows; `x | 0` is the same modulo 2³² as long as doubles are exact, and
 * so is the index of an element that is there, as in a reverse sweep. A subscript that may be negative becomes that negative
 * number instead of -1 if all its uses are checks of bounds, which refuse both. Subscripts made from
 * numbers that are not known to be integers stay. Linear.
 */
export const narrow: Pass = funcPass("narrow", doc, (func) => narrowed(func));

/**
 * The same, and whole numbers that an i32 may not hold are held within its range where only checks
 * of bounds see them, which refuse both ends of it. Subscripts are harder to recognise then.
 */
export const narrowFinal: Pass = funcPass("narrow-final", `${doc}; once none are looked for`, (f) =>
  narrowed(f, undefined, true),
);

/** What is known of parameters that are doubles, and are to be handed on as integers. */
export interface Given {
  /** Parameters that are integers, with the further parameter that is the same number in i32. */
  readonly twins: ReadonlyMap<Value, Value>;
  readonly ranges: ReadonlyMap<Value, Range>;
  /** Calls to be made of another function, which takes some operands as integers, too. */
  readonly calls: ReadonlyMap<Instr, { readonly callee: string; readonly also: readonly Value[] }>;
}

/** `func` with numbers that are used as integers computed as such. */
export function narrowed(func: Func, given?: Given, final = false): Func {
  const structure = structureOf(func.region);
  const ranges = rangesOf(structure, given?.ranges);
  const integers = new Integers(structure, ranges, given?.twins);
  const roots = new Roots(structure, ranges, integers, indexUsesOf(func.region), final);
  for (const { also } of given?.calls.values() ?? []) also.forEach((v) => integers.isPossible(v));
  walk(func.region, (instr) => roots.look(instr));
  return editFunc(func, {
    instr: (instr, b, old) => {
      const call = given?.calls.get(old);
      if (call !== undefined) {
        const args = [...instr.args, ...call.also.map((v) => integers.make(b, v))];
        b.append({ ...instr, args, attrs: { ...instr.attrs, callee: call.callee } });
        return old.results;
      }
      const places = integers.wanted.get(old);
      if (places !== undefined) {
        b.append(withTwins(instr, old, [...places], integers, b));
        return old.results;
      }
      const made = roots.made(old, b);
      if (made !== undefined) integers.replace(old.results[0]!, made);
      return made && [made];
    },
  });
}

/** A loop or branch that carries or gives integers, too. */
function withTwins(
  instr: Instr,
  old: Instr,
  places: readonly number[],
  integers: Integers,
  b: Builder,
): Instr {
  const results = [...instr.results, ...places.map((p) => integers.twin(old.results[p]!))];
  const isLoop = old.op !== op.ifOp;
  const at = places.map((p) => (isLoop ? carriedAt(old, p) : undefined));
  const args = [...instr.args, ...at.flatMap((c) => (c ? [integers.make(b, c.init)] : []))];
  const regions = instr.regions.map((r, i): Region => {
    const end = new Builder(old.span);
    const ends = places.map((p, k) =>
      integers.make(end, at[k]?.next ?? old.regions[i]!.yields[p]!),
    );
    const params = [...r.params, ...at.flatMap((c) => (c ? [integers.twin(c.carried)] : []))];
    return { params, body: [...r.body, ...end.body], yields: [...r.yields, ...ends] };
  });
  return { ...instr, args, regions, results };
}

/** Where doubles are used as integers. */
class Roots {
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly integers: Integers;
  private readonly uses: IndexUses;
  private readonly final: boolean;

  constructor(
    structure: Structure,
    ranges: Ranges,
    integers: Integers,
    uses: IndexUses,
    final: boolean,
  ) {
    this.structure = structure;
    this.ranges = ranges;
    this.integers = integers;
    this.uses = uses;
    this.final = final;
  }

  /** Sees to what `instr` wants of loops and branches around it. */
  look(instr: Instr): void {
    if (!isConversion(instr)) return;
    const [x] = instr.args as [Value];
    if (this.ranges.of(x).whole) this.parts(x, 12);
  }

  // The integers that a larger one is made of.
  private parts(v: Value, fuel: number): void {
    if (fuel <= 0 || this.integers.isPossible(v)) return;
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr && isArithmetic(instr)) for (const a of instr.args) this.parts(a, fuel - 1);
  }

  /** What takes the place of `instr`; undefined where nothing is gained. */
  made(instr: Instr, b: Builder): Value | undefined {
    if (comparisons.has(instr.op)) return this.comparison(instr, b);
    if (!isConversion(instr)) return undefined;
    const [x] = instr.args as [Value];
    const range = this.ranges.of(x);
    if (!fitsI32(range) || !this.integers.isMade(x)) return this.larger(instr, x, b);
    const least = this.least(range, instr);
    if (least === undefined) return undefined;
    const made = this.integers.make(b, x);
    return least ? op.select(b, op.lt(b, made, op.int(b, 0)), op.int(b, -1), made) : made;
  }

  // Whether what is negative must become -1; undefined where an i32 does not do.
  private least({ lo, hi }: Range, { op: what, results }: Instr): boolean | undefined {
    if (what !== op.toIndex) return false;
    // bounds refuses the largest i32 as well: it is not below any length
    if (this.uses.isChecked(results[0]!) || this.uses.isTaken(results[0]!)) return false;
    return hi < I32_MAX ? lo < 0 : undefined;
  }

  // Of what an i32 may not hold, or is not made of integers alone.
  private larger(instr: Instr, x: Value, b: Builder): Value | undefined {
    const range = this.ranges.of(x);
    if (instr.op === op.toInt32 && isExact(range)) {
      const made = this.wrapped(b, x, (v) => isExact(this.ranges.of(v)));
      if (made !== undefined) return made;
    }
    if (this.isTaken(instr)) return this.wrapped(b, x, () => true);
    const again = range.whole ? this.again(b, x, 12) : x;
    const [result] = instr.results as [Value];
    if (this.final && instr.op === op.toIndex && range.whole && this.uses.isChecked(result)) {
      return op.clampI32(b, again);
    }
    return again === x ? undefined : b.emit1(instr.op, [again]);
  }

  // Whether what leaves i32 on the way comes back: the index is of an element that is there.
  private isTaken({ op: what, args, results }: Instr): boolean {
    if (what !== op.toIndex || !this.uses.isTaken(results[0]!)) return false;
    return isFaithful(args[0]!, this.structure, this.ranges, (v) => this.integers.isMade(v));
  }

  // The i32 that `v` is modulo 2³²; undefined if it is no sum or product.
  private wrapped(
    b: Builder,
    v: Value,
    isSafe: (operand: Value) => boolean,
    fuel = 32,
  ): Value | undefined {
    if (this.integers.isMade(v)) return this.integers.make(b, v);
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr === undefined || !isArithmetic(instr) || fuel <= 0) return undefined;
    if (!instr.args.every(isSafe)) return undefined;
    const parts = instr.args.map((a) => this.wrapped(b, a, isSafe, fuel - 1) ?? op.toInt32(b, a));
    return b.emit1(instr.op, parts);
  }

  // The same sum or product of doubles, of integers that there are.
  private again(b: Builder, v: Value, fuel: number): Value {
    if (fuel <= 0) return v;
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr?.op === op.toF64 || instr?.op === op.constant) return v;
    if (this.integers.isMade(v)) return op.toF64(b, this.integers.make(b, v));
    if (instr === undefined || !isArithmetic(instr)) return v;
    const args = instr.args.map((a) => this.again(b, a, fuel - 1));
    return args.every((a, i) => a === instr.args[i]) ? v : b.emit1(instr.op, args);
  }

  private comparison({ op: what, args }: Instr, b: Builder): Value | undefined {
    const [x, y] = args as [Value, Value];
    const known = decided(what, this.ranges.of(x), this.ranges.of(y));
    if (known !== undefined) return op.flag(b, known);
    if (!sameType(x.type, f64) || !this.integers.isMade(x) || !this.integers.isMade(y)) {
      return undefined;
    }
    if (!this.integers.hasTwin(x) && !this.integers.hasTwin(y)) return undefined;
    return b.emit1(what, [this.integers.make(b, x), this.integers.make(b, y)]);
  }
}

/** What a comparison of integers gives, if their ranges decide it. */
function decided(what: Op, x: Range, y: Range): boolean | undefined {
  if (!x.whole || !y.whole) return undefined;
  switch (what) {
    case op.lt:
      return x.hi < y.lo ? true : x.lo >= y.hi ? false : undefined;
    case op.le:
      return x.hi <= y.lo ? true : x.lo > y.hi ? false : undefined;
    case op.gt:
      return decided(op.lt, y, x);
    case op.ge:
      return decided(op.le, y, x);
    default:
      return x.hi < y.lo || y.hi < x.lo ? what === op.ne : undefined;
  }
}

function isConversion({ op: what }: Instr): boolean {
  return what === op.toIndex || what === op.clampI32 || what === op.toInt32;
}

function isArithmetic({ op: what }: Instr): boolean {
  return arithmetic.has(what);
}
