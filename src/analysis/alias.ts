import { directionsOf } from "../ir/derivative.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, sameType, type Type } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { Cells, ELEMENT, find, heldTypes, reachable, type Cell } from "./cells.ts";

/** What callers need to know of a function: which of its parameters and results share classes. */
export interface AliasSummary {
  /** For each parameter and result its class, undefined for a number. */
  readonly params: readonly (Cell | undefined)[];
  readonly results: readonly (Cell | undefined)[];
  /** Whether its derivative, or that of a function it calls, is the program's own. */
  readonly ruled: boolean;
}

/** For each class of a callee that its parameters or results lead to, the caller's. */
export type Link = ReadonlyMap<Cell, Cell>;

/** The alias classes of one function, found without regard to the order of its instructions. */
export interface Classes {
  readonly func: Func;
  readonly summary: AliasSummary;
  /** The class of a reference value, parameters taken as if they led to disjoint memory. */
  cellOf(v: Value): Cell;
  /** The class of what members of `cell` hold; undefined where nothing looks at it. */
  heldBy(cell: Cell, key: string): Cell | undefined;
  /** For a call, how the callee's classes are the caller's. */
  linkOf(call: Instr): Link | undefined;
  /** Classes that parameters lead to: what the caller sees too. */
  readonly external: ReadonlySet<Cell>;
}

/** Summaries of functions by name; one that is missing is taken to relate nothing. */
export type Summaries = (name: string) => AliasSummary | undefined;

export function classesOf(func: Func, summaries: Summaries): Classes {
  const solver = new Solver(summaries);
  const params = func.region.params.map((p) => solver.cellOfMaybe(p));
  solver.linkedAtWill(func.region.params);
  walk(func.region, (instr) => solver.relate(instr));
  const results = func.region.yields.map((v) => solver.cellOfMaybe(v));
  const present = (cells: readonly (Cell | undefined)[]): Cell[] =>
    cells.filter((c) => c !== undefined);
  return {
    func,
    summary: { params, results, ruled: func.rules !== undefined || solver.ruled },
    cellOf: (v) => find(solver.cellOf(v)),
    heldBy: (cell, key) => {
      const held = find(cell).inner.get(key);
      return held && find(held);
    },
    linkOf: (call) => solver.links.get(call),
    external: reachable(present(params)),
  };
}

class Solver {
  /** Whether a function that is called has rules. */
  ruled = false;
  readonly links = new Map<Instr, Map<Cell, Cell>>();
  private readonly cells = new Cells();
  private readonly values = new Map<Value, Cell>();
  private readonly summaries: Summaries;

  constructor(summaries: Summaries) {
    this.summaries = summaries;
  }

  cellOf(v: Value): Cell {
    const known = this.values.get(v);
    if (known !== undefined) return known;
    const made = this.cells.fresh(v.type);
    this.values.set(v, made);
    return made;
  }

  cellOfMaybe(v: Value): Cell | undefined {
    return isReference(v.type) ? this.cellOf(v) : undefined;
  }

  relate(instr: Instr): void {
    // most: numbers made of numbers
    if (instr.op.effect === "pure" && !instr.results.some((r) => isReference(r.type))) return;
    const [a, b, c] = instr.args;
    switch (instr.op) {
      case op.load:
        return this.holds(a!, ELEMENT, instr.results[0]!);
      case op.store:
        return this.holds(a!, ELEMENT, c!);
      case op.fill:
        return this.holds(a!, ELEMENT, b!);
      case op.copy:
        return this.copies(a!, b!);
      case op.recordGet:
        return this.holds(a!, String(instr.attrs["field"]), instr.results[0]!);
      case op.recordSet:
        return this.holds(a!, String(instr.attrs["field"]), b!);
      case op.recordNew:
        return this.makes(instr);
      case op.zerosLike:
        return this.linkedAtWill(instr.results);
      case op.skeleton: // leads to the same memory of numbers, and to what it was made of
        return this.linkedAtWill([...instr.args, ...instr.results]);
      case op.alloc:
      case op.nullRef:
        return undefined;
      case op.ifOp:
        return instr.regions.forEach((r) => this.flow(r.yields, instr.results));
      case op.forOp:
        return this.carried(instr, instr.args.slice(2), 1, 0);
      case op.loopOp:
        return this.carried(instr, instr.args, 0, 1);
      case op.callOp:
        return this.call(instr);
      case op.deriveOp:
        return this.derived(instr);
      default: // view, select: the result is one of the operands
        for (const arg of instr.args)
          this.flow(
            instr.results,
            instr.results.map(() => arg),
          );
    }
  }

  private flow(from: readonly Value[], to: readonly Value[]): void {
    from.forEach((v, i) => {
      const w = to[i] as Value;
      if (isReference(v.type) && isReference(w.type))
        this.cells.merge(this.cellOf(v), this.cellOf(w));
    });
  }

  private holds(holder: Value, key: string, x: Value): void {
    if (!isReference(x.type)) return;
    this.cells.merge(this.cells.held(this.cellOf(holder), key, x.type), this.cellOf(x));
  }

