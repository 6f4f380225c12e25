import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { definedIn, walk } from "../ir/rewrite.ts";
import { loadedType } from "../ir/types.ts";
import { noEffects, type Effects, type Location } from "../analysis/effects.ts";
import type { Memory } from "../analysis/memory.ts";
import { rangesOf, type Ranges } from "../analysis/ranges.ts";
import { isSafeAccess, surelyRuns } from "../analysis/safety.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import type { Cell } from "./cells.ts";
import { editFunc } from "./edit.ts";
import { guardLoop } from "./guard.ts";
import { memoryPass, type Pass } from "./pass.ts";
import { Promoter, writtenCells, type Plan } from "./promoter.ts";

/**
 * Cells that a loop keeps coming back to become values that it carries: read once before it,
 * written once after it.
 *
 *     for 0, %n { (%j)                   %1 = load %y, %i
 *       %1 = load %y, %i                 %2 = for 0, %n, %1 { (%j, %c)
 *       %2 = add %1, %x           →        yield (add %c, %x)
 *       store %y, %i, %2                 }
 *     }                                  store %y, %i, %2
 *
 * Only where everything in the loop that may touch the same location goes through the same
 * reference to the same place, or to places with different constant indices; and, as the caller
 * would see what was written before an error, where the memory is out of its sight or the loop
 * cannot fail. Inner loops come first. Work: size times depth of nesting.
 */
export const carry: Pass = memoryPass(
  "carry",
  "keeps cells of memory in values during a loop",
  carryFunc,
  [op.forOp, op.loopOp],
);

interface Facts {
  readonly structure: Structure;
  readonly memory: Memory;
  readonly ranges: Ranges;
  readonly literals: ReadonlyMap<Value, number>;
  readonly origin: Map<Instr, Instr>;
}

function carryFunc(func: Func, memory: Memory): Func {
  const structure = structureOf(func.region);
  const literals = new Map<Value, number>();
  const noteLiteral = (instr: Instr): void => {
    if (instr.op !== op.constant) return;
    literals.set(instr.results[0]!, Number(op.literalOf(instr.attrs)));
  };
  walk(func.region, noteLiteral);
  const ranges = rangesOf(structure);
  const facts: Facts = { structure, memory, ranges, literals, origin: new Map() };
  return editFunc(func, {
    placed: noteLiteral,
    instr: (instr, b, old) => {
      if (instr !== old) facts.origin.set(instr, old);
      if (instr.op !== op.forOp && instr.op !== op.loopOp) return undefined;
      return carryIn(instr, old, b, facts);
    },
  });
}

/** A cell with where it is and what reads and writes it. */
interface Place extends Cell {
  readonly ref: Value;
  /** Of a memory: the index, or the constant it is. */
  readonly index: Value | number | undefined;
  readonly field: string | undefined;
  /** Whether it is there whenever the loop is reached, or else whenever the loop runs. */
  readonly when: "always" | "running";
}

function carryIn(loop: Instr, old: Instr, b: Builder, facts: Facts): readonly Value[] | undefined {
  const accesses = accessesIn(loop, old, facts);
  if (accesses.size === 0) return undefined;
  const places = [...new Set(accesses.values())];
  const plan: Plan = {
    cellsOf: (instr) => {
      const place = accesses.get(instr);
      return place && [place];
    },
    copied: (made, from) => facts.origin.set(made, facts.origin.get(from) ?? from),
  };
  const body = loop.regions[0]!;
  const promoter = new Promoter(
    plan,
    writtenCells(body, plan, () => []),
  );
  const before = new Builder(loop.span);
  const inits = places.map((place) => read(before, place));
  const inner = new Builder();
  for (const place of places) promoter.now.set(place, inner.param(place.type));
  const region = promoter.region(body, inner, places);
  const added = places.map((place): Value => ({ type: place.type }));
  const after = new Builder(loop.span);
  places.forEach((place, i) => write(after, place, added[i]!));
  const made = {
    ...loop,
    args: [...loop.args, ...inits],
    regions: [region],
    results: [...loop.results, ...added],
  };
  facts.origin.set(made, old);
  const runs =
    places.every((p) => p.when === "always") || surelyRuns(old, facts.structure, facts.ranges);
  if (runs) {
    for (const instr of [...before.body, made, ...after.body]) b.append(instr);
  } else {
    const guarded = guardLoop(b, loop.results, before.body, made, after.body);
    facts.origin.set(guarded.branch, old).set(guarded.inner, old);
  }
  return loop.results;
}

function read(b: Builder, { ref, index, field }: Place): Value {
  if (index !== undefined) return op.load(b, ref, indexValue(b, index));
  return b.emit1(op.recordGet, [ref], { field: field! });
}

function write(b: Builder, { ref, index, field }: Place, x: Value): void {
  if (index !== undefined) op.storeTo(b, ref, indexValue(b, index), x);
  else b.emit(op.recordSet, [ref, x], { field: field! });
}

