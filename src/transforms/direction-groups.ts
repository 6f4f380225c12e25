import type { Instr, Region, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { bounds, constant, copy, fill, recordGet, recordSet } from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";

/** Linear instructions that run one after the other in each direction. */
export interface Group {
  readonly kind: "group";
  readonly instrs: Instr[];
  /** Tangents that are put where control flow joins, after the instructions and all at once. */
  readonly moves: { readonly from: Value; readonly to: Value }[];
  /** Tangents of the group that are needed outside of it. */
  readonly escaping: Value[];
}

export type Part = Group | { readonly kind: "instr"; readonly instr: Instr };

/**
 * The regions of a linear program as groups of linear instructions, between what is not linear. An
 * instruction of the primal part needs no tangent, so it may come before a linear one that it came
 * after; only branches, loops and calls that have a linear part end a group.
 */
export interface Groups {
  partsOf(region: Region): readonly Part[];
  /** Whether a tangent is a zero that stands where there is none. */
  isZero(tangent: Value): boolean;
  /** The number that an index is once it has been checked. */
  indexOf(v: Value): Value;
}

/** Linear operations that are of all directions at once. */
export const alone: ReadonlySet<Op> = new Set([copy, fill, recordGet, recordSet]);

export function groupsOf(lin: LinearProgram, region: Region): Groups {
  return new Grouping(lin, region);
}

class Grouping implements Groups {
  readonly #lin: LinearProgram;
  readonly #parts = new Map<Region, readonly Part[]>();
  readonly #zeros = new Set<Value>();
  readonly #home = new Map<Value, Group>();
  readonly #escaping = new Set<Value>();
  readonly #checked = new Map<Value, Value>();
  readonly #linear = new Map<Instr, boolean>();

  constructor(lin: LinearProgram, region: Region) {
    this.#lin = lin;
    this.#region(region, undefined);
    for (const v of region.yields) {
      const tangent = lin.tangent(v);
      if (tangent !== undefined) this.#needed(tangent, undefined);
    }
  }

  partsOf(region: Region): readonly Part[] {
    return this.#parts.get(region) ?? [];
  }

  isZero(tangent: Value): boolean {
    return this.#zeros.has(tangent);
  }

  indexOf(v: Value): Value {
    return this.#checked.get(v) ?? v;
  }

  /** `around`: whose region it is, to the results of which the tangents go that it yields. */
  #region(region: Region, around: Instr | undefined): void {
    const parts: Part[] = [];
    let group: Group = newGroup();
    const close = (): void => {
      if (group.instrs.length + group.moves.length > 0) parts.push(group);
      group = newGroup();
    };
    for (const instr of region.body) {
      const { op, args, results } = instr;
      if (this.#lin.linear.has(instr)) {
        if (op === constant) {
          this.#zeros.add(results[0] as Value);
          continue;
        }
        if (alone.has(op)) {
          for (const a of args) this.#needed(a, undefined);
          close();
          parts.push({ kind: "instr", instr });
          continue;
        }
        for (const a of args) this.#needed(a, group);
        for (const r of results) this.#home.set(r, group);
        group.instrs.push(instr);
        continue;
      }
      if (op === bounds) this.#checked.set(results[0] as Value, this.indexOf(args[0] as Value));
      if (this.#isLinear(instr)) {
        this.#enter(instr, group);
        close();
        for (const inner of instr.regions) this.#region(inner, instr);
      } else for (const inner of instr.regions) this.#region(inner, undefined);
      parts.push({ kind: "instr", instr });
    }
    if (around !== undefined) this.#move(region.yields, around, group);
    close();
    this.#parts.set(region, parts);
  }

  /** Whether tangents go into an instruction, come out of it, or are computed inside. */
  #isLinear(instr: Instr): boolean {
    const known = this.#linear.get(instr);
    if (known !== undefined) return known;
    const { tangents, linear } = this.#lin;
    const is =
      instr.attrs["callee"] !== undefined ||
      instr.results.some((r) => tangents.has(r)) ||
      instr.regions.some((r) => r.body.some((i) => linear.has(i) || this.#isLinear(i)));
    this.#linear.set(instr, is);
    return is;
  }

  // What a loop or a call begins with is there before it.
  #enter(instr: Instr, group: Group): void {
    if (instr.attrs["callee"] !== undefined) {
      for (const a of instr.args) {
        const tangent = this.#lin.tangent(a);
        if (tangent !== undefined) this.#needed(tangent, undefined);
      }
      return;
    }
    if (instr.op.name !== "if") this.#move(instr.args, instr, group);
  }

  // Lists of values end in twins: the tangents among them go to those of the results of `joined`.
  #move(values: readonly Value[], joined: Instr, group: Group): void {
    const twins = this.#lin.twins.get(joined) ?? [];
    const among = (all: readonly Value[], i: number): Value =>
      all[all.length - twins.length + i] as Value;
    twins.forEach(({ kind }, i) => {
      if (kind === "shadow") return;
      const from = among(values, i);
      this.#needed(from, group);
      group.moves.push({ from, to: among(joined.results, i) });
    });
  }

  #needed(tangent: Value, by: Group | undefined): void {
    const home = this.#home.get(tangent);
    if (home === undefined || home === by || this.#escaping.has(tangent)) return;
    this.#escaping.add(tangent);
    home.escaping.push(tangent);
  }
}

function newGroup(): Group {
  return { kind: "group", instrs: [], moves: [], escaping: [] };
}
