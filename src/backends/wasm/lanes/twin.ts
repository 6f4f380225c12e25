// Functions of one double as functions of two at once.
import type { Func, Instr, Region, Value } from "../../../ir/func.ts";
import { FuncCode, type Label } from "../code.ts";
import type { Context } from "../context.ts";
import { Emitter, type EmitInstr } from "../emitter.ts";
import { apply, getGlobal, getLocal, loadFrom, type Expr } from "../expr.ts";
import { opcode as o, valType } from "../opcodes.ts";
import { both, laneForm, pair } from "./ops.ts";
import type { Kind } from "./plan.ts";
import { LaneWriter } from "./writer.ts";

const { i32, f64, v128 } = valType;

/**
 * Number of the function that gives for two numbers side by side what an elementary function gives
 * for each; undefined if there is none. The bits are the same: where both take the same branches,
 * these are computed on vectors, and elsewhere the function is called for each.
 */
export function twinNumber({ context, emit }: Emitter, op: string): number | undefined {
  const func = context.elementaryFunc(op);
  if (func === undefined || !hasTwin(func)) return undefined;
  return context.plan(`${func.name}.pair`, () => emitTwin(context, func, emit));
}

const known = new WeakMap<Func, boolean>();

function hasTwin(func: Func): boolean {
  let answer = known.get(func);
  if (answer === undefined) {
    answer = func.region.yields.length === 1 && kindsOf(func.region) !== undefined;
    known.set(func, answer);
  }
  return answer;
}

/** The kinds of all values that are computed on vectors; undefined if the region cannot be. */
function kindsOf(region: Region, kinds = new Map<Value, Kind>()): Map<Value, Kind> | undefined {
  for (const p of region.params) kinds.set(p, { kind: "lanes" });
  const isUniform = (v: Value): boolean => kinds.get(v)?.kind === "uniform";
  for (const instr of region.body) {
    const { op, args, results, regions } = instr;
    if (op.name === "if") {
      if (isUniform(args[0]!)) return undefined;
      const arms = regions.map((r) => kindsOf(r, kinds));
      if (arms.every((arm) => arm === undefined)) return undefined;
      for (const r of results) kinds.set(r, { kind: "lanes" });
      continue;
    }
    const same = op.effect === "pure" && args.every(isUniform);
    if (!same && !isVectorOp(instr, isUniform)) return undefined;
    for (const r of results) kinds.set(r, { kind: same ? "uniform" : "lanes" });
  }
  return kinds;
}

const shifts: ReadonlySet<string> = new Set(["shl", "shr", "ushr"]);

function isVectorOp(instr: Instr, isUniform: (v: Value) => boolean): boolean {
  const { op, args } = instr;
  const [x, y] = args as [Value, Value];
  const type = x?.type.kind === "scalar" && x.type.dtype;
  if (shifts.has(op.name)) return type === "i64" && isUniform(y);
  if (op.name === "wrap_i32") return true;
  if (op.name === "add" && type === "i32") return true;
  if (op.name === "load") {
    const { type: memory } = x;
    return (
      isUniform(x) &&
      memory.kind === "mem" &&
      memory.elem.kind === "store" &&
      memory.elem.storage === "f64"
    );
  }
  return laneForm(instr) !== undefined;
}

/** Instructions up to which a function is put in the place of its calls. */
const SMALL = 60;

/** What an elementary function with a form for two gives for `x`. */
export function callTwin(e: Emitter, op: string, x: readonly Expr[]): Expr {
  const number = twinNumber(e, op)!;
  const func = e.context.elementaryFunc(op)!;
  if (func.region.body.length > SMALL) return apply(o.call, v128, x, number);
  const args = x.map((v) => e.shared(v));
  return twinOf(e.context, e.code, func, args, e.emit);
}

function emitTwin(context: Context, func: Func, emit: EmitInstr): FuncCode {
  const params = func.region.params.map(() => v128);
  const code = new FuncCode(`${func.name}.pair`, { params, results: [v128] });
  const args = params.map((_, k) => code.param(k));
  code.push(twinOf(context, code, func, args, emit));
  return code;
}

