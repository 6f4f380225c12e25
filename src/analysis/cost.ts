// What each loop of a program does in one iteration, counted without running it.
import type { Span } from "../diagnostics/span.ts";
import {
  funcNamed,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import { calleesOf } from "../ir/rewrite.ts";
import { isFloat, sameType, bool, type MemType, type RefType } from "../ir/types.ts";
import { elemSize, recordLayout } from "../ir/storage.ts";
import * as op from "../ops/index.ts";
import { extentsOf, showExtent, type Extents } from "./extent.ts";
import { structureOf } from "./structure.ts";

/** Kinds of operations, in the order in which they are shown. */
export const kinds = [
  "arithmetic",
  "divisions",
  "functions",
  "integers",
  "choices",
  "reads",
  "writes",
  "checks",
  "memory",
  "calls",
] as const;
export type Kind = (typeof kinds)[number];

/** A function outside of its loops, or one iteration of a loop without the loops inside. */
export interface Block {
  readonly func: Func;
  /** How many loops are around it, itself included. */
  readonly depth: number;
  /** The instruction of the loop; undefined for what is outside of loops. */
  readonly loop: Instr | undefined;
  readonly span: Span | undefined;
  /** How often it runs, each time that what is around it does; undefined if only a run tells. */
  readonly trips: string | undefined;
  /** Of the dearer side of each branch. */
  readonly operations: ReadonlyMap<Kind, number>;
  /** Elementary functions among them, by name. */
  readonly functions: ReadonlyMap<string, number>;
  /** Bytes that are written down for reverse sweeps, without copies of whole memories. */
  readonly keeps: number;
  /** Memory that is made for that. */
  readonly tapes: readonly Tape[];
}

export interface Tape {
  /** The place of the value that is kept. */
  readonly span: Span | undefined;
  /** How many bytes. */
  readonly size: string;
}

export interface CostOptions {
  /** Whether an operation of that name is compiled as a call of a function. */
  readonly isFunction: (name: string) => boolean;
  /** Names of parameters of the entry function. */
  readonly nameOf: (v: Value) => string | undefined;
}

/** The blocks of the function `root`, and then those of what it calls, in the order of the code. */
export function costOf(module: Module, root: string, options: CostOptions): Block[] {
  const names = new Set([root]);
  const blocks: Block[] = [];
  // grows as it is gone over
  for (const name of names) {
    const func = funcNamed(module, name);
    blocks.push(...new Counter(func, options).blocks());
    for (const callee of calleesOf(func.region)) names.add(callee);
  }
  return blocks;
}

interface Tally {
  readonly operations: Map<Kind, number>;
  readonly functions: Map<string, number>;
  readonly tapes: Tape[];
  keeps: number;
  cost: number;
}

class Counter {
  readonly #func: Func;
  readonly #options: CostOptions;
  readonly #extents: Extents;
  readonly #blocks: Block[] = [];

  constructor(func: Func, options: CostOptions) {
    this.#func = func;
    this.#options = options;
    this.#extents = extentsOf(structureOf(func.region), (v) => options.nameOf(v) ?? v.hint);
  }

  blocks(): Block[] {
    this.#block(this.#func.region, undefined, 0);
    return this.#blocks;
  }

  #block(region: Region, loop: Instr | undefined, depth: number): void {
    const at = this.#blocks.length;
    const { operations, functions, keeps, tapes } = this.#region(region, depth);
    const trips = loop?.op === op.forOp ? this.#extents.trips(loop) : undefined;
    const span = loop?.span ?? (loop === undefined ? this.#func.span : undefined);
    const what = { operations, functions, keeps, tapes };
    // a loop stands before those inside it
    this.#blocks.splice(at, 0, { func: this.#func, depth, loop, span, trips, ...what });
  }

  #region(region: Region, depth: number): Tally {
    const tally: Tally = {
      operations: new Map(),
      functions: new Map(),
      tapes: [],
      keeps: 0,
      cost: 0,
    };
    for (const instr of region.body) this.#instr(instr, depth, tally);
    return tally;
  }

  #instr(instr: Instr, depth: number, tally: Tally): void {
    if (instr.op === op.forOp || instr.op === op.loopOp) {
      return this.#block(instr.regions[0] as Region, instr, depth + 1);
    }
    tally.cost += instr.op.cost;
    if (instr.op === op.ifOp) {
      count(tally, "choices");
      const sides = instr.regions.map((side) => this.#region(side, depth));
      const [dearer] = sides.toSorted((a, b) => b.cost - a.cost) as [Tally];
      tally.cost += dearer.cost;
      for (const [kind, n] of dearer.operations) count(tally, kind, n);
      for (const [name, n] of dearer.functions) add(tally.functions, name, n);
      tally.keeps += dearer.keeps;
      for (const side of sides) tally.tapes.push(...side.tapes);
      return;
    }
    const kind = kindOf(instr, this.#options.isFunction);
    if (kind === undefined) return;
    count(tally, kind);
    if (kind === "functions") add(tally.functions, instr.op.name, 1);
    if (instr.span?.part !== "kept") return;
    if (instr.op === op.store) {
      const { elem } = (instr.args[0] as Value).type as MemType;
      tally.keeps += elemSize(elem);
    } else if (instr.op.effect === "alloc") {
      tally.tapes.push({ span: instr.span, size: this.#sizeOf(instr) });
    }
  }

  #sizeOf({ op: made, attrs, args }: Instr): string {
    const type = attrs["type"] as MemType | RefType;
    if (type.kind === "ref") return `${recordLayout(type.record).size} bytes`;
    const size = elemSize(type.elem);
    const length = made === op.alloc ? this.#extents.of(args[0] as Value) : undefined;
    if (length === undefined) return `${size} bytes for each element`;
    return `${showExtent(new Map([...length].map(([key, n]) => [key, n * size])))} bytes`;
  }
}

function count(tally: Tally, kind: Kind, n = 1): void {
  add(tally.operations, kind, n);
}

function add<K>(to: Map<K, number>, key: K, n: number): void {
  to.set(key, (to.get(key) ?? 0) + n);
}

/** Undefined for what costs nothing, or ends the run. */
function kindOf(
  { op: what, results }: Instr,
  isFunction: (name: string) => boolean,
): Kind | undefined {
  switch (what.effect) {
    case "read":
      return "reads";
    case "write":
      return "writes";
    case "alloc":
      return "memory";
    case "trap":
      return what === op.bounds ? "checks" : undefined;
    case "nested":
      return "calls";
    case "pure":
      break;
  }
  const type = results[0]?.type;
  if (what.cost === 0 || type === undefined) return undefined;
  if (isFunction(what.name)) return "functions";
  if (what === op.select || sameType(type, bool)) return "choices";
  if (!isFloat(type)) return "integers";
  return what === op.div ? "divisions" : "arithmetic";
}
