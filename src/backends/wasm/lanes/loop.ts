// Counted loops, two or four iterations at once.
import type { Instr, Region, Value } from "../../../ir/func.ts";
import { definedIn, walk } from "../../../ir/rewrite.ts";
import { f32, sameType } from "../../../ir/types.ts";
import { memoryOf } from "../../../analysis/memory.ts";
import type { Emitter } from "../emitter.ts";
import { addI32, apply, getLocal, i32Const, type Expr } from "../expr.ts";
import { elementAddress } from "../memory.ts";
import { opcode as o, valType } from "../opcodes.ts";
import { scalarOps } from "../scalar.ts";
import { finishExtreme, startExtreme, stepExtreme, type Extreme } from "./extremes.ts";
import { everywhere, floatsOf, laneOf } from "./floats.ts";
import { pair } from "./ops.ts";
import { planLanes, type LanePlan } from "./plan.ts";
import { singleFunction } from "./singles.ts";
import { callTwin, hasTwin } from "./twin.ts";
import { elementBytes, LaneWriter } from "./writer.ts";

const { i32, v128 } = valType;

/** A loop that is about to run, its index in range. */
export interface Running {
  readonly body: Region;
  /** The local with the index. */
  readonly index: Expr;
  readonly end: Expr;
  readonly step: number;
  /** Locals of the carried values. */
  readonly carried: readonly (readonly Expr[])[];
}

/** Vectors of partial sums: enough for one addition not to wait for the one before. */
const PARTS = 2;

/** Fewer iterations than this are made one by one. */
const FEWEST = 4;

/** The plan for a loop of at most `trips` iterations, if it is to make pairs of them. */
export function planPairs(e: Emitter, loop: Instr, trips: number): LanePlan | undefined {
  const { context, code, uses } = e;
  if (context.vectors === "none") return undefined;
  const own = context.module.funcs.has(code.name);
  const plan =
    trips < FEWEST && loop.attrs["pairs"] !== true
      ? "it runs a few times only"
      : planLanes(loop, {
          uses,
          memory: own ? () => memoryOf(context.module, code.name) : undefined,
          reassociate: context.vectors === "any",
          hasTwin: (op) => hasTwin(context, op),
        });
  const [made, why] = typeof plan === "string" ? [undefined, plan] : [plan, undefined];
  if (own) context.onLoop?.(loop, why);
  return made;
}

/** Instructions of a body up to which so many pairs of iterations are made together. */
const copiesUpTo = [
  [12, 4],
  [60, 2],
] as const;

/** The same for loops over directions. */
const directionsUpTo = [[12, 2]] as const;

/**
 * Makes pairs of iterations as long as there are some; what is left, if their number is not known
 * to be even, is for the loop after it.
 * A sum is made in this order: of every four values that come one after the other (two, where pairs
 * are made one by one) value j goes to sum j; then sums 0 and 2 and sums 1 and 3 are added, the two
 * to one another, and that to what the loop began with.
 */
export function emitPairs(e: Emitter, loop: Running, plan: LanePlan): void {
  const { code } = e;
  const { index, end, step } = loop;
  const [far, near] = step > 0 ? [end, index] : [index, end];
  const left = apply(o.i32_sub, i32, [far, near]);
  if (!plan.even) {
    code.push(apply(o.i32_ge_u, i32, [left, i32Const(FEWEST)]));
    code.if();
  }
  if (plan.together.length > 0) {
    code.push(neverNeighbours(e, loop, plan));
    code.if();
  }
  let several = false;
  const writer = new LaneWriter(e, plan.kindOf, plan.width, (op, x) => callTwin(e, op, x, several));
  for (const v of spreadBefore(loop.body, plan, e)) writer.prepare(v);
  if (hasSingleFunctions(loop.body)) writer.tables();
  const size = sizeOf(e, loop.body);
  // there often are few directions
  const copied = plan.even ? directionsUpTo : copiesUpTo;
  const most = copied.find(([limit]) => size <= limit)?.[1] ?? 1;
  const sums = startSums(e, loop, plan, most);
  for (const copies of most > 1 ? [most, 1] : [1]) {
    const stride = plan.width * copies;
    code.push(apply(o.i32_ge_u, i32, [left, i32Const(stride)]));
    code.if();
    const last = code.keep(apply(o.i32_sub, i32, [end, i32Const(step * (stride - 1))]));
    const top = code.loop();
    several = copies > 1;
    for (let k = 0; k < copies; k++) pairOfIterations(e, loop, plan, writer, sums, k);
    code.set(Number(index.imm), apply(o.i32_add, i32, [index, i32Const(step * stride)]));
    code.push(apply(step > 0 ? o.i32_lt_s : o.i32_gt_s, i32, [index, last]));
    code.brIf(top);
    code.end();
    code.end();
  }
  finishSums(e, loop, plan, sums);
  if (plan.together.length > 0) code.end();
  if (!plan.even) code.end();
}