  private copies(to: Value, from: Value): void {
    for (const [key, type] of heldTypes(to.type)) {
      const there = this.cells.held(this.cellOf(to), key, type);
      this.cells.merge(there, this.cells.held(this.cellOf(from), key, type));
    }
  }

  private makes(instr: Instr): void {
    const [made] = instr.results as [Value];
    if (made.type.kind !== "ref") return;
    made.type.record.fields.forEach((f, i) => this.holds(made, f.name, instr.args[i] as Value));
  }

  private carried(instr: Instr, inits: readonly Value[], param: number, first: number): void {
    const body = instr.regions[0] as Region;
    this.flow(inits, instr.results);
    this.flow(body.params.slice(param), instr.results);
    this.flow(body.yields.slice(first), instr.results);
  }

  // The callee's classes are laid over the caller's, from the parameters and results inwards.
  private call(instr: Instr): void {
    const summary = this.summaries(String(instr.attrs["callee"]));
    const link = new Map<Cell, Cell>();
    this.links.set(instr, link);
    if (summary === undefined) return;
    this.ruled ||= summary.ruled;
    this.lay(link, summary, [instr.args, instr.results], (type) => type);
  }

  /** `types` gives what stands in the caller for a type of the callee, if anything. */
  private lay(
    link: Map<Cell, Cell>,
    summary: AliasSummary,
    [args, results]: readonly (readonly (Value | undefined)[])[],
    types: (type: Type) => Type | undefined,
  ): void {
    const work: [callee: Cell, caller: Cell][] = [];
    const pair = (
      cells: readonly (Cell | undefined)[],
      values: readonly (Value | undefined)[] = [],
    ): void =>
      cells.forEach((cell, i) => {
        const value = values[i];
        if (cell && value) work.push([find(cell), this.cellOf(value)]);
      });
    pair(summary.params, args);
    pair(summary.results, results);
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const [callee, caller] = next;
      const known = link.get(callee);
      if (known !== undefined) {
        this.cells.merge(known, caller);
        continue;
      }
      link.set(callee, caller);
      for (const [key, held] of callee.inner) {
        const inner = find(held);
        const type = types(inner.type);
        if (type !== undefined) work.push([inner, this.cells.held(caller, key, type)]);
      }
    }
  }

  // What a derivative not yet taken does with what it is given is what its function does; shadows
  // are moved in step with what they are shadows of. The two are apart.
  private derived(instr: Instr): void {
    const { attrs, args, results } = instr;
    const summary = this.summaries(String(attrs["callee"]));
    if (summary === undefined) return;
    this.ruled ||= summary.ruled;
    if (summary.ruled) return this.mixed(instr);
    const directions = directionsOf(String(attrs["active"]));
    const width = Number(attrs["width"] ?? directions.length);
    const types = (type: Type): Type | undefined => tangentType(type, width);
    const forward = attrs["mode"] === "jvp";
    // in memory, the tangents of a number are one value
    const twinsOf = attrs["width"] === undefined ? directions.length : 1;
    const own = args.slice(0, summary.params.length);
    const given = results.slice(0, summary.results.length);
    this.lay(new Map(), summary, [own, given], (type) => type);
    if (attrs["mode"] === "batch") return;
    const active = (i: number): number => directions.filter((one) => one[i]).length;
    const shadows = shadowsAmong(args, own, (i) => (forward ? active(i) : 0));
    const twins = forward ? shadowsAmong(results, given, () => twinsOf) : [];
    this.lay(new Map(), summary, [shadows, twins], types);
  }

  /** Records from outside may be linked in any way: by two paths one may get to the same. */
  linkedAtWill(values: readonly Value[]): void {
    this.pool(values.filter(({ type }) => leadsToRecords(type)));
  }

  // Of what a rule does nothing is known: all it can reach of one type is one class.
  private mixed(instr: Instr): void {
    this.pool([...instr.args, ...instr.results].filter(({ type }) => isReference(type)));
  }

  /** Makes one class of all that can be reached of one type. */
  private pool(values: readonly Value[]): void {
    const pools: [type: Type, cell: Cell][] = [];
    const pool = (cell: Cell): void => {
      const type = find(cell).type;
      const known = pools.find(([t]) => sameType(t, type));
      if (known !== undefined) return this.cells.merge(known[1], cell);
      pools.push([type, cell]);
      for (const [key, held] of heldTypes(type)) pool(this.cells.held(cell, key, held));
    };
    for (const v of values) pool(this.cellOf(v));
  }
}

function leadsToRecords(type: Type): boolean {
  if (type.kind === "mem") return type.elem.kind !== "store" && leadsToRecords(type.elem);
  return type.kind === "ref";
}

/** The shadows of `values`, which `all` begins with; numbers have as many twins as `twins` says. */
function shadowsAmong(
  all: readonly Value[],
  values: readonly Value[],
  twins: (i: number) => number,
): (Value | undefined)[] {
  let next = values.length;
  return values.map(({ type }, i) => {
    if (tangentType(type) === undefined) return undefined;
    if (isReference(type)) return all[next++];
    next += twins(i);
    return undefined;
  });
}
