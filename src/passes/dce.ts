import { instrWith, type Func, type Instr, type Region, type Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { reachable } from "../analysis/cells.ts";
import { OUTPUT } from "../analysis/effects.ts";
import type { Memory } from "../analysis/memory.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { memoryPass, type Pass } from "./pass.ts";

/**
 * Dead code: drops what nothing needs.
 *
 *     %1 = sin %0        →   (nothing, if %1 is not used)
 *
 * Needed are the results of the function, what may trap, what writes memory that something needed
 * reads or that the caller can see, and the operands of all these. So stores into memory that is
 * never read go, and values that a loop carries only for themselves, and loops and branches without
 * any use: loops are taken to end. Results of calls stay as long as the call does. Linear.
 */
export const dce: Pass = memoryPass("dce", "drops what nothing needs", dceFunc);

function dceFunc(func: Func, memory: Memory): Func {
  const live = new Liveness(memory, structureOf(func.region));
  const region = sweep(func.region, live, () => true, 0);
  return region === func.region ? func : { ...func, region };
}

/** Marks what is needed, starting from what is needed for its own sake. */
class Liveness {
  private readonly memory: Memory;
  private readonly structure: Structure;
  private readonly values = new Set<Value>();
  private readonly instrs = new Set<Instr>();
  private readonly read = new Set<number>();
  // writers of locations that nothing live reads so far
  private readonly writers = new Map<number, Instr[]>();
  private readonly work: (Value | Instr)[] = [];

  constructor(memory: Memory, structure: Structure) {
    this.memory = memory;
    this.structure = structure;
    const root = structure.root;
    root.yields.forEach((v) => this.need(v));
    const seen = this.visible();
    walk(root, (instr) => {
      if (instr.regions.length > 0) return;
      const effects = memory.effectsOf(instr);
      if (effects.traps) return this.keep(instr);
      for (const location of effects.writes) {
        if (seen.has(location)) return this.keep(instr);
        const list = this.writers.get(location);
        if (list === undefined) this.writers.set(location, [instr]);
        else list.push(instr);
      }
    });
    for (let next = this.work.pop(); next !== undefined; next = this.work.pop()) {
      if ("op" in next) this.follow(next);
      else this.trace(next);
    }
  }

  isLive(part: Value | Instr): boolean {
    return "op" in part ? this.instrs.has(part) : this.values.has(part);
  }

  need(v: Value): void {
    if (this.values.has(v)) return;
    this.values.add(v);
    this.work.push(v);
  }

  keep(instr: Instr): void {
    if (this.instrs.has(instr)) return;
    this.instrs.add(instr);
    this.work.push(instr);
  }

  // Locations the caller can look at afterwards.
  private visible(): Set<number> {
    const { classes, locationOfCell } = this.memory;
    const { params, results } = classes.summary;
    const seen = new Set<number>([OUTPUT]);
    for (const cell of reachable([...params, ...results].filter((c) => c !== undefined))) {
      if (cell.type.kind === "mem") seen.add(locationOfCell(cell));
      if (cell.type.kind !== "ref") continue;
      for (const f of cell.type.record.fields) seen.add(locationOfCell(cell, f.name));
    }
    return seen;
  }

  private follow(instr: Instr): void {
    const owner = this.structure.ownerOf(this.structure.placeOf(instr).region);
    if (owner !== undefined) this.keep(owner);
    if (instr.op === op.forOp) instr.args.slice(0, 2).forEach((v) => this.need(v));
    else if (instr.op === op.ifOp) this.need(instr.args[0]!);
    else if (instr.op === op.loopOp) this.need(instr.regions[0]!.yields[0]!);
    else instr.args.forEach((v) => this.need(v));
    if (instr.regions.length > 0) return;
    for (const location of this.memory.effectsOf(instr).reads) {
      if (this.read.has(location)) continue;
      this.read.add(location);
      this.writers.get(location)?.forEach((w) => this.keep(w));
    }
  }

  private trace(v: Value): void {
    const definition = this.structure.definitionOf(v);
    if (definition === undefined) return;
    const { instr, region, index } = definition;
    if (instr === undefined) return this.carried(region, index);
    this.keep(instr);
    if (instr.op === op.ifOp) instr.regions.forEach((r) => this.need(r.yields[index]!));
    else if (instr.op === op.forOp) this.carried(instr.regions[0]!, index + 1);
    else if (instr.op === op.loopOp) this.carried(instr.regions[0]!, index);
  }

  // A carried value needs its start and its next; an index needs nothing but the loop's bounds.
  private carried(region: Region, index: number): void {
    const owner = this.structure.ownerOf(region);
    if (owner === undefined) return;
    this.need(region.params[index]!);
    if (owner.op === op.loopOp) {
      this.need(owner.args[index]!);
      this.need(region.yields[index + 1]!);
    } else if (owner.op === op.forOp && index > 0) {
      this.need(owner.args[index + 1]!);
      this.need(region.yields[index - 1]!);
    }
  }
}

type Keeps = (position: number) => boolean;

// Yields from `first` on are kept where `keeps` their position after it; those before always.
function sweep(region: Region, live: Liveness, keeps: Keeps, first: number): Region {
  const body: Instr[] = [];
  let changed = false;
  for (const instr of region.body) {
    if (!live.isLive(instr)) {
      changed = true;
      continue;
    }
    const kept = instr.regions.length > 0 ? slim(instr, live) : instr;
    changed ||= kept !== instr;
    body.push(kept);
  }
  const yields = region.yields.filter((_, i) => i < first || keeps(i - first));
  changed ||= yields.length < region.yields.length;
  return changed ? { params: region.params, body, yields } : region;
}

function slim(instr: Instr, live: Liveness): Instr {
  if (instr.op === op.ifOp)
    return narrowed(instr, live, (i) => live.isLive(instr.results[i]!), 0, 0);
  const body = instr.regions[0]!;
  if (instr.op === op.forOp) {
    const keeps: Keeps = (i) => live.isLive(body.params[i + 1]!) || live.isLive(instr.results[i]!);
    return narrowed(instr, live, keeps, 1, 0);
  }
  const keeps: Keeps = (i) => live.isLive(body.params[i]!) || live.isLive(instr.results[i]!);
  return narrowed(instr, live, keeps, 0, 1);
}

function narrowed(
  instr: Instr,
  live: Liveness,
  keeps: Keeps,
  params: number,
  yields: number,
): Instr {
  const regions = instr.regions.map((r) => {
    const swept = sweep(r, live, keeps, yields);
    const slimmer = r.params.filter((_, i) => i < params || keeps(i - params));
    return slimmer.length === r.params.length ? swept : { ...swept, params: slimmer };
  });
  const results = instr.results.filter((_, i) => keeps(i));
  const same = results.length === instr.results.length;
  if (same && regions.every((r, i) => r === instr.regions[i])) return instr;
  const carries = instr.op !== op.ifOp;
  const fixed = instr.args.length - instr.results.length;
  const args = carries ? instr.args.filter((_, i) => i < fixed || keeps(i - fixed)) : instr.args;
  return instrWith(instr, args, regions, results);
}
