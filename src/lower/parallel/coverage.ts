// Memory that is of use within an iteration only: written before it is read, or left zero.
import type { Instr, Region, Value } from "../../ir/func.ts";
import * as op from "../../ops/index.ts";
import type { Access } from "./accesses.ts";
import type { Condition } from "./plan.ts";
import { along, number, plus, type Polynomial } from "./polynomial.ts";
import type { Subscripts } from "./subscripts.ts";

/** On what it rests that an iteration writes all of `root` before it reads any; undefined if it does not. */
export function covering(
  body: Region,
  root: Value,
  accesses: readonly Access[],
  subscripts: Subscripts,
): Condition[] | undefined {
  const finder = new Finder(root, accesses, subscripts);
  return finder.covers(body) ? finder.conditions : undefined;
}

/** On what it rests that `root` is zero after an iteration, if it was before; undefined if it is not. */
export function clearing(
  body: Region,
  root: Value,
  accesses: readonly Access[],
  subscripts: Subscripts,
): Condition[] | undefined {
  const finder = new Finder(root, accesses, subscripts);
  return finder.clears(body) ? finder.conditions : undefined;
}

class Finder {
  readonly conditions: Condition[] = [];
  private readonly root: Value;
  private readonly accesses: ReadonlyMap<Instr, readonly Access[]>;
  private readonly subscripts: Subscripts;

  constructor(root: Value, accesses: readonly Access[], subscripts: Subscripts) {
    this.root = root;
    const each = new Map<Instr, Access[]>();
    for (const access of accesses) {
      each.set(access.instr, [...(each.get(access.instr) ?? []), access]);
    }
    this.accesses = each;
    this.subscripts = subscripts;
  }

  covers({ body }: Region): boolean {
    const first = body.find((instr) => this.touches(instr));
    if (first === undefined) return false;
    const { op: what, args, regions } = first;
    const [a] = args as [Value];
    switch (what) {
      case op.fill:
        return a === this.root;
      case op.forOp:
        if (this.sweeps(first, "first")) return true;
        if (!this.areFixed(args.slice(0, 2))) return false;
        this.conditions.push({ kind: "runs", loop: first });
        return this.covers(regions[0]!);
      case op.ifOp:
        if (this.subscripts.isInside(a)) return regions.every((r) => this.covers(r));
        this.conditions.push({ kind: "flag", value: a });
        return this.covers(regions[0]!);
      default:
        return false;
    }
  }

  clears({ body }: Region): boolean {
    const all = body.filter((instr) => this.touches(instr));
    const last = all.at(-1);
    if (last === undefined) return true;
    const { op: what, args, regions } = last;
    switch (what) {
      case op.fill:
        return args[0] === this.root && this.isZero(args[1]!);
      case op.forOp:
        if (this.sweeps(last, "last")) return true;
        return all.length === 1 && this.clears(regions[0]!);
      case op.ifOp: {
        const [condition] = args as [Value];
        if (all.length === 1) return regions.every((r) => this.clears(r));
        if (this.subscripts.isInside(condition)) return regions.every((r) => this.clearsAtEnd(r));
        this.conditions.push({ kind: "flag", value: condition });
        return this.clearsAtEnd(regions[0]!);
      }
      default:
        return false;
    }
  }

  // Whether what was written before the region is cleared too.
  private clearsAtEnd({ body }: Region): boolean {
    const last = body.findLast((instr) => this.touches(instr));
    return last?.op === op.forOp && this.sweeps(last, "last");
  }

  /**
   * Whether the loop writes every element once, and touches no other in that iteration: before it
   * reads it, or zero at the end.
   */
  private sweeps(loop: Instr, order: "first" | "last"): boolean {
    const step = Number(loop.attrs["step"]);
    if (Math.abs(step) !== 1 || !this.areFixed(loop.args.slice(0, 2))) return false;
    const [lo, hi] = loop.args.slice(0, 2).map((v) => this.subscripts.of(v));
    const { params, body } = loop.regions[0]!;
    const touching = body.filter((instr) => this.touches(instr));
    const store = order === "first" ? touching[0] : touching.at(-1);
    if (store?.op !== op.store || lo === undefined || hi === undefined) return false;
    if (order === "last" && !this.isZero(store.args[2]!)) return false;
    const same = ({ op: what, args }: Instr): boolean =>
      (what === op.load || what === op.store) &&
      args[0] === store.args[0] &&
      args[1] === store.args[1];
    if (!touching.every(same)) return false;
    const at = this.accesses.get(store)?.[0]?.at;
    const parts = at && along(at, params[0]!);
    if (parts === undefined || !isOne(parts.slope) || !this.isFixed(parts.rest)) return false;
    const [low, end] = step > 0 ? [lo, hi] : [plus(hi, number(1)), plus(lo, number(1))];
    const from = low && plus(low, parts.rest);
    const to = end && plus(end, parts.rest);
    if (from === undefined || to === undefined) return false;
    this.conditions.push({ kind: "covers", memory: this.root, from, to });
    return true;
  }

  private isZero(v: Value): boolean {
    const instr = this.subscripts.definitionOf(v);
    return instr?.op === op.constant && Object.is(Number(op.literalOf(instr.attrs)), 0);
  }

  private areFixed(values: readonly Value[]): boolean {
    return values.every((v) => {
      const p = this.subscripts.of(v);
      return p !== undefined && this.isFixed(p);
    });
  }

  private isFixed(p: Polynomial): boolean {
    return p.every(({ of }) => of.every((v) => !this.subscripts.isInside(v)));
  }

  private touches(instr: Instr): boolean {
    return this.accesses.has(instr) || instr.regions.some((r) => this.touchesAny(r));
  }

  private touchesAny({ body }: Region): boolean {
    return body.some((instr) => this.touches(instr));
  }
}

function isOne(p: Polynomial): boolean {
  return p.length === 1 && p[0]!.times === 1 && p[0]!.of.length === 0;
}
