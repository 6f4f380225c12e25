import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { isReference, sameType, type Type } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { Cells, ELEMENT, find, heldTypes, reachable, type Cell } from "./cells.ts";

/** What callers need to know of a function: which of its parameters and results share classes. */
export interface AliasSummary {
  /** For each parameter and result its class, undefined for a number. */
  readonly params: readonly (Cell | undefined)[];
  readonly results: readonly (Cell | undefined)[];
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
export type Summaries = ReadonlyMap<string, AliasSummary>;

export function classesOf(func: Func, summaries: Summaries): Classes {
  const solver = new Solver(summaries);
  const params = func.region.params.map((p) => solver.cellOfMaybe(p));
  walk(func.region, (instr) => solver.relate(instr));
  const results = func.region.yields.map((v) => solver.cellOfMaybe(v));
  const present = (cells: readonly (Cell | undefined)[]): Cell[] =>
    cells.filter((c) => c !== undefined);
  return {
    func,
    summary: { params, results },
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
      case op.alloc:
      case op.zerosLike:
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
        return this.mixed(instr);
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
    const summary = this.summaries.get(String(instr.attrs["callee"]));
    const link = new Map<Cell, Cell>();
    this.links.set(instr, link);
    if (summary === undefined) return;
    const work: [callee: Cell, caller: Cell][] = [];
    const pair = (cells: readonly (Cell | undefined)[], values: readonly Value[]): void =>
      cells.forEach((cell, i) => cell && work.push([find(cell), this.cellOf(values[i] as Value)]));
    pair(summary.params, instr.args);
    pair(summary.results, instr.results);
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
        work.push([inner, this.cells.held(caller, key, inner.type)]);
      }
    }
  }

  // Of a derivative not yet taken nothing is known: all it can reach of one type is one class.
  private mixed(instr: Instr): void {
    const pools: [type: Type, cell: Cell][] = [];
    const pool = (cell: Cell): void => {
      const type = find(cell).type;
      const known = pools.find(([t]) => t === type || sameType(t, type));
      if (known !== undefined) return this.cells.merge(known[1], cell);
      pools.push([type, cell]);
      for (const [key, held] of heldTypes(type)) pool(this.cells.held(cell, key, held));
    };
    for (const v of [...instr.args, ...instr.results])
      if (isReference(v.type)) pool(this.cellOf(v));
  }
}
