import type { Instr, Region, Value } from "../../../ir/func.ts";
import { definedIn } from "../../../ir/rewrite.ts";
import { f32, f64, sameType, type Type } from "../../../ir/types.ts";
import type { Memory } from "../../../analysis/memory.ts";
import type { Uses } from "../uses.ts";
import type { Width } from "./floats.ts";
import { laneForm } from "./ops.ts";
import { findReduction, type Reduction } from "./reductions.ts";

/**
 * What a value of the body of a loop is in several iterations at once: the same in all, an i32 that is
 * larger or smaller by 1 in each than in the one before, or numbers or truth values side by side.
 */
export type Kind =
  | { readonly kind: "uniform" }
  | { readonly kind: "index"; readonly by: 1 | -1 }
  | { readonly kind: "lanes" };

/** How a counted loop runs several iterations at once. */
export interface LanePlan {
  kindOf(v: Value): Kind;
  /** How many iterations are made at once. */
  readonly width: Width;
  /** Whether the number of iterations is known to be a multiple of that. */
  readonly even: boolean;
  /** For each value that the loop carries. */
  readonly carried: readonly Reduction[];
  /**
   * Accesses that move along in step, in arrays that may be one: one iteration must not be where the
   * other is in the next.
   */
  readonly together: readonly (readonly [Instr, Instr])[];
}

export interface Facts {
  readonly uses: Uses;
  /** Undefined for functions of this back end's own. */
  readonly memory: (() => Memory) | undefined;
  /** Whether sums may be made in another order. */
  readonly reassociate: boolean;
  /** Whether there is a function for two doubles at once in the place of this operation. */
  readonly hasTwin: (op: string) => boolean;
}

/** Pairs of accesses that are compared before a loop. */
const MOST_MEETINGS = 6;

/** Costs of an operation that is done for both sides of a branch. */
const DEAREST = 8;

const uniform: Kind = { kind: "uniform" };
const lanes: Kind = { kind: "lanes" };

/** The plan of the counted loop `loop`, or why there is none. */
export function planLanes(loop: Instr, facts: Facts): LanePlan | string {
  if (Math.abs(Number(loop.attrs["step"])) !== 1) return "its step is not 1 or -1";
  if (facts.memory === undefined) return "it is in a function of the system";
  const body = loop.regions[0]!;
  if (body.body.some(({ op }) => op.name === "for" || op.name === "loop")) return "a loop in it";
  if (!has(body, f32)) return planOf(loop, body, facts, 2);
  // four at once where all floats are of 32 bits
  const four = planOf(loop, body, facts, 4);
  if (typeof four === "object") return four;
  const two = planOf(loop, body, facts, 2);
  return typeof two === "object" || has(body, f64) ? two : four;
}

function planOf(loop: Instr, body: Region, facts: Facts, width: Width): LanePlan | string {
  const planner = new Planner(body, facts, width);
  const carried: Reduction[] = [];
  const float = width === 4 ? f32 : f64;
  for (const [i, p] of body.params.slice(1).entries()) {
    const found = findReduction(body, p, body.yields[i]!, { ...facts, float });
    if (typeof found === "string") return found;
    carried.push(found);
    planner.kinds.set(p, found.kind === "same" ? uniform : lanes);
  }
  const apart = loop.attrs["pairs"] === true;
  const together = planner.body(apart);
  if (typeof together === "string") return together;
  const even = apart && width === 2;
  return { kindOf: (v) => planner.kindOf(v), width, even, carried, together };
}

function has({ body }: Region, float: Type): boolean {
  return body.some(({ results }) => results.some(({ type }) => sameType(type, float)));
}

class Planner {
  readonly kinds = new Map<Value, Kind>();
  private readonly region: Region;
  private readonly facts: Facts;
  private readonly inside: ReadonlySet<Value>;
  private readonly accesses: Instr[] = [];
  private readonly width: Width;

  constructor(region: Region, facts: Facts, width: Width) {
    this.region = region;
    this.facts = facts;
    this.width = width;
    this.inside = definedIn(region);
    this.kinds.set(region.params[0]!, { kind: "index", by: 1 });
  }

  kindOf(v: Value): Kind {
    if (!this.inside.has(v)) return uniform;
    const known = this.kinds.get(v);
    if (known === undefined) throw new Error("internal: a value that no lane was planned for");
    return known;
  }

  /**
   * Finds what everything is, and what may meet, unless the iterations are known to be `apart`; says
   * why if it cannot be.
   */
  body(apart: boolean): LanePlan["together"] | string {
    const stores = this.region.body.filter(({ op }) => op.name === "store");
    let computes = false;
    for (const instr of this.region.body) {
      if (this.facts.uses.isDead(instr)) continue;
      const kind = this.kindOfInstr(instr, apart ? [] : stores);
      if (typeof kind === "string") return kind;
      if (kind.kind === "lanes" && !instr.results.every((r) => this.fits(r))) {
        return "floats of 64 bits";
      }
      for (const r of instr.results) this.kinds.set(r, kind);
      computes ||= kind.kind === "lanes";
    }
    if (!computes) return "nothing in it is computed for each iteration";
    return apart ? [] : this.meetings(stores);
  }

