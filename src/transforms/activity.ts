import { ELEMENT, find, heldTypes, reachable, type Cell } from "../analysis/cells.ts";
import type { Location } from "../analysis/effects.ts";
import type { Memory } from "../analysis/memory.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { isFloat, isReference, loadedType, showType } from "../ir/types.ts";

/**
 * Which numbers may depend on the active parameters. Forward only: what does not vary has the
 * tangent zero. Sound for memory: a cell that anything varying is ever written to varies.
 */
export interface Activity {
  /** Whether the number `v` may have a tangent. */
  varies(v: Value): boolean;
  /** Whether the numbers under `field` of what `ref` leads to may have tangents. */
  cellVaries(ref: Value, field?: string): boolean;
  /** Whether any number that can be reached from `ref` may have a tangent. */
  reachVaries(ref: Value): boolean;
}

/** Everything that can have a tangent is taken to have one: what a test compares the analysis to. */
export const allActive: Activity = {
  varies: (v) => isFloat(v.type),
  cellVaries: () => true,
  reachVaries: () => true,
};

/** Nothing varies: what is left of a linear program then are the references to shadows. */
export const noneActive: Activity = {
  varies: () => false,
  cellVaries: () => false,
  reachVaries: () => false,
};

/**
 * `active` says for each parameter whether it, or what it leads to, varies. What does not vary is apart
 * from what does: a derivative is by parameters, not by memory.
 */
export function activityOf(
  func: Func,
  memory: Memory,
  active: readonly boolean[],
  results?: ResultsOf,
): Activity {
  return new Solver(func, memory, active, results);
}

/** For each result of a call, whether it varies, if it is a number; `active` is for its operands. */
export type ResultsOf = (callee: string, active: readonly boolean[]) => readonly boolean[];

class Solver implements Activity {
  readonly #memory: Memory;
  readonly #disjoint: boolean;
  readonly #values = new Set<Value>();
  readonly #cells = new Set<string>();
  /** What active parameters lead to: it varies as a whole. */
  readonly #given = new Set<Cell>();
  readonly #resultsOf: ResultsOf | undefined;
  #changed = true;

  constructor(
    func: Func,
    memory: Memory,
    active: readonly boolean[],
    resultsOf: ResultsOf | undefined,
  ) {
    this.#memory = memory;
    this.#resultsOf = resultsOf;
    this.#disjoint = func.disjoint === true;
    func.region.params.forEach((p, i) => {
      if (active[i] !== true) return;
      if (isReference(p.type)) {
        for (const cell of reachable([memory.classes.cellOf(p)])) this.#given.add(cell);
        this.#spread(p);
      } else if (isFloat(p.type)) this.#values.add(p);
    });
    while (this.#changed) {
      this.#changed = false;
      this.#region(func.region);
    }
  }

  varies(v: Value): boolean {
    return this.#values.has(v);
  }

  cellVaries(ref: Value, field: string = ELEMENT): boolean {
    return this.#cells.has(this.#name(this.#memory.classes.cellOf(ref), field));
  }

