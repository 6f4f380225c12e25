import type { Instr, Value } from "../../../ir/func.ts";
import { elemSize } from "../../../ir/storage.ts";
import { f32, sameType, type Type } from "../../../ir/types.ts";
import type { Emitter } from "../emitter.ts";
import {
  addI32,
  apply,
  getGlobal,
  i32Const,
  i64Const,
  loadFrom,
  scaleI32,
  type Expr,
} from "../expr.ts";
import { elementAddress } from "../memory.ts";
import { opcode as o, valType } from "../opcodes.ts";
import type { Width } from "./floats.ts";
import { singleFunction } from "./singles.ts";
import { both, bothF64, bothI64, laneForm, pair, promoted } from "./ops.ts";
import type { Kind } from "./plan.ts";

const { i32, i64, f64, v128 } = valType;

/** Emits instructions for several sets of operands at once: iterations, or two calls. */
export class LaneWriter {
  readonly e: Emitter;
  private readonly kindOf: (v: Value) => Kind;
  private readonly call: ((op: string, x: readonly Expr[]) => Expr) | undefined;
  private readonly width: Width;
  private tablesAt: Expr | undefined;
  /** Vectors of what is the same in all. */
  private readonly spread = new Map<Value, Expr>();

  /** `call` gives what an elementary function makes of vectors of doubles. */
  constructor(
    e: Emitter,
    kindOf: (v: Value) => Kind,
    width: Width,
    call?: (op: string, x: readonly Expr[]) => Expr,
  ) {
    this.e = e;
    this.kindOf = kindOf;
    this.width = width;
    this.call = call;
  }

  /** Makes the vectors of values that are the same in all iterations, before the loop. */
  prepare(v: Value): void {
    if (!this.spread.has(v)) this.spread.set(v, this.e.code.keep(this.spreadOf(v)));
  }

  instr(instr: Instr): void {
    const { e } = this;
    if (e.uses.isDead(instr)) return;
    const { op, args, results } = instr;
    if (op.name === "store") return this.store(instr);
    if (op.name === "if") return this.branch(instr);
    if (this.kindOf(results[0]!).kind !== "lanes") {
      e.body([instr]);
      return;
    }
    const [first] = args as [Value];
    if (op.name === "load") return this.load(instr);
    if (op.name === "to_f64" && this.kindOf(first).kind === "index") {
      return e.define(results[0]!, [this.counted(first)]);
    }
    const form = laneForm(instr, this.width);
    const x = args.map((a) => this.lanesOf(a));
    if (form !== undefined) return e.define(results[0]!, [form(x, e.code)]);
    const single = sameType(results[0]!.type, f32) ? singleFunction(op.name) : undefined;
    if (single !== undefined) {
      const { code, context } = e;
      return e.define(results[0]!, [single(x[0]!, { code, context, tables: this.tables() })]);
    }
    const call = (wide: readonly Expr[]): Expr => this.call!(op.name, wide);
    const isWide = !sameType(results[0]!.type, f32);
    e.define(results[0]!, [isWide ? call(x) : promoted(x, this.width, e.code, call)]);
  }

  /** A local with where the tables of constants start: asked for before a loop, it is set there. */
  tables(): Expr {
    return (this.tablesAt ??= this.e.code.keep(getGlobal(0, i32)));
  }

  /** Says what the vector of `v`, which is the same in all iterations, is. */
  define(v: Value, vector: Expr): void {
    this.spread.set(v, vector);
  }

  // Both sides, and then for each of the two what its condition says.
  private branch({ args, regions, results }: Instr): void {
    const { e } = this;
    const condition = e.shared(this.lanesOf(args[0]!));
    for (const region of regions) for (const instr of region.body) this.instr(instr);
    results.forEach((r, k) => {
      if (e.uses.count(r, 0) === 0) return;
      const [x, y] = regions.map((region) => this.lanesOf(region.yields[k]!));
      e.define(r, [pair(o.v128_bitselect, x!, y!, condition)]);
    });
  }

  lanesOf(v: Value): Expr {
    return this.kindOf(v).kind === "lanes"
      ? this.e.use(v)
      : (this.spread.get(v) ?? this.spreadOf(v));
  }

  private spreadOf(v: Value): Expr {
    return spread(this.e.use(v), v.type);
  }

  // The numbers x and x + 1, or x and x - 1.
  private counted(v: Value): Expr {
    const kind = this.kindOf(v);
    const x = this.e.leaf(v);
    const next = addI32(x, i32Const(kind.kind === "index" ? kind.by : 0));
    return both(apply(o.f64_convert_i32_s, f64, [x]), apply(o.f64_convert_i32_s, f64, [next]));
  }

  private load({ args: [m, i], results: [r] }: Instr): void {
    const { e } = this;
    const kind = this.kindOf(i!);
    if (kind.kind === "index") {
      const size = elementBytes(m!);
      const { base, offset } = elementAddress(e.use(m!), this.lowest(i!), size);
      const op = size * this.width === 16 ? o.v128_load : o.v128_load64_zero;
      const found = loadFrom(op, v128, base, { align: Math.log2(size), offset });
      return e.define(r!, [kind.by > 0 ? found : this.turned(found)]);
    }
    // of a table, at places that are integers of 64 bits
    const places = e.code.keep(e.use(i!));
    const start = e.leaf(m!);
    const at = (lane: number): Expr => {
      const place = apply(o.i64x2_extract_lane, i64, [places], lane);
      const base = addI32(start, scaleI32(apply(o.i32_wrap_i64, i32, [place]), 8));
      return loadFrom(o.f64_load, f64, base, { align: 3, offset: 0 });
    };
    e.define(r!, [both(at(0), at(1))]);
  }

  private store({ args: [m, i, x] }: Instr): void {
    const { e } = this;
    const kind = this.kindOf(i!);
    const size = elementBytes(m!);
    const { base, offset } = elementAddress(e.use(m!), this.lowest(i!), size);
    const value = this.lanesOf(x!);
    e.flushReads();
    const ordered = kind.kind === "index" && kind.by > 0 ? value : this.turned(value);
    const op = size * this.width === 16 ? o.v128_store : o.v128_store64_lane;
    e.code.store(op, base, ordered, Math.log2(size), offset);
  }

  private lowest(i: Value): Expr {
    const kind = this.kindOf(i);
    const x = this.e.use(i);
    return kind.kind === "index" && kind.by < 0 ? addI32(x, i32Const(-1)) : x;
  }

  private turned(x: Expr): Expr {
    const kept = this.e.code.keep(x);
    return pair(o.i8x16_shuffle, kept, kept);
  }
}

/** Bytes of an element of a memory of floats. */
export function elementBytes({ type }: Value): number {
  if (type.kind !== "mem") throw new Error("internal: not a memory");
  return elemSize(type.elem);
}

/** The vector with the number twice; a truth value as all bits, or none. */
export function spread(x: Expr, type: Type): Expr {
  switch (type.kind === "scalar" && type.dtype) {
    case "f64":
      return bothF64(x);
    case "f32":
      return pair(o.f32x4_splat, x);
    case "i64":
      return bothI64(x);
    case "i32":
      return bothI64(apply(o.i64_extend_i32_s, i64, [x]));
    case "bool":
      return bothI64(apply(o.i64_sub, i64, [i64Const(0n), apply(o.i64_extend_i32_u, i64, [x])]));
    default:
      throw new Error("internal: a vector of what is not a number");
  }
}