/**
 * Whether accesses in step are the same place, or as far from one another as a vector is long: vectors
 * are made one after the other, so that only iterations of one could disturb each other.
 */
function neverNeighbours(e: Emitter, { body, index }: Running, plan: LanePlan): Expr {
  const { code } = e;
  const fine: Expr[] = [];
  e.region(() => {
    e.alias(body.params[0]!, index);
    for (const instr of body.body) {
      const [made] = instr.results;
      if (made !== undefined && plan.kindOf(made).kind !== "lanes") e.body([instr]);
    }
    for (const [a, b] of plan.together) {
      const size = elementBytes(a.args[0]!);
      const place = ({ args: [m, i] }: Instr): Expr => {
        const { base, offset } = elementAddress(e.leaf(m!), e.leaf(i!), size);
        return addI32(base, i32Const(offset));
      };
      const distance = code.keep(apply(o.i32_sub, i32, [place(a), place(b)]));
      const reach = (plan.width - 1) * size;
      const far = apply(o.i32_gt_u, i32, [addI32(distance, i32Const(reach)), i32Const(2 * reach)]);
      fine.push(code.keep(apply(o.i32_or, i32, [apply(o.i32_eqz, i32, [distance]), far])));
    }
  });
  return fine.reduce((p, q) => apply(o.i32_and, i32, [p, q]));
}

/** Instructions of the body, those of elementary functions included. */
function sizeOf({ context }: Emitter, { body }: Region): number {
  return body.reduce((n, { op }) => {
    const func = op.name in scalarOps ? undefined : context.elementaryFunc(op.name);
    return n + 1 + (func?.region.body.length ?? 0);
  }, 0);
}

/** Whether there are functions of floats of 32 bits in it that read constants from tables. */
function hasSingleFunctions({ body }: Region): boolean {
  return body.some(
    ({ op, results, regions }) =>
      regions.some(hasSingleFunctions) ||
      (singleFunction(op.name) !== undefined && results.some(({ type }) => sameType(type, f32))),
  );
}

/** Numbers from outside, and constants, that go with vectors in the body. */
function spreadBefore(body: Region, plan: LanePlan, e: Emitter): Set<Value> {
  const inside = definedIn(body);
  const constants = new Map<Value, Instr>();
  const found = new Set<Value>();
  const spread = (v: Value): void => {
    if (v.type.kind !== "scalar" || plan.kindOf(v).kind !== "uniform" || found.has(v)) return;
    const constant = constants.get(v);
    if (constant === undefined && inside.has(v)) return;
    if (constant !== undefined) e.body([constant]);
    found.add(v);
  };
  walk(body, (instr) => {
    if (e.uses.isDead(instr)) return false;
    if (instr.op.name === "const") constants.set(instr.results[0]!, instr);
    vectorOperands(instr, plan).forEach(spread);
    return true;
  });
  return found;
}

function vectorOperands({ op, args, results }: Instr, plan: LanePlan): readonly Value[] {
  if (op.name === "store") return args.slice(2);
  const computed = op.name !== "load" && results.some((r) => plan.kindOf(r).kind === "lanes");
  return computed ? args : [];
}