  reachVaries(ref: Value): boolean {
    for (const cell of reachable([this.#memory.classes.cellOf(ref)])) {
      for (const field of floatFields(cell)) {
        if (this.#cells.has(this.#name(cell, field))) return true;
      }
    }
    return false;
  }

  // Without `disjoint`, what other parameters of one type lead to may be the same.
  #name(cell: Cell, field: string): string {
    const at = find(cell);
    const pooled = !this.#disjoint && this.#memory.classes.external.has(at) && !this.#given.has(at);
    return pooled ? `${showType(at.type)} ${field}` : `${at.id} ${field}`;
  }

  #mark(v: Value | undefined, varies: boolean): void {
    if (!varies || v === undefined || !isFloat(v.type) || this.#values.has(v)) return;
    this.#values.add(v);
    this.#changed = true;
  }

  #markCell(ref: Value, field: string, varies: boolean): void {
    if (!varies) return;
    const name = this.#name(this.#memory.classes.cellOf(ref), field);
    if (this.#cells.has(name)) return;
    this.#cells.add(name);
    this.#changed = true;
  }

  /** What `ref` leads to, or what of it is in `only`, varies. */
  #spread(ref: Value, only?: ReadonlySet<Location>): void {
    const cells = [...reachable([this.#memory.classes.cellOf(ref)])];
    const written = (cell: Cell, key: string): boolean =>
      only === undefined || only.has(this.#memory.locationOfCell(cell, key));
    // what is linked in may hold anything
    const relinked = cells.some((c) => heldTypes(c.type).some(([key]) => written(c, key)));
    for (const cell of cells) {
      for (const field of floatFields(cell)) {
        if (!relinked && !written(cell, field)) continue;
        const name = this.#name(cell, field);
        if (this.#cells.has(name)) continue;
        this.#cells.add(name);
        this.#changed = true;
      }
    }
  }

  #region(region: Region): void {
    for (const instr of region.body) this.#instr(instr);
  }

  #instr(instr: Instr): void {
    const { op, args, results, regions, attrs } = instr;
    if (op.rule.kind === "zero") return;
    const [a, b, c] = args as [Value, Value, Value];
    const field = String(attrs["field"]);
    switch (op.name) {
      case "load":
      case "array":
        return this.#mark(results[0], this.cellVaries(a));
      case "get":
        return this.#mark(results[0], this.cellVaries(a, field));
      case "store":
        return this.#markCell(a, ELEMENT, this.varies(c));
      case "elements":
        return this.#markCell(results[0]!, ELEMENT, this.varies(a));
      case "fill":
      case "put":
        return this.#markCell(a, ELEMENT, this.varies(b));
      case "set":
        return this.#markCell(a, field, this.varies(b));
      case "copy":
        return this.#markCell(a, ELEMENT, this.cellVaries(b));
      case "record":
        return this.#record(instr);
      case "call":
        return this.#call(instr);
      case "if":
      case "for":
      case "loop":
        regions.forEach((r) => this.#region(r));
        return this.#joins(instr);
    }
    if (op.rule.kind === "structural") return;
    const any = args.some((x) => this.varies(x));
    for (const r of results) this.#mark(r, any);
  }

  #record({ args, results: [made] }: Instr): void {
    if (made?.type.kind !== "ref") return;
    made.type.record.fields.forEach((f, i) =>
      this.#markCell(made, f.name, this.varies(args[i] as Value)),
    );
  }

  #joins({ op, args, results, regions }: Instr): void {
    const first = op.name === "loop" ? 1 : 0;
    for (const { params, yields } of regions) {
      results.forEach((r, i) => this.#mark(r, this.varies(yields[i + first] as Value)));
      if (op.name === "if") continue;
      const skip = op.name === "for" ? 1 : 0;
      results.forEach((r, i) => {
        const init = args[i + 2 * skip] as Value;
        const param = params[i + skip] as Value;
        const any = this.varies(init) || this.varies(r);
        this.#mark(param, any);
        this.#mark(r, any);
      });
    }
  }

  // All that a callee gives back or may write varies, once anything it gets does, but for numbers of
  // which more is known.
  #call(instr: Instr): void {
    const { args, attrs, results } = instr;
    const active = args.map((x) => (isReference(x.type) ? this.reachVaries(x) : this.varies(x)));
    if (!active.includes(true)) return;
    const known = this.#resultsOf?.(String(attrs["callee"]), active);
    results.forEach((v, i) => {
      if (isReference(v.type)) this.#spread(v);
      else this.#mark(v, known?.[i] ?? true);
    });
    const { writes } = this.#memory.effectsOf(instr);
    for (const v of args) if (isReference(v.type)) this.#spread(v, writes);
  }
}

function floatFields(cell: Cell): string[] {
  const { type } = cell;
  if (type.kind === "mem") return isFloat(loadedType(type.elem)) ? [ELEMENT] : [];
  if (type.kind !== "ref") return [];
  return type.record.fields.filter((f) => isFloat(f.type)).map((f) => f.name);
}
