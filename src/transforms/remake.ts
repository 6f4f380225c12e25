import { isInside, type Structure } from "../analysis/structure.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { definedIn } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import {
  alloc,
  bounds,
  constant,
  copy,
  fail,
  note,
  print,
  forOp,
  length,
  literalOf,
  loopOp,
  select,
  view,
  skeleton,
  workOf,
  zerosLike,
} from "../ops/index.ts";
import type { Facts } from "./facts.ts";
import type { LinearProgram } from "./linear-program.ts";
import type { Restored } from "./saves.ts";

/** What it takes to run an instruction again in the reverse sweep. */
export interface Remaking {
  readonly cost: number;
  readonly operands: readonly Value[];
  /** Instructions of the same region that have to be run again too. */
  readonly together: readonly Instr[];
  /** Whether it belongs to writing memory again, so that order matters. */
  readonly writes: boolean;
}

/** How often a loop is taken to run if that is not known. */
const someTrips = 10;

/**
 * Says which instructions of a linear program's primal part can be run again in the reverse sweep
 * with the same results: those without effects, those that read what is still there, and those
 * that work on memory which each run of a region makes for itself.
 *
 * Writes to other memory are left out when an instruction with regions is run again. That is right
 * because nothing run again reads what is overwritten later: what it does read has its last value.
 */
export class Remaker {
  readonly #lin: LinearProgram;
  readonly #structure: Structure;
  readonly #facts: Facts;
  readonly #inside = new Map<Instr, Nest | undefined>();

  #restored: readonly Restored[] = [];

  constructor(lin: LinearProgram, structure: Structure, facts: Facts) {
    this.#lin = lin;
    this.#structure = structure;
    this.#facts = facts;
  }

  /** The scratch memories whose writes can all be made again, iteration by iteration. */
  restores(): readonly Restored[] {
    const bodies = new Map([...this.#lin.source].map(([made, source]) => [source, made]));
    this.#restored = this.#facts.scratch().map(({ memory, body, anew }): Restored => {
      const local: Value = { type: memory.type };
      const by: Instr = { op: copy, args: [], attrs: {}, regions: [], results: [local] };
      const snapshot: Value = { type: memory.type };
      return { region: bodies.get(body) as Region, memory, snapshot, anew, local, by };
    });
    for (let before = -1; before !== this.#restored.length;) {
      before = this.#restored.length;
      this.#inside.clear();
      this.#restored = this.#restored.filter((r) => this.#feasible(r.by, r.region, new Set()));
    }
    this.#inside.clear();
    return this.#restored;
  }

