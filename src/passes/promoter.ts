import { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { mapped, type ValueMap } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";
import type { Cell } from "./cells.ts";
import { mappedAll } from "./edit.ts";
import { asStored } from "./stored.ts";

/** Which instructions concern the cells that become values. */
export interface Plan {
  /** The cells that a read or write is of; undefined for what is not one of theirs. */
  cellsOf(instr: Instr): readonly Cell[] | undefined;
  /** Handles what makes cells, or answers for them in another way; false for all else. */
  special?(instr: Instr, b: Builder, promoter: Promoter): boolean;
  /** Told of each instruction that stands for another one now. */
  copied?(made: Instr, old: Instr): void;
}

/**
 * Rewrites regions so that cells of memory are values: a write changes what a read gives, and what
 * is written in a branch or loop leaves it as a further result.
 */
export class Promoter {
  /** What each cell holds at the point reached. */
  readonly now: Map<Cell, Value> = new Map();
  readonly map: ValueMap = new Map();
  private readonly plan: Plan;
  private readonly written: ReadonlyMap<Instr, ReadonlySet<Cell>>;

  /** `written`: for each instruction with regions the cells from outside of it written in it. */
  constructor(plan: Plan, written: ReadonlyMap<Instr, ReadonlySet<Cell>>) {
    this.plan = plan;
    this.written = written;
  }

  use(v: Value): Value {
    return mapped(this.map, v);
  }

  /** `region` with the parameters of `b` after its own, and `out` after its yields. */
  region(region: Region, b: Builder, out: readonly Cell[]): Region {
    for (const instr of region.body) {
      b.span = instr.span;
      this.instr(instr, b);
    }
    const { params, body } = b.finish([]);
    const yields = region.yields.map((v) => this.use(v));
    return {
      params: [...region.params, ...params],
      body,
      yields: [...yields, ...out.map((cell) => this.now.get(cell)!)],
    };
  }

  private instr(instr: Instr, b: Builder): void {
    if (this.plan.special?.(instr, b, this) === true) return;
    const cells = this.plan.cellsOf(instr);
    if (cells !== undefined) return this.access(instr, cells, b);
    if (instr.regions.length > 0) return this.nested(instr, b);
    const args = mappedAll(instr.args, this.map);
    if (args === instr.args) return b.append(instr);
    const made = { ...instr, args };
    this.plan.copied?.(made, instr);
    b.append(made);
  }

  private access(instr: Instr, cells: readonly Cell[], b: Builder): void {
    const result = instr.results[0];
    if (result !== undefined) {
      this.map.set(result, this.now.get(cells[0]!)!);
      return;
    }
    const x = this.use(instr.args.at(-1)!);
    for (const cell of cells) this.now.set(cell, asStored(b, x, cell.storage));
  }

  private nested(instr: Instr, b: Builder): void {
    const cells = [...(this.written.get(instr) ?? [])];
    const args = mappedAll(instr.args, this.map);
    const before = cells.map((cell) => this.now.get(cell)!);
    const loops = instr.op !== op.ifOp;
    const regions = instr.regions.map((region) => {
      const inner = new Builder();
      cells.forEach((cell, i) => {
        this.now.set(cell, loops ? inner.param(cell.type) : before[i]!);
      });
      return this.region(region, inner, cells);
    });
    const added = cells.map((cell): Value => ({ type: cell.type }));
    cells.forEach((cell, i) => this.now.set(cell, added[i]!));
    const made = {
      ...instr,
      args: loops ? [...args, ...before] : args,
      regions,
      results: [...instr.results, ...added],
    };
    this.plan.copied?.(made, instr);
    b.append(made);
  }
}

/**
 * For each instruction with regions in `root` the cells written in it that are made outside of it;
 * `madeBy` gives the cells that an instruction makes.
 */
export function writtenCells(
  root: Region,
  { cellsOf }: Plan,
  madeBy: (instr: Instr) => readonly Cell[],
): Map<Instr, Set<Cell>> {
  const written = new Map<Instr, Set<Cell>>();
  const visit = (region: Region): Set<Cell> => {
    const here = new Set<Cell>();
    for (const instr of region.body) {
      if (instr.regions.length > 0) {
        const inside = new Set<Cell>();
        for (const r of instr.regions) for (const cell of visit(r)) inside.add(cell);
        written.set(instr, inside);
        for (const cell of inside) here.add(cell);
      } else if (instr.op.effect === "write") {
        for (const cell of cellsOf(instr) ?? []) here.add(cell);
      }
    }
    for (const instr of region.body) for (const cell of madeBy(instr)) here.delete(cell);
    return here;
  };
  visit(root);
  return written;
}