// The constant may stand inside of the loop.
function indexValue(b: Builder, index: Value | number): Value {
  return typeof index === "number" ? op.int(b, index) : index;
}

/** One location that the loop writes, with all that touches it. */
interface Candidate {
  ref: Value;
  readonly places: Map<Value | number, Place>;
  readonly accesses: Map<Instr, Place>;
  writes: boolean;
}

function accessesIn(loop: Instr, old: Instr, facts: Facts): Map<Instr, Place> {
  const effects = facts.memory.effectsOf(old);
  const found = new Map<Instr, Place>();
  if (effects.writes.size === 0) return found;
  const scan = new Scan(loop, effects, facts);
  scan.region(loop.regions[0]!, true);
  for (const { accesses, writes, ref } of scan.candidates.values()) {
    const visible = effects.traps && facts.memory.isExternal(ref);
    if (!writes || visible || ![...accesses.values()].every((p) => scan.isThere(p))) continue;
    for (const [instr, place] of accesses) found.set(instr, place);
  }
  return found;
}

function isAccess({ op: what }: Instr): boolean {
  return what === op.load || what === op.store || what === op.recordGet || what === op.recordSet;
}

class Scan {
  readonly candidates = new Map<Location, Candidate>();
  private readonly spoilt = new Set<Location>();
  private readonly inside: ReadonlySet<Value>;
  private readonly reached = new Set<Place>();
  private trapped = false;
  private readonly effects: Effects;
  private readonly facts: Facts;

  constructor(loop: Instr, effects: Effects, facts: Facts) {
    this.inside = definedIn(loop.regions[0]!);
    this.effects = effects;
    this.facts = facts;
  }

  isThere(place: Place): boolean {
    return place.when === "always" || this.reached.has(place);
  }

  /** `certain`: whether the region runs in every iteration. */
  region(region: Region, certain: boolean): void {
    for (const instr of region.body) {
      if (instr.regions.length > 0) {
        for (const inner of instr.regions) this.region(inner, false);
        continue;
      }
      if (instr.op.effect === "pure") continue;
      if (isAccess(instr)) {
        const place = this.place(instr);
        if (place !== undefined && certain && !this.trapped) this.reached.add(place);
        continue;
      }
      const { reads, writes, traps } = this.effectsOf(instr);
      for (const location of [...reads, ...writes]) this.spoil(location);
      this.trapped ||= traps;
    }
  }

  private effectsOf(instr: Instr): Effects {
    const { memory, origin } = this.facts;
    return instr.op.effect === "alloc" && !op.looksInside.has(instr.op)
      ? noEffects
      : memory.effectsOf(origin.get(instr) ?? instr);
  }

  private spoil(location: Location): void {
    this.spoilt.add(location);
    this.candidates.delete(location);
  }

  // Undefined, and its location spoilt, where the access is not to a place that can be carried.
  private place(instr: Instr): Place | undefined {
    const { memory, literals } = this.facts;
    const [ref, second] = instr.args as [Value, Value];
    const element = instr.op === op.load || instr.op === op.store;
    const field = element ? undefined : String(instr.attrs["field"]);
    const location = memory.locationOf(ref, field);
    if (this.spoilt.has(location) || !this.effects.writes.has(location)) return undefined;
    const index = element ? (literals.get(second) ?? second) : undefined;
    const spot = index ?? 0;
    const candidate = this.candidateFor(location, ref);
    const moves = this.inside.has(ref) || (typeof spot !== "number" && this.inside.has(spot));
    const keys = [...candidate.places.keys()];
    const others = keys.some(
      (k) => k !== spot && (typeof k !== "number" || typeof spot !== "number"),
    );
    if (candidate.ref !== ref || moves || others) {
      this.spoil(location);
      return undefined;
    }
    const place = candidate.places.get(spot) ?? this.make(instr, ref, index, field);
    candidate.places.set(spot, place);
    candidate.accesses.set(instr, place);
    candidate.writes ||= instr.op.effect === "write";
    return place;
  }

  private candidateFor(location: Location, ref: Value): Candidate {
    const known = this.candidates.get(location);
    if (known !== undefined) return known;
    const made: Candidate = { ref, places: new Map(), accesses: new Map(), writes: false };
    this.candidates.set(location, made);
    return made;
  }

  private make(
    instr: Instr,
    ref: Value,
    index: Value | number | undefined,
    field: string | undefined,
  ): Place {
    const { structure, ranges } = this.facts;
    const fresh = structure.definitionOf(ref)?.instr?.op === op.recordNew;
    const safe = index === undefined ? fresh : isSafeAccess(ref, index, structure, ranges);
    const elem = ref.type.kind === "mem" ? ref.type.elem : undefined;
    const storage = elem?.kind === "store" ? elem.storage : undefined;
    const type = elem === undefined ? (instr.results[0] ?? instr.args[1]!).type : loadedType(elem);
    return { type, storage, ref, index, field, when: safe ? "always" : "running" };
  }
}