  private kindOfInstr(instr: Instr, stores: readonly Instr[]): Kind | string {
    const { op, args, results } = instr;
    if (op.name === "load") return this.load(instr, stores);
    if (op.name === "store") return this.store(instr);
    if (op.name === "if") return this.branch(instr);
    if (op.effect !== "pure") return `\`${op.name}\` in it`;
    const kinds = args.map((a) => this.kindOf(a));
    if (kinds.every((k) => k.kind === "uniform")) return uniform;
    const moved = movedIndex(op.name, kinds, results[0]!);
    if (moved !== undefined) return moved;
    // an index as a number
    if (op.name === "to_f64" && kinds[0]!.kind === "index") return lanes;
    if (kinds.some((k) => k.kind === "index")) return `\`${op.name}\` of its index`;
    if (laneForm(instr, this.width) === undefined && !this.facts.hasTwin(op.name))
      return `\`${op.name}\` in it`;
    return lanes;
  }

  // Both sides are computed, and then chosen from.
  private branch({ args, regions, results }: Instr): Kind | string {
    if (this.kindOf(args[0]!).kind !== "lanes") return "a condition that stays the same";
    for (const region of regions) {
      for (const instr of region.body) {
        if (this.facts.uses.isDead(instr)) continue;
        if (instr.op.effect !== "pure" || instr.op.cost > DEAREST) {
          return `\`${instr.op.name}\` in a branch`;
        }
        const kind = this.kindOfInstr(instr, []);
        if (typeof kind === "string") return kind;
        if (kind.kind === "lanes" && !instr.results.every((r) => this.fits(r))) {
          return "floats of 64 bits";
        }
        for (const r of instr.results) this.kinds.set(r, kind);
      }
      if (region.yields.some((v) => this.kindOf(v).kind === "index")) return "a choice of indices";
    }
    return results.every((r) => this.isChosen(r)) ? lanes : "a choice of what is not a double";
  }

  private load(instr: Instr, stores: readonly Instr[]): Kind | string {
    const [memory, index] = instr.args as [Value, Value];
    if (this.kindOf(memory).kind !== "uniform") return "arrays that differ between iterations";
    const at = this.kindOf(index);
    this.accesses.push(instr);
    if (at.kind === "uniform") {
      const written = stores.some((s) => this.facts.memory!().mayAlias(s.args[0]!, memory));
      return written ? "an element that it reads and may write" : uniform;
    }
    return areNeighbours(at, memory, this.width) ? lanes : "elements that are not side by side";
  }

  private store({ args }: Instr): Kind | string {
    const [memory, index] = args as [Value, Value, Value];
    if (this.kindOf(memory).kind !== "uniform") return "arrays that differ between iterations";
    const fits = areNeighbours(this.kindOf(index), memory, this.width);
    return fits ? lanes : "elements that are not side by side";
  }

  /** Whether vectors of `width` hold numbers of this type. */
  private fits({ type }: Value): boolean {
    if (this.width === 2 || type.kind !== "scalar") return true;
    return type.dtype === "f32" || type.dtype === "bool";
  }

  /** Whether a truth value, which is as long as a number of the width, chooses between two of these. */
  private isChosen({ type }: Value): boolean {
    const float = this.width === 4 ? "f32" : "f64";
    return type.kind === "scalar" && (type.dtype === float || type.dtype === "bool");
  }

  // Where one iteration may write what another one reads or writes.
  private meetings(stores: readonly Instr[]): LanePlan["together"] | string {
    const found: [Instr, Instr][] = [];
    const all = [...this.accesses, ...stores];
    for (const store of stores) {
      const [memory, index] = store.args as [Value, Value];
      for (const other of all) {
        const [otherMemory, otherIndex] = other.args as [Value, Value];
        if (otherMemory === memory && otherIndex === index) continue;
        if (!this.facts.memory!().mayAlias(otherMemory, memory)) continue;
        const [a, b] = [this.kindOf(index), this.kindOf(otherIndex)];
        const inStep = a.kind === "index" && b.kind === "index" && a.by === b.by;
        if (!inStep) return "arrays that may overlap";
        found.push([store, other]);
      }
    }
    return found.length > MOST_MEETINGS ? "many arrays that may overlap" : found;
  }
}

function areNeighbours(at: Kind, { type }: Value, width: Width): boolean {
  if (at.kind !== "index" || type.kind !== "mem" || type.elem.kind !== "store") return false;
  const { storage } = type.elem;
  return (storage === "f64" && width === 2) || (storage === "f32" && at.by === 1);
}

/** An index to which something is added that stays the same. */
function movedIndex(name: string, kinds: readonly Kind[], result: Value): Kind | undefined {
  if (result.type.kind !== "scalar" || result.type.dtype !== "i32") return undefined;
  const [a, b] = kinds as [Kind, Kind];
  if (name === "add" && a.kind === "index" && b.kind === "uniform") return a;
  if (name === "add" && b.kind === "index" && a.kind === "uniform") return b;
  if (name === "sub" && a.kind === "index" && b.kind === "uniform") return a;
  if (name === "sub" && b.kind === "index" && a.kind === "uniform") return turned(b);
  return name === "neg" && a.kind === "index" ? turned(a) : undefined;
}

const turned = ({ by }: Kind & { kind: "index" }): Kind => ({
  kind: "index",
  by: by === 1 ? -1 : 1,
});
