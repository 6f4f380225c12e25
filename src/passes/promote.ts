import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { mapped, type ValueMap } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";
import { promotable, type Cell, type Slots } from "./cells.ts";
import { mappedAll } from "./edit.ts";
import { funcPass, type Pass } from "./pass.ts";
import { asStored } from "./stored.ts";

/**
 * Memory to values: the elements of a small memory, or fields of a record, that is only read and
 * written in place become values, carried through branches and loops.
 *
 *     %m = alloc 1
 *     for 0, %n { (%i)                        %s = for 0, %n, 0 { (%i, %c)
 *       %1 = load %m, 0                         %2 = add %c, %x
 *       %2 = add %1, %x                 →       yield %2
 *       store %m, 0, %2                       }
 *     }
 *
 * Only of constant length, with constant indices, and where the reference itself goes nowhere: not
 * into memory, a call, a view, a loop or out of the function. Linear in the program and the number
 * of values carried.
 */
export const promote: Pass = funcPass(
  "promote",
  "turns small local memory into values",
  promoteFunc,
);

function promoteFunc(func: Func): Func {
  const slots = promotable(func.region);
  if (slots.size === 0) return func;
  const promoter = new Promoter(slots, writtenCells(func.region, slots));
  return { ...func, region: promoter.region(func.region, new Builder(), []) };
}

// For each instruction with regions the cells made outside of it that are written in it.
function writtenCells(root: Region, slots: Slots): Map<Instr, Set<Cell>> {
  const written = new Map<Instr, Set<Cell>>();
  const visit = (region: Region): Set<Cell> => {
    const here = new Set<Cell>();
    for (const instr of region.body) {
      if (instr.regions.length > 0) {
        const inside = new Set<Cell>();
        for (const r of instr.regions) for (const cell of visit(r)) inside.add(cell);
        written.set(instr, inside);
        for (const cell of inside) here.add(cell);
        continue;
      }
      const slot = slots.get(instr.args[0]!);
      if (slot === undefined || instr.op.effect !== "write") continue;
      for (const cell of slot.cellsOf(instr)) here.add(cell);
    }
    for (const instr of region.body) {
      for (const r of instr.results) slots.get(r)?.all.forEach((cell) => here.delete(cell));
    }
    return here;
  };
  visit(root);
  return written;
}

class Promoter {
  private readonly slots: Slots;
  private readonly written: ReadonlyMap<Instr, ReadonlySet<Cell>>;
  private readonly map: ValueMap = new Map();
  private readonly now = new Map<Cell, Value>();

  constructor(slots: Slots, written: ReadonlyMap<Instr, ReadonlySet<Cell>>) {
    this.slots = slots;
    this.written = written;
  }

  /** `region` with the cells `out` as further yields. */
  region(region: Region, b: Builder, out: readonly Cell[]): Region {
    for (const instr of region.body) {
      b.span = instr.span;
      this.instr(instr, b);
    }
    const { params, body } = b.finish([]);
    const yields = region.yields.map((v) => mapped(this.map, v));
    return {
      params: [...region.params, ...params],
      body,
      yields: [...yields, ...out.map((cell) => this.now.get(cell)!)],
    };
  }

  private instr(instr: Instr, b: Builder): void {
    const made = instr.results[0] && this.slots.get(instr.results[0]);
    if (made !== undefined) return made.start(instr, b, this.now, (v) => mapped(this.map, v));
    const slot = instr.args[0] && this.slots.get(instr.args[0]);
    if (slot !== undefined) return this.access(instr, slot.cellsOf(instr), b);
    if (instr.regions.length > 0) return this.nested(instr, b);
    const args = mappedAll(instr.args, this.map);
    b.append(args === instr.args ? instr : { ...instr, args });
  }

  private access(instr: Instr, cells: readonly Cell[], b: Builder): void {
    const result = instr.results[0];
    if (instr.op === op.length) {
      this.map.set(result!, op.int(b, this.slots.get(instr.args[0]!)!.length));
    } else if (result !== undefined) {
      this.map.set(result, this.now.get(cells[0]!)!);
    } else {
      const x = mapped(this.map, instr.args.at(-1)!);
      for (const cell of cells) this.now.set(cell, asStored(b, x, cell.storage));
    }
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
    b.append({
      ...instr,
      args: loops ? [...args, ...before] : args,
      regions,
      results: [...instr.results, ...added],
    });
  }
}