/** What is made of carried values. */
interface Partials {
  /** For each the locals of its partial results; none if it stays the same. */
  readonly sums: readonly (readonly Expr[])[];
  /** The instructions that look for the smallest or largest, and with what. */
  readonly extremes: ReadonlyMap<Instr, { readonly of: Extreme; readonly with: Value }>;
  /** The same by the number of the carried value. */
  readonly found: ReadonlyMap<number, Extreme>;
}

function startSums(e: Emitter, { carried }: Running, plan: LanePlan, copies: number): Partials {
  const sums = carried.map((_, n) => {
    const what = plan.carried[n]!;
    if (what.kind === "same") return [];
    // looking for the largest, by a test and a choice, takes longer than an addition
    const parts = what.kind === "add" ? Math.min(copies, PARTS) : copies;
    return Array.from({ length: parts }, () => {
      const local = e.code.newLocal(v128);
      e.code.set(local, everywhere(floatsOf(plan.width), what.neutral));
      return getLocal(local, v128);
    });
  });
  const extremes = new Map<Instr, { of: Extreme; with: Value }>();
  const found = new Map<number, Extreme>();
  plan.carried.forEach((what, n) => {
    if (what.kind === "same" || what.kind === "add" || what.steps.size === 0) return;
    const extreme = startExtreme(e.code, floatsOf(plan.width), what.kind, sums[n]!);
    found.set(n, extreme);
    for (const [instr, other] of what.steps) extremes.set(instr, { of: extreme, with: other });
  });
  return { sums, extremes, found };
}

function pairOfIterations(
  e: Emitter,
  { body, index, step, carried }: Running,
  plan: LanePlan,
  writer: LaneWriter,
  { sums, extremes }: Partials,
  k: number,
): void {
  const [i, ...params] = body.params as [Value, ...Value[]];
  const part = (n: number): Expr => sums[n]![k % sums[n]!.length]!;
  e.region(() => {
    const before = plan.width * k;
    e.alias(i, addI32(index, i32Const(step > 0 ? before : -before - plan.width + 1)));
    params.forEach((p, n) =>
      e.define(p, plan.carried[n]!.kind === "same" ? carried[n]! : [part(n)]),
    );
    for (const instr of body.body) {
      const extreme = extremes.get(instr);
      if (extreme === undefined) {
        writer.instr(instr);
        continue;
      }
      const x = e.shared(writer.lanesOf(extreme.with));
      const best = stepExtreme(e.code, floatsOf(plan.width), extreme.of, x, k);
      e.alias(instr.results[0]!, best);
    }
    params.forEach((_, n) => {
      if (plan.carried[n]!.kind === "same") return;
      e.code.set(Number(part(n).imm), e.use(body.yields[n]!));
    });
  });
}

function finishSums(
  e: Emitter,
  { carried }: Running,
  plan: LanePlan,
  { sums, found }: Partials,
): void {
  const floats = floatsOf(plan.width);
  sums.forEach((parts, n) => {
    const what = plan.carried[n]!;
    if (what.kind === "same") return;
    const extreme = found.get(n);
    const all = e.code.keep(
      extreme === undefined
        ? parts.reduce((a, b) => pair(floats.vector[what.kind], a, b))
        : finishExtreme(e.code, floats, extreme),
    );
    const two = (a: Expr, b: Expr): Expr => apply(floats.scalar[what.kind], floats.type, [a, b]);
    const lanes = Array.from({ length: plan.width }, (_, k) => laneOf(floats, all, k));
    const local = carried[n]![0]!;
    e.code.set(Number(local.imm), two(local, halves(lanes, two)));
  });
}

/** All of a list put together, halves first. */
function halves(list: readonly Expr[], two: (a: Expr, b: Expr) => Expr): Expr {
  if (list.length === 1) return list[0]!;
  const middle = list.length / 2;
  return two(halves(list.slice(0, middle), two), halves(list.slice(middle), two));
}
