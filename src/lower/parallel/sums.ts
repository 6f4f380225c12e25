// What only ever has something added to it: then it can be added up in parts.
import type { Instr, Region, Value } from "../../ir/func.ts";
import { f64, sameType } from "../../ir/types.ts";
import type { Structure } from "../../analysis/structure.ts";
import * as op from "../../ops/index.ts";

/** How what a part gives is put to what there is. */
export type Joining = "add" | "min" | "max";

const joinings: ReadonlyMap<Instr["op"], Joining> = new Map<Instr["op"], Joining>([
  [op.add, "add"],
  [op.sub, "add"],
  [op.min, "min"],
  [op.max, "max"],
]);

/** Follows values of the body of a loop back to what they are sums of. */
export class Sums {
  private readonly structure: Structure;
  private readonly uses: ReadonlyMap<Value, number>;
  private readonly body: Region;

  constructor(structure: Structure, body: Region, uses: ReadonlyMap<Value, number>) {
    this.structure = structure;
    this.body = body;
    this.uses = uses;
  }

  /**
   * How `next` comes of `from`, which nothing else is made of: by adding to it, or by taking the
   * smaller or larger of it and something else. Undefined if it comes about in another way.
   */
  joining(next: Value, from: Value): Joining | undefined {
    if (!sameType(from.type, f64)) return undefined;
    const leads = this.leadsFrom(from);
    const path = new Map<Value, number>();
    const found: { joining?: Joining } = {};
    if (!this.follow(next, from, leads, path, found)) return undefined;
    for (const [v, times] of path) if (this.uses.get(v) !== times) return undefined;
    return found.joining;
  }

  // Whether `v` is `from` with things joined to it; notes on `path` how often values are used so.
  private follow(
    v: Value,
    from: Value,
    leads: ReadonlySet<Value>,
    path: Map<Value, number>,
    found: { joining?: Joining },
  ): boolean {
    path.set(v, (path.get(v) ?? 0) + 1);
    if (v === from) return true;
    if (path.get(v)! > 1) return false;
    const definition = this.structure.definitionOf(v);
    const instr = definition?.instr;
    if (instr === undefined) return false;
    const inner = (x: Value, source: Value): boolean => this.follow(x, source, leads, path, found);
    const [x, y] = instr.args as [Value, Value];
    if (instr.op === op.ifOp) {
      if (leads.has(x)) return false;
      return instr.regions.every(({ yields }) => inner(yields[definition!.index]!, from));
    }
    if (instr.op === op.forOp) {
      const region = instr.regions[0]!;
      const param = region.params[definition!.index + 1]!;
      return (
        inner(instr.args[definition!.index + 2]!, from) &&
        inner(region.yields[definition!.index]!, param)
      );
    }
    const joining = joinings.get(instr.op);
    if (joining === undefined || (found.joining ?? joining) !== joining) return false;
    found.joining = joining;
    if (leads.has(x) === leads.has(y)) return false;
    if (leads.has(y) && instr.op === op.sub) return false;
    return inner(leads.has(x) ? x : y, from);
  }

  /** `from` and all that is computed with it. */
  private leadsFrom(from: Value): Set<Value> {
    const leads = new Set([from]);
    const visit = (region: Region): boolean => {
      let any = false;
      for (const instr of region.body) {
        let taken = instr.args.some((a) => leads.has(a));
        if (instr.op === op.forOp || instr.op === op.loopOp) {
          const skip = instr.op === op.forOp ? 2 : 0;
          const first = instr.op === op.forOp ? 1 : 0;
          const { params } = instr.regions[0]!;
          instr.args.slice(skip).forEach((a, i) => leads.has(a) && leads.add(params[i + first]!));
        }
        for (const inner of instr.regions) taken = visit(inner) || taken;
        if (taken) for (const r of instr.results) leads.add(r);
        any ||= taken;
      }
      return any || region.yields.some((v) => leads.has(v));
    };
    visit(this.body);
    return leads;
  }
}
