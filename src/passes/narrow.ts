import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { EXACT, I32_MAX, I32_MIN, rangesOf, type Range, type Ranges } from "../analysis/ranges.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import type { Op } from "../ir/op.ts";
import { i32, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
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
 * Ranges must show that nothing overflows; `x | 0` is the same modulo 2³² as long as doubles are
 * exact. A subscript that may be negative becomes that negative number instead of -1 if all its uses
 * are checks of bounds, which refuse both. Subscripts made from numbers that are not known to be
 * integers stay. Linear.
 */
export const narrow: Pass = funcPass("narrow", doc, (func) => narrowFunc(func, false));

/**
 * The same, and whole numbers that an i32 may not hold are held within its range where only checks
 * of bounds see them, which refuse both ends of it. Subscripts are harder to recognise then.
 */
export const narrowFinal: Pass = funcPass("narrow-final", `${doc}; once none are looked for`, (f) =>
  narrowFunc(f, true),
);

function narrowFunc(func: Func, final: boolean): Func {
  const structure = structureOf(func.region);
  const ranges = rangesOf(structure);
  const checkedOnly = onlyChecked(func.region);
  return editFunc(func, {
    instr: (instr, b, old) => {
      if (old.op !== op.toIndex && old.op !== op.clampI32 && old.op !== op.toInt32)
        return undefined;
      const x = old.args[0]!;
      const range = ranges.of(x);
      // apart, so that an attempt that fails leaves nothing
      const attempt = (make: (narrower: Narrower) => Value | undefined): Value | undefined => {
        const apart = new Builder(old.span);
        const made = make(new Narrower(structure, ranges, apart));
        if (made !== undefined) for (const integer of apart.body) b.append(integer);
        return made;
      };
      let made = fits(range, old, checkedOnly) ? attempt((n) => n.integer(x)) : undefined;
      if (old.op === op.toInt32 && isExact(range)) made ??= attempt((n) => n.wrapped(x));
      if (final && old.op === op.toIndex && range.whole && checkedOnly.has(old.results[0]!)) {
        made ??= op.clampI32(b, instr.args[0]!);
      }
      return made && [made];
    },
  });
}

function fits(
  { lo, hi, whole }: Range,
  { op: what, results }: Instr,
  checked: ReadonlySet<Value>,
): boolean {
  if (!whole || lo < I32_MIN || hi > I32_MAX) return false;
  if (what !== op.toIndex) return true;
  // bounds refuses the largest i32 as well: it is not below any length
  return checked.has(results[0]!) || (lo >= 0 && hi < I32_MAX);
}

/** Values whose every use is to be checked against a length. */
function onlyChecked(region: Region): Set<Value> {
  const checked = new Set<Value>();
  const others = new Set(region.yields);
  walk(region, (instr) => {
    instr.args.forEach((v, i) => (instr.op === op.bounds && i === 0 ? checked : others).add(v));
    for (const inner of instr.regions) for (const v of inner.yields) others.add(v);
  });
  for (const v of others) checked.delete(v);
  return checked;
}

/** Makes integers of doubles that are whole. */
class Narrower {
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly b: Builder;
  private fuel = 32;

  constructor(structure: Structure, ranges: Ranges, b: Builder) {
    this.structure = structure;
    this.ranges = ranges;
    this.b = b;
  }

  /** The i32 equal to `v`; undefined where that is not certain. */
  integer(v: Value): Value | undefined {
    const range = this.ranges.of(v);
    if (!range.whole || range.lo < I32_MIN || range.hi > I32_MAX || this.fuel-- <= 0) {
      return undefined;
    }
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr === undefined) return undefined;
    const [x, y, z] = instr.args as [Value, Value, Value];
    switch (instr.op) {
      case op.constant:
        return op.int(this.b, Number(op.literalOf(instr.attrs)) | 0); // -0 too
      case op.toF64:
        return sameType(x.type, i32) ? x : undefined;
      case op.floor:
      case op.ceil:
      case op.trunc:
      case op.round:
        return this.integer(x);
      case op.add:
      case op.sub:
      case op.mul:
        return this.combined(instr.op, x, y);
      case op.neg: {
        const inner = this.integer(x);
        return inner && op.neg(this.b, inner);
      }
      case op.select: {
        const [p, q] = [this.integer(y), this.integer(z)];
        return p && q && op.select(this.b, x, p, q);
      }
      default:
        return undefined;
    }
  }

  /** The i32 that `v`, which is whole and exact, is modulo 2³²; undefined if it is no sum or product. */
  wrapped(v: Value): Value | undefined {
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr === undefined || this.fuel-- <= 0) return undefined;
    const [x, y, z] = instr.args as [Value, Value, Value];
    switch (instr.op) {
      case op.constant:
        return op.int(this.b, Number(op.literalOf(instr.attrs)) | 0);
      case op.toF64:
        return sameType(x.type, i32) ? x : undefined;
      case op.add:
      case op.sub:
      case op.mul: {
        if (!isExact(this.ranges.of(x)) || !isExact(this.ranges.of(y))) return undefined;
        const [p, q] = [this.part(x), this.part(y)];
        return this.b.emit1(instr.op, [p, q]);
      }
      case op.neg: {
        if (!isExact(this.ranges.of(x))) return undefined;
        return op.neg(this.b, this.part(x));
      }
      case op.select: {
        if (!isExact(this.ranges.of(y)) || !isExact(this.ranges.of(z))) return undefined;
        return op.select(this.b, x, this.part(y), this.part(z));
      }
      default:
        return undefined;
    }
  }

  private part(v: Value): Value {
    return this.wrapped(v) ?? op.toInt32(this.b, v);
  }

  private combined(what: Op, x: Value, y: Value): Value | undefined {
    if (!isExact(this.ranges.of(x)) || !isExact(this.ranges.of(y))) return undefined;
    const p = this.integer(x);
    const q = p && this.integer(y);
    return p && q && this.b.emit1(what, [p, q]);
  }
}

function isExact({ lo, hi, whole }: Range): boolean {
  return whole && lo >= -EXACT && hi <= EXACT;
}