  /** What `v` is called in the reverse sweep of `region`, as an operand of `instr`. */
  operand(v: Value, instr: Instr, region: Region): Value {
    if (instr.op === length) return v;
    const found = this.#restored.find((r) => r.memory === v);
    if (found === undefined || !isInside(this.#structure, region, found.region)) return v;
    return found.local;
  }

  #feasible(instr: Instr, region: Region, seen: Set<Instr>): boolean {
    if (seen.has(instr)) return true;
    seen.add(instr);
    const made = this.of(instr, region);
    return made !== undefined && made.together.every((i) => this.#feasible(i, region, seen));
  }

  #restoredAt(ref: Value): Restored | undefined {
    return this.#restored.find((r) => this.#facts.sameMemory(r.memory, ref));
  }

  // Whether what was read is still there when `region` is run backwards.
  #stable(read: Instr, ref: Value, region: Region): boolean {
    if (this.#facts.stable(read, ref)) return true;
    const found = this.#restoredAt(ref);
    if (found === undefined || !isInside(this.#structure, region, found.region)) return false;
    return !this.#facts.overwrittenIn(read, this.#source(found.region));
  }

  /** Undefined if it cannot be, or not with a promise of the same results. */
  of(instr: Instr, region: Region): Remaking | undefined {
    const { op, args } = instr;
    if (isTold(instr)) return undefined;
    if (op === bounds) return remaking(0, args.slice(0, 1));
    if (op === alloc) return this.#alloc(instr, region);
    const restored = this.#restored.find((r) => r.by === instr);
    if (restored !== undefined) {
      const together = this.#writers(restored.memory, region);
      return { cost: 1, operands: [restored.anew ?? restored.snapshot], together, writes: true };
    }
    if (instr.regions.length > 0) return this.#nested(instr, region);
    switch (op.effect) {
      case "pure":
        return remaking(workOf(instr), args);
      case "read":
        return this.#read(instr, region);
      case "write":
        return this.#write(instr, region);
      default:
        return undefined;
    }
  }

  /**
   * References to parts of memory, and choices between references, are never kept: memory that is
   * made again is then only ever known by its new references.
   */
  isView(instr: Instr): boolean {
    if (instr.op === view || this.#restored.some((r) => r.by === instr)) return true;
    const [r] = instr.results;
    return instr.op === select && r !== undefined && isReference(r.type);
  }

  /** Whether the number of an iteration of `region` says what `v` is: its index, or if there is another. */
  isCounted(v: Value, region: Region): boolean {
    const owner = this.#structure.ownerOf(region);
    if (owner?.op === forOp) return region.params[0] === v;
    return owner?.op === loopOp && region.yields[0] === v;
  }

  /** An estimate of how often a loop runs its region. */
  trips(instr: Instr): number {
    if (instr.op === loopOp) return someTrips;
    if (instr.op !== forOp) return 1;
    const [lo, hi] = instr.args.slice(0, 2).map((v) => this.#literal(v));
    if (lo === undefined || hi === undefined) return someTrips;
    return Math.max(0, Math.ceil((hi - lo) / (instr.attrs["step"] as number)));
  }

  #literal(v: Value): number | undefined {
    const by = this.#structure.definitionOf(v)?.instr;
    return by?.op === constant ? Number(literalOf(by.attrs)) : undefined;
  }

  /** Whether `write`, inside of what is run again in `region`, is done again as well. */
  keepsWrite(write: Instr, region: Region): boolean {
    if (isTold(write)) return false;
    const ref = this.#sourceRef(write);
    const source = this.#source(region);
    if (this.#facts.isSimpleLocal(ref, source)) return true;
    if (this.#restoredAt(ref)?.region === region) return true;
    return this.#isLocalInside(ref, region);
  }

  #origin(instr: Instr): Instr {
    return this.#lin.origin.get(instr) ?? instr;
  }

  #source(region: Region): Region {
    return this.#lin.source.get(region) as Region;
  }

  // Accesses to shadows go where their sources go.
  #sourceRef(access: Instr): Value {
    return this.#origin(access).args[0] as Value;
  }

  // Memory of some region further in than `region`.
  #isLocalInside(ref: Value, region: Region): boolean {
    return region.body.some((instr) => instr.regions.some((r) => this.#isLocalIn(ref, r)));
  }

  // A region that was made from none of the source has no memory of its own.
  #isLocalIn(ref: Value, region: Region): boolean {
    const source = this.#lin.source.get(region);
    return source !== undefined && this.#facts.isLocal(ref, source);
  }

  // A shadow of numbers is written by the reverse sweep alone, and starts at zero.
  #alloc(instr: Instr, region: Region): Remaking | undefined {
    const source = this.#origin(instr);
    const ref = source.results[0] as Value;
    if (!this.#facts.isSimpleLocal(ref, this.#source(region))) return undefined;
    if (source !== instr) return remaking(workOf(instr), instr.args);
    const together = this.#writers(ref, region);
    return { cost: workOf(instr), operands: instr.args, together, writes: true };
  }

  #writers(ref: Value, region: Region): Instr[] {
    return region.body.filter(
      (other) => this.#isSource(other) && this.#facts.writes(this.#origin(other), ref),
    );
  }

  // Neither of the linear part, nor a shadow's.
  #isSource(instr: Instr): boolean {
    if (this.#lin.linear.has(instr) || this.#lin.coefficients.has(instr)) return false;
    return instr.regions.length > 0 || !this.#lin.origin.has(instr) || this.#lin.calls.has(instr);
  }

  #read(instr: Instr, region: Region): Remaking | undefined {
    const source = this.#origin(instr);
    const ref = source.args[0] as Value;
    if (this.#stable(source, ref, region)) return remaking(workOf(instr), instr.args);
    const maker = this.#makerIn(region, ref);
    if (maker === undefined || source !== instr) return undefined;
    return { cost: workOf(instr), operands: instr.args, together: [maker], writes: true };
  }

  #write(instr: Instr, region: Region): Remaking | undefined {
    if (this.#origin(instr) !== instr) return undefined;
    const maker = this.#makerIn(region, instr.args[0] as Value);
    if (maker === undefined) return undefined;
    const copied = instr.op.name === "copy" ? this.#copied(instr, region) : [];
    if (copied === undefined) return undefined;
    const cost = workOf(instr);
    return { cost, operands: instr.args, together: [maker, ...copied], writes: true };
  }

  #copied(instr: Instr, region: Region): Instr[] | undefined {
    const from = instr.args[1] as Value;
    if (this.#stable(instr, from, region)) return [];
    const maker = this.#makerIn(region, from);
    return maker && [maker];
  }

  // The instruction of `region` that makes the memory `ref` leads to, if that can be made again.
  #makerIn(region: Region, ref: Value): Instr | undefined {
    const restored = this.#restoredAt(ref);
    if (restored?.region === region) return restored.by;
    if (!this.#facts.isSimpleLocal(ref, this.#source(region))) return undefined;
    return region.body.find(
      (i) => i.op === alloc && this.#isSource(i) && this.#facts.sameMemory(i.results[0]!, ref),
    );
  }

  // --- Instructions with regions

  #nested(instr: Instr, region: Region): Remaking | undefined {
    if (!this.#inside.has(instr)) this.#inside.set(instr, this.#nest(instr, region));
    const nest = this.#inside.get(instr);
    if (nest === undefined) return undefined;
    const operands = [...nest.operands];
    return { cost: nest.cost, operands, together: nest.together, writes: nest.writes };
  }

  #nest(instr: Instr, region: Region): Nest | undefined {
    const nest: Nest = { cost: 0, operands: new Set(), together: [], writes: false };
    const own = new Set(instr.regions.flatMap((r) => [...definedIn(r)]));
    const use = (v: Value): void => {
      if (!own.has(v) && !this.#lin.tangents.has(v) && !this.#isTangentZero(v)) {
        nest.operands.add(v);
      }
    };
    const visit = (at: Instr, times: number): boolean => {
      if (this.#lin.linear.has(at)) return true;
      if (this.#lin.coefficients.has(at)) return true;
      if (at !== instr && at.op.effect === "write" && !this.keepsWrite(at, region)) return true;
      if (at !== instr && !this.#canRun(at, region, instr, nest)) return false;
      nest.cost += workOf(at) * times;
      at.args.forEach(use);
      const inner = times * this.trips(at);
      return at.regions.every((r) => {
        r.yields.forEach(use);
        return r.body.every((i) => visit(i, inner));
      });
    };
    return visit(instr, 1) ? nest : undefined;
  }

  #isTangentZero(v: Value): boolean {
    const by = this.#structure.definitionOf(v)?.instr;
    return by !== undefined && this.#lin.linear.has(by);
  }

  // Whether `at`, inside of `around`, can be part of running that again in `region`.
  #canRun(at: Instr, region: Region, around: Instr, nest: Nest): boolean {
    if (at.op === fail || at.regions.length > 0) return true;
    const within = (ref: Value): boolean => around.regions.some((r) => this.#isLocalIn(ref, r));
    switch (at.op.effect) {
      case "pure":
      case "trap":
        return true;
      case "alloc": {
        // it leads to what it was made of, also where that is made again
        if (at.op === skeleton) return false;
        const source = this.#origin(at);
        const reads = at.op === zerosLike ? source.args : [];
        if (!reads.every((ref) => within(ref) || this.#stable(source, ref, region))) return false;
        return source.results.every(within);
      }
      case "read":
      case "write": {
        const source = this.#origin(at);
        return source.args
          .filter((a) => isReference(a.type))
          .every((ref, i) => {
            if (within(ref)) return true;
            const reads = at.op.effect === "read" || (at.op.name === "copy" && i === 1);
            if (reads && this.#stable(source, ref, region)) return true;
            if (!reads && i > 0) return true; // a reference that is stored
            const maker = this.#makerIn(region, ref);
            if (maker === undefined) return false;
            nest.together.push(maker);
            nest.writes = true;
            return true;
          });
      }
      default:
        return !this.#lin.calls.has(at) && !this.#facts.hasEffects(this.#origin(at));
    }
  }
}

/** What the host is told, it is told once. */
function isTold({ op }: Instr): boolean {
  return op === note || op === print;
}

interface Nest {
  cost: number;
  readonly operands: Set<Value>;
  readonly together: Instr[];
  writes: boolean;
}

function remaking(cost: number, operands: readonly Value[]): Remaking {
  return { cost, operands, together: [], writes: false };
}
