import type { Cell } from "../analysis/cells.ts";
import type { Location } from "../analysis/effects.ts";
import type { Memory } from "../analysis/memory.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import type { Func, Instr, Module, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { madeIn, sameCount, usesIn, type Uses } from "./memory-uses.ts";
import { memoryPass, type Pass } from "./pass.ts";

/**
 * Memory that is a copy of another is that one: where both are only read from then on, or where the
 * other is not used any more.
 *
 *     %a = alloc {raw: true} %n          %b = alloc {raw: true} %n
 *     copy %a, %param                →   … store %b, %i, (load %param, %i)
 *     %b = alloc {raw: true} %n          return %b
 *     … store %b, %i, (load %a, %i)
 *     %c = alloc %n
 *     copy %c, %b
 *     return %c
 *
 * Once nothing is differentiated any more: rules of copies are simpler than those of memory that
 * serves two purposes. Linear.
 */
export const copies: Pass = memoryPass(
  "copies",
  "uses memory itself in place of a copy of it",
  copiesFunc,
);

function copiesFunc(func: Func, memory: Memory, module: Module): Func {
  const regions = new Set<Region>();
  walk(func.region, ({ op: what }, region) => {
    if (what === op.copy) regions.add(region);
  });
  if (regions.size === 0) return func;
  const found = new Found(module, memory, structureOf(func.region));
  for (const region of regions) found.lookIn(region);
  if (found.copies.size === 0) return func;
  return editFunc(func, {
    instr: (_, __, old) => {
      if (found.copies.has(old)) return [];
      const instead = old.op === op.alloc ? found.instead.get(old.results[0]!) : undefined;
      return instead && [instead];
    },
  });
}

class Found {
  /** Those that are not needed. */
  readonly copies = new Set<Instr>();
  /** For copies, what they are copies of. */
  readonly instead = new Map<Value, Value>();
  readonly #module: Module;
  readonly #memory: Memory;
  readonly #structure: Structure;
  /** Classes of memory that now serves for copies that are read. */
  readonly #read = new Set<Cell>();
  /** Classes of copies, and of what has become one of them. */
  readonly #gone = new Set<Cell>();

  constructor(module: Module, memory: Memory, structure: Structure) {
    this.#module = module;
    this.#memory = memory;
    this.#structure = structure;
  }

  lookIn(region: Region): void {
    const uses = usesIn(this.#module, this.#memory, region);
    let writes: ReadonlyMap<Location, number> | undefined;
    const isOnlyRead = (memories: readonly Value[], after: number): boolean => {
      const last = (writes ??= this.#lastWrites(region));
      return memories.every((v) => (last.get(this.#memory.locationOf(v)) ?? -1) <= after);
    };
    region.body.forEach((instr, at) => {
      if (instr.op !== op.copy) return;
      const [to, from] = instr.args as [Value, Value];
      const made = madeIn(this.#structure, region, to);
      if (made === undefined || !sameType(to.type, from.type)) return;
      const [cell, other] = [this.#cellOf(to), this.#cellOf(from)];
      if (cell === other || this.#read.has(cell) || this.#gone.has(cell)) return;
      if (this.#gone.has(other) || uses.get(cell)!.first < at) return;
      const origin = madeIn(this.#structure, region, from);
      const same = origin !== undefined && sameCount(this.#structure, made, origin);
      const moves = same && isOver(uses.get(other)!, at) && !this.#read.has(other);
      // all elements of raw memory are written, and here by nothing else; it may be longer
      const { kept, sized } = uses.get(cell)!;
      const reads = (same || (made.attrs["raw"] === true && !sized)) && !kept;
      if (moves) this.#gone.add(other);
      else if (reads && isOnlyRead([to, from], at)) this.#read.add(other);
      else return;
      this.#gone.add(cell);
      this.copies.add(instr);
      this.instead.set(to, from);
    });
  }

  // Where in `region` each location is written last.
  #lastWrites({ body }: Region): ReadonlyMap<Location, number> {
    const last = new Map<Location, number>();
    body.forEach((instr, at) => {
      for (const location of this.#memory.effectsOf(instr).writes) last.set(location, at);
    });
    return last;
  }

  #cellOf(v: Value): Cell {
    return this.#memory.classes.cellOf(v);
  }
}

const isOver = ({ last, kept }: Uses, at: number): boolean => last === at && !kept;