/** Appends the computation of `func` for two sets of arguments; gives the local with the results. */
function twinOf(
  context: Context,
  code: FuncCode,
  func: Func,
  args: readonly Expr[],
  emit: EmitInstr,
): Expr {
  const { region } = func;
  const e = new Emitter(context, code, region, emit);
  const kinds = new Map<Value, Kind>();
  kindsOf(region, kinds);
  const result = code.newLocal(v128);
  const done = code.block();
  const apart = code.block();
  region.params.forEach((p, k) => e.define(p, [args[k]!]));
  const twin = new Twin(e, kinds, apart);
  twin.body(region);
  code.set(result, twin.writer.lanesOf(region.yields[0]!));
  code.br(done);
  code.end();
  const scalar = context.funcNumber(func.name);
  const lane = (k: number): Expr =>
    apply(
      o.call,
      f64,
      args.map((x) => apply(o.f64x2_extract_lane, f64, [x], k)),
      scalar,
    );
  code.set(result, both(lane(0), lane(1)));
  code.end();
  return getLocal(result, v128);
}

class Twin {
  readonly writer: LaneWriter;
  private readonly e: Emitter;
  private readonly kinds: ReadonlyMap<Value, Kind>;
  /** Where the two part. */
  private readonly apart: Label;
  /** Where the tables of constants start. */
  private readonly tables: Expr;

  constructor(e: Emitter, kinds: ReadonlyMap<Value, Kind>, apart: Label) {
    this.e = e;
    this.kinds = kinds;
    this.apart = apart;
    this.tables = e.code.keep(getGlobal(0, i32));
    this.writer = new LaneWriter(e, (v) => kinds.get(v)!);
  }

  body(region: Region): void {
    for (const instr of region.body) {
      if (this.e.uses.isDead(instr)) continue;
      const { op, args, results } = instr;
      if (op.name === "const") this.constant(instr);
      if (op.name === "if") this.branch(instr);
      else if (this.kinds.get(results[0]!)?.kind === "uniform") this.e.body([instr]);
      else if (op.name === "wrap_i32") this.e.define(results[0]!, [this.writer.lanesOf(args[0]!)]);
      else if (
        op.name === "add" &&
        results[0]!.type.kind === "scalar" &&
        results[0]!.type.dtype === "i32"
      ) {
        const [x, y] = args.map((a) => this.writer.lanesOf(a));
        this.e.define(results[0]!, [pair(o.i64x2_add, x!, y!)]);
      } else if (shifts.has(op.name)) this.shift(instr);
      else this.writer.instr(instr);
    }
  }

  // Read from memory, which takes one instruction of the machine; to make it would take three.
  private constant({ attrs, results: [r] }: Instr): void {
    const type = r!.type.kind === "scalar" && r!.type.dtype;
    if (type !== "f64" && type !== "i64") return;
    const bytes = new DataView(new ArrayBuffer(16));
    for (const at of [0, 8]) {
      if (type === "f64") bytes.setFloat64(at, attrs["value"] as number, true);
      else bytes.setBigInt64(at, attrs["value"] as bigint, true);
    }
    const offset = this.e.context.table(`pair ${bytes.getBigInt64(0)}`, bytes);
    this.writer.define(r!, loadFrom(o.v128_load, v128, this.tables, { align: 3, offset }));
  }

  private shift({ op, args: [x, y], results: [r] }: Instr): void {
    const by = apply(o.i32_wrap_i64, i32, [this.e.use(y!)]);
    const code =
      op.name === "shl" ? o.i64x2_shl : op.name === "shr" ? o.i64x2_shr_s : o.i64x2_shr_u;
    this.e.define(r!, [pair(code, this.writer.lanesOf(x!), by)]);
  }

  private branch({ args, regions, results }: Instr): void {
    const { e } = this;
    const { code } = e;
    const [then, otherwise] = regions as [Region, Region];
    const condition = code.keep(this.writer.lanesOf(args[0]!));
    const locals = results.map(() => getLocal(code.newLocal(v128), v128));
    const arm = (region: Region): void =>
      e.region(() => {
        this.body(region);
        locals.forEach((local, k) =>
          code.set(Number(local.imm), this.writer.lanesOf(region.yields[k]!)),
        );
      });
    const [first, second] = regions.map((r) => kindsOf(r, new Map(this.kinds)) !== undefined);
    const all = apply(o.i64x2_all_true, i32, [condition]);
    const any = apply(o.v128_any_true, i32, [condition]);
    if (first && second) {
      code.push(all);
      code.if();
      arm(then);
      code.else();
      code.push(any);
      code.brIf(this.apart);
      arm(otherwise);
      code.end();
    } else {
      code.push(first ? apply(o.i32_eqz, i32, [all]) : any);
      code.brIf(this.apart);
      arm(first ? then : otherwise);
    }
    results.forEach((r, k) => e.define(r, [locals[k]!]));
  }
}
