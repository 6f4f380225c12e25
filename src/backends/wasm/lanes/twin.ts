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

/** How a function is computed on vectors. */
interface Form {
  readonly kinds: ReadonlyMap<Value, Kind>;
  /** Branches that are not computed on vectors: what takes them is computed apart. */
  readonly apart: ReadonlySet<Region>;
}

const forms = new WeakMap<Func, Form | "none">();

function formOf(func: Func): Form | undefined {
  let form = forms.get(func);
  if (form === undefined) {
    const finder = new FormFinder();
    const found = func.region.yields.length === 1 && finder.region(func.region);
    form = found ? finder : "none";
    forms.set(func, form);
  }
  return form === "none" ? undefined : form;
}

class FormFinder implements Form {
  readonly kinds = new Map<Value, Kind>();
  readonly apart = new Set<Region>();

  /** Whether the region can be computed on vectors. */
  region({ params, body }: Region): boolean {
    for (const p of params) this.kinds.set(p, { kind: "lanes" });
    return body.every((instr) => this.instr(instr));
  }

  private instr(instr: Instr): boolean {
    const { op, args, results, regions } = instr;
    const isUniform = (v: Value): boolean => this.kinds.get(v)?.kind === "uniform";
    if (op.name === "if") {
      for (const r of regions) if (!this.region(r)) this.apart.add(r);
      for (const r of results) this.kinds.set(r, { kind: "lanes" });
      return !isUniform(args[0]!) && !regions.every((r) => this.apart.has(r));
    }
    const same = op.effect === "pure" && args.every(isUniform);
    if (!same && !isVectorOp(instr, isUniform)) return false;
    for (const r of results) this.kinds.set(r, { kind: same ? "uniform" : "lanes" });
    return true;
  }
}

/**
 * Whether there is a function that gives for two numbers side by side what an elementary function
 * gives for each. The bits are the same: where both take the same branches, these are computed on
 * vectors, and elsewhere the function is called for each.
 */
export function hasTwin(context: Context, op: string): boolean {
  const func = context.elementaryFunc(op);
  return func !== undefined && formOf(func) !== undefined;
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
  return laneForm(instr, 2) !== undefined;
}

/** Instructions up to which a function is put in the place of its calls. */
const SMALL = 60;

/** What the twin of an elementary function gives for `x`; `inline` says that it is done often. */
export function callTwin(e: Emitter, op: string, x: readonly Expr[], inline: boolean): Expr {
  const { context, code, emit } = e;
  const func = context.elementaryFunc(op)!;
  if (!inline || func.region.body.length > SMALL) {
    const make = (): FuncCode => emitTwin(context, func, emit);
    return apply(o.call, v128, x, context.plan(`${func.name}.pair`, make));
  }
  const args = x.map((v) => e.shared(v));
  return twinOf(context, code, func, args, emit);
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
  const form = formOf(func)!;
  const result = code.newLocal(v128);
  const done = code.block();
  const apart = code.block();
  region.params.forEach((p, k) => e.define(p, [args[k]!]));
  const twin = new Twin(e, form, apart);
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
  private readonly form: Form;
  /** Where the two part. */
  private readonly apart: Label;
  /** Where the tables of constants start. */
  private readonly tables: Expr;

  constructor(e: Emitter, form: Form, apart: Label) {
    this.e = e;
    this.form = form;
    this.apart = apart;
    this.tables = e.code.keep(getGlobal(0, i32));
    this.writer = new LaneWriter(e, (v) => form.kinds.get(v)!, 2);
  }

  body(region: Region): void {
    for (const instr of region.body) {
      if (this.e.uses.isDead(instr)) continue;
      const { op, args, results } = instr;
      if (op.name === "const") this.constant(instr);
      if (op.name === "if") this.branch(instr);
      else if (this.form.kinds.get(results[0]!)?.kind === "uniform") this.e.body([instr]);
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
    const [first, second] = regions.map((r) => !this.form.apart.has(r));
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
