import type { Instr, Region } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import type { Classes } from "./alias.ts";
import { ELEMENT, find, reachable, type Cell } from "./cells.ts";

/**
 * Number of a location: the elements of one alias class of memories, or one field of one class of
 * records. Equal numbers may be the same memory, different ones never are.
 */
export type Location = number;

/** Where what is told to the host goes: written to, in order, and never read. */
export const OUTPUT: Location = -1;

/** What running something may do, its nested regions and callees included. */
export interface Effects {
  readonly reads: ReadonlySet<Location>;
  readonly writes: ReadonlySet<Location>;
  /** Whether it may end the call with an error. */
  readonly traps: boolean;
}

const nowhere: ReadonlySet<Location> = new Set();

export const noEffects: Effects = { reads: nowhere, writes: nowhere, traps: false };

/** One access: the class of the memory or record, and the field. */
interface Access {
  readonly cell: Cell;
  readonly key: string;
}

/** Effects of a function as its callers see them. */
export interface EffectSummary {
  readonly reads: readonly Access[];
  readonly writes: readonly Access[];
  readonly traps: boolean;
  /** Whether it tells the host something. */
  readonly tells?: boolean | undefined;
}

export type EffectSummaries = (name: string) => EffectSummary | undefined;

/** Effects of every region of one function, and of every instruction but the pure ones. */
export interface EffectTable {
  readonly of: ReadonlyMap<Instr, Effects>;
  readonly regions: ReadonlyMap<Region, Effects>;
  readonly summary: EffectSummary;
}

/** `locate` numbers the locations; see {@link Location}. */
export function effectsOf(
  classes: Classes,
  summaries: EffectSummaries,
  locate: (cell: Cell, key: string) => Location,
): EffectTable {
  const of = new Map<Instr, Effects>();
  const regions = new Map<Region, Effects>();
  const log = new Log();
  const plain = (list: readonly Access[]): ReadonlySet<Location> =>
    list.length === 0 ? nowhere : new Set(list.map(({ cell, key }) => locate(find(cell), key)));

  const visit = (instr: Instr): Effects => {
    if (instr.regions.length > 0) return union(instr.regions.map(region));
    const own = accesses(instr, classes, summaries);
    if (own === undefined) return noEffects;
    log.add(own);
    const writes = plain(own.writes);
    return {
      reads: plain(own.reads),
      writes: own.tells === true ? new Set([...writes, OUTPUT]) : writes,
      traps: own.traps,
    };
  };
  const region = (r: Region): Effects => {
    const parts: Effects[] = [];
    for (const instr of r.body) {
      if (instr.op.effect === "pure") continue;
      const effects = visit(instr);
      of.set(instr, effects);
      if (effects !== noEffects) parts.push(effects);
    }
    const all = union(parts);
    regions.set(r, all);
    return all;
  };
  region(classes.func.region);
  // what its rules will read
  if (classes.func.rules) log.add({ reads: given(classes), writes: [], traps: false });
  return { of, regions, summary: log.summary(visible(classes)) };
}

/** Every location that can be reached from the parameters. */
function given({ summary }: Classes): Access[] {
  return everything(summary.params.filter((c) => c !== undefined));
}

/** Collects accesses once each. */
class Log {
  private readonly reads = new Accesses();
  private readonly writes = new Accesses();
  private traps = false;
  private tells = false;

  add(own: EffectSummary): void {
    own.reads.forEach((access) => this.reads.add(access));
    own.writes.forEach((access) => this.writes.add(access));
    this.traps ||= own.traps;
    this.tells ||= own.tells === true;
  }

  /** Without what happens to classes out of the callers' sight. */
  summary(seen: ReadonlySet<Cell>): EffectSummary {
    const pick = ({ list }: Accesses): Access[] => list.filter(({ cell }) => seen.has(find(cell)));
    const { traps, tells } = this;
    return { reads: pick(this.reads), writes: pick(this.writes), traps, tells };
  }
}

class Accesses {
  readonly list: Access[] = [];
  private readonly known = new Map<Cell, Set<string>>();

  add(access: Access): void {
    const cell = find(access.cell);
    let keys = this.known.get(cell);
    if (keys === undefined) this.known.set(cell, (keys = new Set()));
    if (keys.has(access.key)) return;
    keys.add(access.key);
    this.list.push(access);
  }
}

function visible({ summary }: Classes): Set<Cell> {
  return reachable([...summary.params, ...summary.results].filter((c) => c !== undefined));
}

function accesses(
  instr: Instr,
  classes: Classes,
  summaries: EffectSummaries,
): EffectSummary | undefined {
  const at = (i: number, key = ELEMENT): Access => ({
    cell: classes.cellOf(instr.args[i]!),
    key,
  });
  const field = String(instr.attrs["field"]);
  switch (instr.op) {
    case op.load:
    case op.arrayFrom:
      return { reads: [at(0)], writes: [], traps: false };
    case op.store:
    case op.fill:
    case op.put:
      return { reads: [], writes: [at(0)], traps: false };
    case op.copy:
      return { reads: [at(1)], writes: [at(0)], traps: false };
    case op.gemm:
      return { reads: [at(0), at(1), at(2)], writes: [at(0)], traps: false };
    case op.recordGet:
      return { reads: [at(0, field)], writes: [], traps: false };
    case op.recordSet:
      return { reads: [], writes: [at(0, field)], traps: false };
    case op.note:
    case op.print:
      return { reads: [], writes: [], traps: false, tells: true };
    case op.zerosLike: // looks at the references inside, for their lengths
    case op.skeleton:
      return { reads: everything([classes.cellOf(instr.args[0]!)]), writes: [], traps: false };
    case op.callOp:
      return called(instr, classes, summaries);
    case op.deriveOp: {
      const cells = [...instr.args, ...instr.results].filter((v) => isReference(v.type));
      const all = everything(cells.map((v) => classes.cellOf(v)));
      return { reads: all, writes: all, traps: true, tells: true };
    }
    default:
      if (instr.op.effect === "trap") return { reads: [], writes: [], traps: true };
      if (instr.op.effect === "alloc") return undefined;
      throw new Error(`internal: unknown effects of ${instr.op.name}`);
  }
}

/** Every location that can be reached from `cells`. */
function everything(cells: readonly Cell[]): Access[] {
  return [...reachable(cells)].flatMap((cell) => {
    if (cell.type.kind !== "ref") return [{ cell, key: ELEMENT }];
    return cell.type.record.fields.map((f) => ({ cell, key: f.name }));
  });
}

// A callee without a summary is one whose group is being solved: what it does comes in next round.
function called(
  instr: Instr,
  classes: Classes,
  summaries: EffectSummaries,
): EffectSummary | undefined {
  const summary = summaries(String(instr.attrs["callee"]));
  const link = classes.linkOf(instr);
  if (summary === undefined || link === undefined) return undefined;
  const here = (list: readonly Access[]): Access[] =>
    list.flatMap(({ cell, key }) => {
      const mine = link.get(find(cell));
      return mine === undefined ? [] : [{ cell: find(mine), key }];
    });
  const { traps, tells } = summary;
  return { reads: here(summary.reads), writes: here(summary.writes), traps, tells };
}

function union(parts: readonly Effects[]): Effects {
  const some = parts.filter((e) => e !== noEffects);
  if (some.length === 0) return noEffects;
  if (some.length === 1) return some[0]!;
  const reads = new Set<Location>();
  const writes = new Set<Location>();
  for (const e of some) {
    for (const location of e.reads) reads.add(location);
    for (const location of e.writes) writes.add(location);
  }
  return { reads, writes, traps: some.some((e) => e.traps) };
}
