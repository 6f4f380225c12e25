import { escapeOf, type Escape } from "../analysis/escape.ts";
import { reachable, type Cell } from "../analysis/cells.ts";
import type { Location } from "../analysis/effects.ts";
import { memoryOf, type Memory } from "../analysis/memory.ts";
import { stabilityOf, type Stability } from "../analysis/stability.ts";
import { isInside, structureOf, type Structure } from "../analysis/structure.ts";
import type { Func, Instr, Module, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { isFlatMemory, isReference } from "../ir/types.ts";
import { alloc, copy, select, view } from "../ops/index.ts";
import { scratchOf, type Scratch } from "./scratch.ts";

/**
 * What the plan of a reverse sweep has to know about the memory of the function it is for. All
 * questions are about instructions and regions of the source.
 */
export class Facts {
  readonly #func: Func;
  readonly #memory: Memory;
  readonly #structure: Structure;
  readonly #stability: Stability;
  readonly #escape: Escape;
  readonly #calm: boolean;
  /** What the caller leaves alone, and what it has a way to. */
  readonly #left: ReadonlySet<Cell>;
  readonly #outside: ReadonlySet<Cell>;
  readonly #simple: Map<Cell, boolean>;

  /**
   * `calm` says that callers leave alone, until the reverse sweep, what the function reads; `steady`
   * of which parameters they leave alone what it reads there.
   */
  constructor(module: Module, func: Func, calm: boolean, steady: readonly boolean[] = []) {
    this.#func = func;
    this.#memory = memoryOf(module, func.name);
    this.#structure = structureOf(func.region);
    this.#stability = stabilityOf(this.#memory, this.#structure);
    this.#escape = escapeOf(this.#memory, this.#structure);
    this.#calm = calm;
    const { params, results } = this.#memory.classes.summary;
    const led = (cells: readonly (Cell | undefined)[]): Set<Cell> =>
      reachable(cells.filter((c) => c !== undefined));
    const others = led([...params.filter((_, i) => steady[i] !== true), ...results]);
    this.#left = new Set([...led(params)].filter((c) => !others.has(c)));
    this.#outside = led([...params, ...results]);
    this.#simple = simpleCells(func, this.#memory);
  }

  /** Whether what `read` reads through `ref` is still there when the reverse sweep comes by. */
  stable(read: Instr, ref: Value): boolean {
    const home = this.#escape.homeOf(ref);
    if (home === undefined && !this.#isLeft(this.#memory.classes.cellOf(ref))) return false;
    return !this.#stability.overwritten(read, home ?? this.#func.region);
  }

  /** Whether nothing that `call` reads is written afterwards, nor by callers. */
  calmAfter(call: Instr): boolean {
    return this.#calm && !this.#stability.overwritten(call, this.#func.region);
  }

  /** For each operand of `call`, whether nothing that is read there is written afterwards, nor by callers. */
  steadyAfter(call: Instr): boolean[] {
    const { reads } = this.#memory.effectsOf(call);
    return call.args.map((v) => {
      if (!isReference(v.type)) return true;
      return [...reachable([this.#memory.classes.cellOf(v)])].every((cell) => {
        const read = locationsOf(cell, this.#memory).filter((at) => reads.has(at));
        if (read.length === 0) return true;
        if (this.#outside.has(cell) && !this.#isLeft(cell)) return false;
        return !read.some((at) => this.#stability.writtenAfter(at, call, this.#func.region));
      });
    });
  }

  #isLeft(cell: Cell): boolean {
    return this.#calm || this.#left.has(cell);
  }

  /** Whether each run of `region` has a memory of its own for `ref`, of no use afterwards. */
  isLocal(ref: Value, region: Region): boolean {
    const home = this.#escape.homeOf(ref);
    return home !== undefined && isInside(this.#structure, home, region);
  }

  /**
   * Whether `ref` leads to the numbers of one `alloc` that stands in `region` and is used there
   * only, by its result and views of it.
   */
  isSimpleLocal(ref: Value, region: Region): boolean {
    if (this.#escape.homeOf(ref) !== region) return false;
    return this.#simple.get(this.#memory.classes.cellOf(ref)) === true;
  }

  /** Whether what `read` reads is written again before `region`, which is around it, ends. */
  overwrittenIn(read: Instr, region: Region): boolean {
    return this.#stability.overwritten(read, region);
  }

  scratch(): readonly Scratch[] {
    const isSimple = (v: Value): boolean =>
      this.#simple.get(this.#memory.classes.cellOf(v)) === true &&
      this.#escape.homeOf(v) !== undefined;
    return scratchOf(this.#structure, isSimple, (a, b) => this.sameMemory(a, b));
  }

  writes(instr: Instr, ref: Value): boolean {
    if (instr.op.effect === "pure") return false; // which may be a check, and not of the source
    return this.#memory.effectsOf(instr).writes.has(this.#memory.locationOf(ref));
  }

  sameMemory(a: Value, b: Value): boolean {
    return this.#memory.classes.cellOf(a) === this.#memory.classes.cellOf(b);
  }

  hasEffects(instr: Instr): boolean {
    const { reads, writes, traps } = this.#memory.effectsOf(instr);
    return reads.size > 0 || writes.size > 0 || traps;
  }
}

function locationsOf(cell: Cell, memory: Memory): Location[] {
  if (cell.type.kind !== "ref") return [memory.locationOfCell(cell)];
  return cell.type.record.fields.map((f) => memory.locationOfCell(cell, f.name));
}

// Cells that one `alloc` of numbers makes, and whose references are its result, views, choices.
function simpleCells(func: Func, memory: Memory): Map<Cell, boolean> {
  const simple = new Map<Cell, boolean>();
  const made = new Set<Cell>();
  const cellOf = (v: Value): Cell => memory.classes.cellOf(v);
  const never = (v: Value): void => {
    if (isReference(v.type)) simple.set(cellOf(v), false);
  };
  func.region.params.forEach(never);
  func.region.yields.forEach(never);
  walk(func.region, (instr) => {
    for (const region of instr.regions) region.params.forEach(never);
    if (instr.op.effect === "write" && instr.op !== copy) instr.args.slice(1).forEach(never);
    for (const r of instr.results) {
      if (!isReference(r.type)) continue;
      if (instr.op === view || instr.op === select) continue;
      const cell = cellOf(r);
      const good = instr.op === alloc && isFlatMemory(r.type) && !made.has(cell);
      made.add(cell);
      if (!good) simple.set(cell, false);
      else if (!simple.has(cell)) simple.set(cell, true);
    }
    if (instr.op.name === "record" || instr.op.name === "call") instr.args.forEach(never);
  });
  return simple;
}
