import type { Cell } from "../analysis/cells.ts";
import type { Location } from "../analysis/effects.ts";
import type { Memory } from "../analysis/memory.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { isReference, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
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

function copiesFunc(func: Func, memory: Memory): Func {
  const regions = new Set<Region>();
  walk(func.region, ({ op: what }, region) => {
    if (what === op.copy) regions.add(region);
  });
  if (regions.size === 0) return func;
  const found = new Found(memory, structureOf(func.region));
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

/** How the memory of one class is used in a region, by places in its body. */
interface Uses {
  first: number;
  last: number;
  /** Whether it may be reached in other ways from then on. */
  kept: boolean;
}

class Found {
  /** Those that are not needed. */
  readonly copies = new Set<Instr>();
  /** For copies, what they are copies of. */
  readonly instead = new Map<Value, Value>();
  readonly #memory: Memory;
  readonly #structure: Structure;
  /** Classes of memory that now serves for copies that are read. */
  readonly #read = new Set<Cell>();
  /** Classes of copies, and of what has become one of them. */
  readonly #gone = new Set<Cell>();

  constructor(memory: Memory, structure: Structure) {
    this.#memory = memory;
    this.#structure = structure;
  }

  lookIn(region: Region): void {
    const uses = this.#usesIn(region);
    let writes: ReadonlyMap<Location, number> | undefined;
    const isOnlyRead = (memories: readonly Value[], after: number): boolean => {
      const last = (writes ??= this.#lastWrites(region));
      return memories.every((v) => (last.get(this.#memory.locationOf(v)) ?? -1) <= after);
    };
    region.body.forEach((instr, at) => {
      if (instr.op !== op.copy) return;
      const [to, from] = instr.args as [Value, Value];
      const made = this.#madeIn(region, to);
      if (made === undefined || !sameType(to.type, from.type)) return;
      const [cell, other] = [this.#cellOf(to), this.#cellOf(from)];
      if (cell === other || this.#read.has(cell) || this.#gone.has(cell)) return;
      if (this.#gone.has(other) || uses.get(cell)!.first < at) return;
      const origin = this.#madeIn(region, from);
      const same = origin !== undefined && sameCount(this.#structure, made, origin);
      const moves = same && isOver(uses.get(other)!, at) && !this.#read.has(other);
      // all elements of raw memory are written, and here by nothing else
      const reads = (same || made.attrs["raw"] === true) && !uses.get(cell)!.kept;
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

  // The instruction in `region` that makes `v`, new memory of numbers.
  #madeIn(region: Region, v: Value): Instr | undefined {
    const made = this.#structure.definitionOf(v);
    if (made?.instr?.op !== op.alloc || made.region !== region || !isPlain(v)) return undefined;
    return made.instr;
  }

  #cellOf(v: Value): Cell {
    return this.#memory.classes.cellOf(v);
  }

  #usesIn({ body, yields }: Region): ReadonlyMap<Cell, Uses> {
    const uses = new Map<Cell, Uses>();
    const use = (v: Value, at: number, kept: boolean): void => {
      if (!isReference(v.type)) return;
      const cell = this.#cellOf(v);
      const known = uses.get(cell);
      if (known === undefined) uses.set(cell, { first: at, last: at, kept });
      else {
        known.last = at;
        known.kept ||= kept;
      }
    };
    body.forEach((top, at) => {
      const visit = (instr: Instr): void => {
        const kept = !lends(instr);
        for (const v of instr.args) use(v, at, kept);
        for (const inner of instr.regions) inner.body.forEach(visit);
      };
      visit(top);
    });
    for (const v of yields) use(v, body.length, true);
    return uses;
  }
}

const isOver = ({ last, kept }: Uses, at: number): boolean => last === at && !kept;

const isPlain = ({ type }: Value): boolean => type.kind === "mem" && type.elem.kind === "store";

/** Operations that keep no reference to an operand, but for results that are of its class. */
const lenders: ReadonlySet<unknown> = new Set([
  op.copy,
  op.fill,
  op.gemm,
  op.length,
  op.load,
  op.store,
  op.view,
]);

function lends({ op: what, args }: Instr): boolean {
  const references = args.filter(({ type }) => isReference(type));
  return references.every(isPlain) && (what === op.callOp || lenders.has(what));
}

function sameCount(structure: Structure, a: Instr, b: Instr): boolean {
  const [m, n] = [a.args[0]!, b.args[0]!];
  if (m === n) return true;
  const number = (v: Value): unknown => {
    const instr = structure.definitionOf(v)?.instr;
    return instr?.op === op.constant ? op.literalOf(instr.attrs) : undefined;
  };
  return number(m) !== undefined && number(m) === number(n);
}
