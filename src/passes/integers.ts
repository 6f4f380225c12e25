// Which doubles of a function can be computed as integers, and the instructions that do.
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { fitsI32, I32_MAX, I32_MIN, isExact, type Ranges } from "../analysis/ranges.ts";
import type { Structure } from "../analysis/structure.ts";
import { f64, i32, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** Values of a loop or branch, by their place among its results, that have a twin. */
type Places = Map<Instr, Set<number>>;

/** Places to be added to those that are wanted; undefined where none may be. */
type Trial = (readonly [Instr, number])[] | undefined;

/**
 * The i32 twins of doubles. Of what a loop carries, and of results of loops and branches, a twin is
 * a value of its own beside the double: `wanted` says which are to be made. What `given` has a twin
 * for, such as a parameter, is one already.
 */
export class Integers {
  /** What loops are to carry, and branches to give, as integers too. */
  readonly wanted: Places = new Map();
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly given: ReadonlyMap<Value, Value>;
  private readonly twins = new Map<Value, Value>();
  private readonly never = new Set<Value>();
  /** What stands for a value of the function by now. */
  private readonly now = new Map<Value, Value>();

  constructor(
    structure: Structure,
    ranges: Ranges,
    given: ReadonlyMap<Value, Value> = new Map<Value, Value>(),
  ) {
    this.structure = structure;
    this.ranges = ranges;
    this.given = given;
  }

  /** Says that `made` takes the place of `v`. */
  replace(v: Value, made: Value): void {
    this.now.set(v, made);
  }

  /** Whether `v` can be computed as an i32. What that takes of loops and branches is `wanted` then. */
  isPossible(v: Value): boolean {
    const trial: NonNullable<Trial> = [];
    if (!this.isWhole(v, trial, 32)) return false;
    for (const [instr, place] of trial) {
      const places = this.wanted.get(instr);
      if (places === undefined) this.wanted.set(instr, new Set([place]));
      else places.add(place);
    }
    return true;
  }

  /** Whether `v` can be computed as an i32 with what is given or `wanted` already. */
  isMade(v: Value): boolean {
    return this.isWhole(v, undefined, 32);
  }

  /** Whether `v` is computed from a twin. */
  hasTwin(v: Value): boolean {
    const { instr } = this.structure.definitionOf(v) ?? {};
    if (this.given.has(v) || instr === undefined || instr.regions.length > 0) return true;
    return (
      instr.op !== op.toF64 && instr.args.some((a) => sameType(a.type, f64) && this.hasTwin(a))
    );
  }

  /** The twin of a parameter or result at a place that is `wanted`. */
  twin(v: Value): Value {
    let made = this.given.get(v) ?? this.twins.get(v);
    if (made === undefined) this.twins.set(v, (made = { type: i32, hint: v.hint }));
    return made;
  }

  /** The i32 equal to `v`, which is possible. */
  make(b: Builder, v: Value): Value {
    const given = this.given.get(v);
    if (given !== undefined) return given;
    const definition = this.structure.definitionOf(v)!;
    const { instr } = definition;
    if (instr === undefined || instr.regions.length > 0) return this.twin(v);
    const [x, y, z] = instr.args as [Value, Value, Value];
    switch (instr.op) {
      case op.constant:
        return op.int(b, Number(op.literalOf(instr.attrs)) | 0); // -0 too
      case op.toF64:
        return this.now.get(x) ?? x;
      case op.neg:
        return op.neg(b, this.make(b, x));
      case op.select:
        return op.select(b, this.now.get(x) ?? x, this.make(b, y), this.make(b, z));
      case op.add:
      case op.sub:
      case op.mul:
        return b.emit1(instr.op, [this.make(b, x), this.make(b, y)]);
      default:
        return this.rounded(b, instr);
    }
  }

  private rounded(b: Builder, instr: Instr): Value {
    const x = instr.args[0]!;
    const half = this.shift(instr);
    if (half === undefined) return this.make(b, x);
    return op.shr(b, this.make(b, half.x), op.int(b, half.by));
  }

  private isWhole(v: Value, trial: Trial, fuel: number): boolean {
    if (this.given.has(v) || this.twins.has(v)) return true;
    if (this.never.has(v) || fuel <= 0) return false;
    const mark = trial?.length ?? 0;
    if (fitsI32(this.ranges.of(v)) && this.isComputed(v, trial, fuel - 1)) return true;
    if (trial === undefined) return false;
    trial.length = mark;
    // with less fuel than there is elsewhere nothing is said of it
    if (fuel > 16) this.never.add(v);
    return false;
  }

  private isComputed(v: Value, trial: Trial, fuel: number): boolean {
    const definition = this.structure.definitionOf(v);
    if (definition === undefined) return false;
    const { instr, region, index } = definition;
    const all = (...values: Value[]): boolean => values.every((x) => this.isWhole(x, trial, fuel));
    if (instr === undefined) {
      const owner = this.structure.ownerOf(region);
      if (owner?.op === op.loopOp) return this.isCarried(owner, index, trial, fuel);
      return owner?.op === op.forOp && index > 0 && this.isCarried(owner, index - 1, trial, fuel);
    }
    const [x, y, z] = instr.args as [Value, Value, Value];
    switch (instr.op) {
      case op.constant:
        return true;
      case op.toF64:
        return sameType(x.type, i32);
      case op.floor: {
        const half = this.shift(instr);
        return all(half === undefined ? x : half.x);
      }
      case op.ceil:
      case op.trunc:
      case op.round:
      case op.neg:
        return all(x);
      case op.add:
      case op.sub:
      case op.mul:
        return isExact(this.ranges.of(x)) && isExact(this.ranges.of(y)) && all(x, y);
      case op.select:
        return all(y, z);
      case op.ifOp:
        if (this.isWanted(instr, index, trial)) return true;
        if (trial === undefined) return false;
        trial.push([instr, index]);
        return all(...instr.regions.map((r) => r.yields[index]!));
      case op.forOp:
      case op.loopOp:
        return this.isCarried(instr, index, trial, fuel);
      default:
        return false;
    }
  }

  private isCarried(loop: Instr, place: number, trial: Trial, fuel: number): boolean {
    if (this.isWanted(loop, place, trial)) return true;
    if (trial === undefined) return false;
    trial.push([loop, place]);
    const { carried, init, next } = carriedAt(loop, place);
    return (
      sameType(carried.type, f64) &&
      fitsI32(this.ranges.of(carried)) &&
      this.isWhole(init, trial, fuel) &&
      this.isWhole(next, trial, fuel)
    );
  }

  private isWanted(instr: Instr, place: number, trial: Trial): boolean {
    if (this.wanted.get(instr)?.has(place) === true) return true;
    return trial?.some(([i, p]) => i === instr && p === place) === true;
  }

  // ⌊x / 2ⁿ⌋ is a shift of an integer x
  private shift({ op: what, args }: Instr): { x: Value; by: number } | undefined {
    if (what !== op.floor) return undefined;
    const over = this.structure.definitionOf(args[0]!)?.instr;
    if (over?.op !== op.div && over?.op !== op.mul) return undefined;
    const [x, d] = over.args as [Value, Value];
    const { lo, hi, whole } = this.ranges.of(x);
    const factor = this.structure.definitionOf(d)?.instr;
    if (factor?.op !== op.constant || !whole || lo < I32_MIN || hi > I32_MAX) return undefined;
    const c = Number(op.literalOf(factor.attrs));
    const by = Math.log2(over.op === op.div ? c : 1 / c);
    return Number.isInteger(by) && by > 0 && by < 31 ? { x, by } : undefined;
  }
}

/** What `loop` carries at a place among its results. */
export function carriedAt(
  loop: Instr,
  place: number,
): { readonly carried: Value; readonly init: Value; readonly next: Value } {
  const body = loop.regions[0]!;
  const counted = loop.op === op.forOp;
  return {
    carried: body.params[counted ? place + 1 : place]!,
    init: loop.args[counted ? place + 2 : place]!,
    next: body.yields[counted ? place : place + 1]!,
  };
}

/** Operations that compute the same with integers in place of doubles. */
export const comparisons: ReadonlySet<Op> = new Set<Op>([op.lt, op.le, op.gt, op.ge, op.eq, op.ne]);
