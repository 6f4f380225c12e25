import { findOverwritten } from "../../analysis/overwritten.ts";
import type { Instr, Region, Value } from "../../ir/func.ts";
import type { Type } from "../../ir/types.ts";
import type { FuncCode } from "./code.ts";
import type { Context } from "./context.ts";
import { findSinCos, type SinCos } from "./elementary-calls.ts";
import { getLocal, isLeaf, isOffset, type Expr } from "./expr.ts";
import { opcode } from "./opcodes.ts";
import { componentsOf } from "./representation.ts";
import { findTogether } from "./together.ts";
import { findUses, type Uses } from "./uses.ts";

type PendingReads = Map<Expr, { readonly value: Value; readonly component: number }>;

/** Deeper expressions are cut by keeping a part in a local: they are emitted recursively. */
const deepest = 200;

/**
 * Emits one function. A value that is used once is not computed where it is defined but where it
 * is used, straight onto the stack, unless a loop or a write to memory it reads comes between.
 */
export class Emitter {
  readonly context: Context;
  readonly code: FuncCode;
  readonly uses: Uses;
  /** The `alloc`s that need no zeros. */
  readonly overwritten: ReadonlySet<Instr>;
  /** Sines and cosines of one number, which are computed together. */
  readonly pairs: ReadonlyMap<Instr, SinCos>;
  /** The group of each `alloc` that is made in one go with others. */
  readonly together: ReadonlyMap<Instr, readonly Instr[]>;
  private readonly env = new Map<Value, (Expr | undefined)[]>();
  /** For each region that is open, expressions of it that read memory and are not emitted yet. */
  private readonly pendingReads: PendingReads[] = [new Map()];

  readonly emit: EmitInstr;

  /** `emit` emits one instruction, see `emitInstr`. */
  constructor(context: Context, code: FuncCode, region: Region, emit: EmitInstr) {
    this.context = context;
    this.code = code;
    this.emit = emit;
    this.uses = findUses(region);
    this.overwritten = findOverwritten(region);
    this.pairs = findSinCos(region, (instr) => !this.uses.isDead(instr));
    this.together = findTogether(
      region,
      (alloc) => this.overwritten.has(alloc) && !this.uses.isDead(alloc),
    );
  }

  /** Emits the instructions of a region. Gives true if its end is never reached. */
  body(instrs: readonly Instr[]): boolean {
    return instrs.some((instr) => this.emit(this, instr));
  }

  /** Says what the components of `value` are; those that nobody needs may be undefined. */
  define(value: Value, components: readonly (Expr | undefined)[]): void {
    const kept = components.map((x, c) => {
      const count = this.uses.count(value, c);
      if (x === undefined || count === 0) return undefined;
      if (isLeaf(x) || isOffset(x)) return x;
      if (count > 1 || x.depth > deepest) return this.code.keep(x);
      if (x.reads) this.pendingReads.at(-1)!.set(x, { value, component: c });
      return x;
    });
    this.env.set(value, kept);
  }

  /** Says that the one component of `value` is `x`, which may be emitted any number of times. */
  alias(value: Value, x: Expr): void {
    this.env.set(value, [x]);
  }

  /** A component of `value`, to be emitted once. */
  use(value: Value, component = 0): Expr {
    const x = this.env.get(value)?.[component];
    if (x === undefined) throw new Error("internal: a value is used before it is defined");
    if (x.reads) for (const pending of this.pendingReads) pending.delete(x);
    return x;
  }

  /**
   * Emits a region. What it has put off belongs to it: at its end that is not needed any more. If
   * it writes, reads that were put off before it have been flushed before it.
   */
  region<T>(emit: () => T): T {
    this.pendingReads.push(new Map());
    const result = emit();
    this.pendingReads.pop();
    return result;
  }

  useAll(value: Value): Expr[] {
    return componentsOf(value.type).map((_, c) => this.use(value, c));
  }

  /** A component of `value` in a form that may be emitted any number of times. */
  leaf(value: Value, component = 0): Expr {
    const x = this.use(value, component);
    if (isLeaf(x)) return x;
    const kept = this.code.keep(x);
    // an offset has more uses, and this one may be in a branch that the others are not in
    if (!isOffset(x)) this.env.get(value)![component] = kept;
    return kept;
  }

  leafAll(value: Value): Expr[] {
    return componentsOf(value.type).map((_, c) => this.leaf(value, c));
  }

  /** `x` in a form that may be emitted any number of times. */
  shared(x: Expr): Expr {
    return isLeaf(x) ? x : this.code.keep(x);
  }

  /** Computes what has been put off and reads memory: a write comes. */
  flushReads(): void {
    const pending = this.pendingReads.at(-1)!;
    for (const [x, { value, component }] of pending) {
      this.env.get(value)![component] = this.code.keep(x);
    }
    pending.clear();
  }

  /** New locals for a value of `type`. */
  newLocals(type: Type): Expr[] {
    return componentsOf(type).map((t) => getLocal(this.code.newLocal(t), t));
  }

  /** Locals that take what is on the stack, the last component on top. */
  popInto(value: Value): void {
    const types = componentsOf(value.type);
    const out: (Expr | undefined)[] = types.map(() => undefined);
    for (let c = types.length - 1; c >= 0; c--) {
      if (this.uses.count(value, c) === 0) {
        this.code.op(opcode.drop);
        continue;
      }
      const local = this.code.newLocal(types[c]!);
      this.code.op(opcode.local_set, local);
      out[c] = getLocal(local, types[c]!);
    }
    this.env.set(value, out);
  }

  /** Stops with the error of a place: `[site, a, b]`. */
  stop(site: number, a: Expr, b: Expr): void {
    const { code } = this;
    code.op(opcode.i32_const, site);
    code.push(a);
    code.push(b);
    code.op(opcode.call, failFunction);
    code.op(opcode.unreachable);
  }
}

/** Number of the imported function that stops: (site, a, b). */
export const failFunction = 0;
/** Those that take what the program tells: (x), and (site). */
export const noteFunction = 1;
export const printFunction = 2;
/** In code for several threads: (task, block, chunks), and (bytes) → start of so many. */
export const forkFunction = 3;
export const moreFunction = 4;

/** How an instruction is emitted, whichever it is. */
export type EmitInstr = (e: Emitter, instr: Instr) => boolean;

/** How an operation is emitted. Gives true if what follows in the region is never reached. */
export type Emit = (e: Emitter, instr: Instr) => boolean | void;
