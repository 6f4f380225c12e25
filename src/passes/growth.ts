// How much larger integers are than those a function is given.
import type { Value } from "../ir/func.ts";
import type { Ranges } from "../analysis/ranges.ts";
import type { Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";

/**
 * Finds how much larger in magnitude a value can be than the largest of some parameters, and than
 * `least`, whichever is more.
 */
export class Growth {
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly isGiven: (v: Value) => boolean;
  private readonly least: number;

  constructor(structure: Structure, ranges: Ranges, isGiven: (v: Value) => boolean, least: number) {
    this.structure = structure;
    this.ranges = ranges;
    this.isGiven = isGiven;
    this.least = least;
  }

  /** Undefined where that is not known. */
  of(v: Value, fuel = 12): number | undefined {
    const { lo, hi, whole } = this.ranges.of(v);
    if (this.isGiven(v) || (whole && lo >= -this.least && hi <= this.least)) return 0;
    const definition = fuel > 0 ? this.structure.definitionOf(v) : undefined;
    if (definition === undefined) return undefined;
    const { instr, region, index } = definition;
    const most = (...values: Value[]): number | undefined => {
      const all = values.map((x) => this.of(x, fuel - 1));
      return all.reduce((m, x) =>
        m === undefined || x === undefined ? undefined : Math.max(m, x),
      );
    };
    if (instr === undefined) {
      const owner = this.structure.ownerOf(region);
      return owner?.op === op.forOp && index === 0 ? most(...owner.args.slice(0, 2)) : undefined;
    }
    const [x, y, z] = instr.args as [Value, Value, Value];
    switch (instr.op) {
      case op.toF64:
      case op.toInt32:
      case op.clampI32:
      case op.toIndex:
      case op.bounds:
      case op.ceil:
      case op.trunc:
      case op.neg:
        return most(x);
      case op.select:
        return most(y, z);
      case op.ifOp:
        return most(...instr.regions.map((r) => r.yields[index]!));
      case op.add:
        return this.moved(x, y, fuel) ?? this.moved(y, x, fuel);
      case op.sub:
        return this.moved(x, y, fuel);
      case op.shr:
        return this.ranges.of(y).lo > 0 ? this.halved(x, fuel) : undefined;
      case op.floor:
        return most(x) ?? this.quotient(x, fuel);
      default:
        return undefined;
    }
  }

  private moved(x: Value, by: Value, fuel: number): number | undefined {
    const { lo, hi, whole } = this.ranges.of(by);
    const base = whole ? this.of(x, fuel - 1) : undefined;
    return base === undefined ? undefined : base + Math.max(Math.abs(lo), Math.abs(hi));
  }

  private quotient(v: Value, fuel: number): number | undefined {
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr?.op !== op.div && instr?.op !== op.mul) return undefined;
    const [x, by] = instr.args as [Value, Value];
    const { lo, hi } = this.ranges.of(by);
    return lo === hi && (instr.op === op.div ? lo >= 2 : lo >= 0 && lo <= 0.5)
      ? this.halved(x, fuel)
      : undefined;
  }

  // Half of a sum is no larger than one of its parts, up to rounding.
  private halved(v: Value, fuel: number): number | undefined {
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr === undefined) return this.of(v, fuel - 1);
    if (instr.op === op.toInt32 || instr.op === op.toF64) {
      return this.halved(instr.args[0]!, fuel - 1);
    }
    const parts = instr.op === op.add ? instr.args : [v];
    const all = parts.map((x) => this.of(x, fuel - 1));
    const most = all.reduce((m, x) =>
      m === undefined || x === undefined ? undefined : Math.max(m, x),
    );
    return most === undefined ? undefined : most + 1;
  }
}
