// Control flow, calls and traps.
import type { Instr, Region, Value } from "../../ir/func.ts";
import { emitCall } from "./calls.ts";
import { parallelCopy } from "./copies.ts";
import type { Label } from "./code.ts";
import { noteFunction, printFunction, type Emit, type Emitter } from "./emitter.ts";
import { addI32, apply, constantI32, getLocal, i32Const, isConst, type Expr } from "./expr.ts";
import { emitFork, isForked } from "./fork.ts";
import { emitPairs, planPairs } from "./lanes/loop.ts";
import { opcode as o, valType } from "./opcodes.ts";
import { planRelease, type Releaser } from "./releasing.ts";
import { componentsOf } from "./representation.ts";
import { scalarOps } from "./scalar.ts";

const { i32 } = valType;

// --- if ---------------------------------------------------------------------------------------

const ifElse: Emit = (e, instr) => {
  const [then, otherwise] = instr.regions as [Region, Region];
  if (e.context.regionWrites(then) || e.context.regionWrites(otherwise)) e.flushReads();
  const condition = e.use(instr.args[0]!);
  const known = constantI32(condition);
  if (known !== undefined) return takeBranch(e, instr, known !== 0 ? then : otherwise);
  const results = neededComponents(e, instr.results);
  e.code.push(condition);
  return results.length === 1 ? onStack(e, instr, results[0]!) : throughLocals(e, instr, results);
};

interface Component {
  readonly index: number;
  readonly component: number;
}

function neededComponents(e: Emitter, results: readonly Value[]): Component[] {
  return results.flatMap((r, index) =>
    componentsOf(r.type)
      .map((_, component) => ({ index, component }))
      .filter(({ component }) => e.uses.count(r, component) > 0),
  );
}

function takeBranch(e: Emitter, instr: Instr, region: Region): boolean {
  if (e.body(region.body)) return true;
  instr.results.forEach((r, i) => {
    const y = region.yields[i]!;
    const parts = componentsOf(r.type).map((_, c) =>
      e.uses.count(r, c) > 0 ? e.use(y, c) : undefined,
    );
    e.define(r, parts);
  });
  return false;
}

function onStack(e: Emitter, instr: Instr, { index, component }: Component): boolean {
  const result = instr.results[index]!;
  const types = componentsOf(result.type);
  const type = types[component]!;
  const [then, otherwise] = instr.regions as [Region, Region];
  const arm = (r: Region): boolean =>
    e.region(() => {
      const ended = e.body(r.body);
      if (!ended) e.code.push(e.use(r.yields[index]!, component));
      return ended;
    });
  e.code.if(type);
  const first = arm(then);
  e.code.else();
  const ended = arm(otherwise) && first;
  e.code.end();
  const local = e.code.newLocal(type);
  e.code.op(o.local_set, local);
  e.define(
    result,
    types.map((_, c) => (c === component ? getLocal(local, type) : undefined)),
  );
  if (ended) e.code.op(o.unreachable);
  return ended;
}

function throughLocals(e: Emitter, instr: Instr, needed: readonly Component[]): boolean {
  const [then, otherwise] = instr.regions as [Region, Region];
  const locals = instr.results.map((r) => e.newLocals(r.type));
  const arm = (r: Region): boolean =>
    e.region(() => {
      if (e.body(r.body)) return true;
      for (const { index, component } of needed) {
        const target = Number(locals[index]![component]!.imm);
        e.code.set(target, e.use(r.yields[index]!, component));
      }
      return false;
    });
  e.code.if();
  const first = arm(then);
  const mark = e.code.insts.length;
  e.code.else();
  const second = arm(otherwise);
  if (e.code.insts.length === mark + 1) e.code.insts.pop(); // nothing to do otherwise
  e.code.end();
  instr.results.forEach((r, i) => e.define(r, locals[i]!));
  // the end of the block is reached for the validator
  if (first && second) e.code.op(o.unreachable);
  return first && second;
}

// --- for --------------------------------------------------------------------------------------

const counted: Emit = (e, instr) => {
  if (isForked(e.context, instr)) return emitFork(e, instr);
  const { args, attrs, regions, results } = instr;
  const [lo, hi, ...inits] = args as [Value, Value, ...Value[]];
  const body = regions[0]!;
  const step = Number(attrs["step"]);
  const carried = startCarried(e, inits);
  const start = e.use(lo);
  const end = e.leaf(hi);
  if (e.context.regionWrites(body)) e.flushReads();
  const local = e.code.newLocal(i32);
  const index = getLocal(local, i32);
  e.code.set(local, start);
  const bound: Bound = { index, end, step };
  const once = isConst(start) && isConst(end);
  const runs = once && Number(start.imm) * Math.sign(step) < Number(end.imm) * Math.sign(step);
  if (!once || runs) {
    if (!runs) {
      e.code.push(inRange(bound));
      e.code.if();
    }
    const carrying = { carried, releaser: planRelease(e, instr) };
    const plan = planPairs(
      e,
      instr,
      runs ? Math.abs(Number(end.imm) - Number(start.imm)) : Infinity,
    );
    const unrolled = plan === undefined && isUnrolled(body, bound);
    if (plan !== undefined) emitPairs(e, { ...bound, body, carried }, plan);
    if (unrolled) iterateByFour(e, body, bound, carrying);
    if (plan?.even !== true) {
      const isRest = unrolled || plan !== undefined;
      if (isRest) {
        e.code.push(inRange(bound));
        e.code.if();
      }
      e.region(() => iterate(e, body, bound, carrying));
      if (isRest) e.code.end();
    }
    if (!runs) e.code.end();
  }
  results.forEach((r, i) => e.define(r, carried[i]!));
};

interface Bound {
  /** The local with the index. */
  readonly index: Expr;
  readonly end: Expr;
  readonly step: number;
}

function inRange({ index, end, step }: Bound): Expr {
  return apply(step > 0 ? o.i32_lt_s : o.i32_gt_s, i32, [index, end]);
}

/** What is at the end of each iteration. */
interface Carrying {
  /** Locals of the carried values. */
  readonly carried: readonly Expr[][];
  readonly releaser: Releaser | undefined;
}

function iterate(e: Emitter, body: Region, bound: Bound, carrying: Carrying): void {
  const { code } = e;
  const { carried } = carrying;
  const [i, ...params] = body.params as [Value, ...Value[]];
  const top = code.loop();
  e.define(i, [bound.index]);
  params.forEach((p, n) => e.define(p, carried[n]!));
  if (!e.body(body.body)) {
    carryOn(e, carrying, body.yields);
    advance(e, bound, top);
  }
  code.end();
}

/** Operations that are an instruction or a few. */
const isShort = (name: string): boolean =>
  name in scalarOps ? !callsOut.has(name) : ["load", "store", "length", "view"].includes(name);
const callsOut: ReadonlySet<string> = new Set(["rem", "to_int32"]);

const copies = 4;
/** Instructions of a body that is still copied. */
const longest = 24;

/**
 * Whether several iterations are made one: short bodies without branches, in which counting and
 * computing addresses would be much of the work.
 */
function isUnrolled({ body }: Region, { step }: Bound): boolean {
  if (Math.abs(step) !== 1) return false;
  const real = body.filter(({ op }) => op.name !== "const");
  return (
    real.length <= longest &&
    real.some(({ op }) => op.effect === "write" || op.effect === "read") &&
    real.every(({ op }) => isShort(op.name))
  );
}

/** As long as there are several iterations left, makes them at once. */
function iterateByFour(e: Emitter, body: Region, bound: Bound, carrying: Carrying): void {
  const { code } = e;
  const { index, end, step } = bound;
  const [far, near] = step > 0 ? [end, index] : [index, end];
  const left = apply(o.i32_sub, i32, [far, near]);
  code.push(apply(o.i32_ge_u, i32, [left, i32Const(copies)]));
  code.if();
  // up to there, which is in range since so many are left, all copies are
  const last = code.keep(apply(o.i32_sub, i32, [end, i32Const(step * (copies - 1))]));
  const top = code.loop();
  const lowest = step > 0 ? index : code.keep(apply(o.i32_sub, i32, [index, i32Const(copies - 1)]));
  const [i, ...params] = body.params as [Value, ...Value[]];
  for (let k = 0; k < copies; k++) {
    e.region(() => {
      e.alias(i, addI32(lowest, i32Const(step > 0 ? k : copies - 1 - k)));
      params.forEach((p, n) => e.define(p, carrying.carried[n]!));
      e.body(body.body);
      carryOn(e, carrying, body.yields);
    });
  }
  code.set(Number(index.imm), apply(o.i32_add, i32, [index, i32Const(step * copies)]));
  code.push(inRange({ index, end: last, step }));
  code.brIf(top);
  code.end();
  code.end();
}

/** Moves the index on and branches to `top` if it is still in range, without wrapping. */
function advance(e: Emitter, bound: Bound, top: Label): void {
  const { index, end, step } = bound;
  const { code } = e;
  const local = Number(index.imm);
  const next = apply(o.i32_add, i32, [index, i32Const(step)]);
  const last = constantI32(end);
  const fits = last !== undefined && last + step <= 2 ** 31 && last + step >= -(2 ** 31) - 1;
  if (Math.abs(step) === 1 || fits) {
    code.set(local, next);
    code.push(inRange(bound));
  } else {
    // what is left, which as an unsigned number is exact, is more than a step
    const [far, near] = step > 0 ? [end, index] : [index, end];
    const left = apply(o.i32_sub, i32, [far, near]);
    code.push(apply(o.i32_gt_u, i32, [left, i32Const(Math.abs(step))]));
    code.set(local, next);
  }
  code.brIf(top);
}

/** Locals of the values a loop carries, set to those it starts with. */
function startCarried(e: Emitter, inits: readonly Value[]): Expr[][] {
  return inits.map((v) => e.useAll(v).map((x) => e.code.keep(x)));
}

/** Gives the carried values what the iteration yields. */
function carryOn(e: Emitter, { carried, releaser }: Carrying, next: readonly Value[]): void {
  const assignments = next.map((v, i) =>
    e.useAll(v).map((value, c) => ({ local: Number(carried[i]![c]!.imm), value })),
  );
  const settled = releaser?.endIteration(assignments) ?? assignments;
  parallelCopy(e.code, settled.flat());
}

// --- loop -------------------------------------------------------------------------------------

const repeated: Emit = (e, instr) => {
  const { args, regions, results } = instr;
  const body = regions[0]!;
  const carried = startCarried(e, args);
  if (e.context.regionWrites(body)) e.flushReads();
  const releaser = planRelease(e, instr);
  const top = e.code.loop();
  body.params.forEach((p, i) => e.define(p, carried[i]!));
  const [again, ...next] = body.yields as [Value, ...Value[]];
  e.region(() => emitTail(e, body.body, { again, next }, { carried, releaser, top }));
  e.code.end();
  results.forEach((r, i) => e.define(r, carried[i]!));
};

/** How an iteration ends: whether there is another one, and what it carries. */
interface Tail {
  readonly again: Value | boolean;
  readonly next: readonly Value[];
}

interface Loop extends Carrying {
  readonly top: Label;
}

/**
 * Emits the end of an iteration. If it ends in an `if` that decides whether to go on, each branch
 * goes on or leaves by itself: so a `while` loop tests its condition once and carries nothing
 * through the `if`.
 */
function emitTail(e: Emitter, body: readonly Instr[], tail: Tail, loop: Loop): void {
  const last = body.at(-1);
  const decides =
    last?.op.name === "if" &&
    !e.uses.isDead(last) &&
    (tail.again === last.args[0] || last.results.includes(tail.again as Value));
  if (decides) {
    if (!e.body(body.slice(0, -1))) emitDecision(e, last, tail, loop);
  } else if (!e.body(body)) {
    finishIteration(e, tail, loop);
  }
}

function emitDecision(e: Emitter, decision: Instr, tail: Tail, loop: Loop): void {
  const { args, results, regions } = decision;
  const [then, otherwise] = regions as [Region, Region];
  // both branches need the values from before them
  for (const v of tail.next) if (!results.includes(v)) e.leafAll(v);
  const repeatsOutside =
    typeof tail.again !== "boolean" && tail.again !== args[0] && !results.includes(tail.again);
  if (repeatsOutside) e.leafAll(tail.again as Value);
  if (e.context.regionWrites(then) || e.context.regionWrites(otherwise)) e.flushReads();
  const within = (region: Region, taken: boolean): Tail => {
    const inside = (v: Value): Value => region.yields[results.indexOf(v)] ?? v;
    const { again } = tail;
    return {
      again: again === args[0] ? taken : typeof again === "boolean" ? again : inside(again),
      next: tail.next.map(inside),
    };
  };
  e.code.push(e.use(args[0]!));
  e.code.if();
  e.region(() => emitTail(e, then.body, within(then, true), loop));
  const mark = e.code.insts.length;
  e.code.else();
  e.region(() => emitTail(e, otherwise.body, within(otherwise, false), loop));
  if (e.code.insts.length === mark + 1) e.code.insts.pop();
  e.code.end();
}

function finishIteration(e: Emitter, { again, next }: Tail, loop: Loop): void {
  const { code } = e;
  const { top } = loop;
  const condition = typeof again === "boolean" ? i32Const(Number(again)) : e.use(again);
  const known = constantI32(condition);
  if (known === undefined) code.push(condition);
  carryOn(e, loop, next);
  if (known === undefined) code.brIf(top);
  else if (known !== 0) code.br(top);
}

// --- traps ------------------------------------------------------------------------------------

const bounds: Emit = (e, { args: [i, n], results: [r], span }) => {
  const [index, count] = [e.leaf(i!), e.leaf(n!)];
  const [a, b] = [constantI32(index), constantI32(count)];
  e.define(r!, [index]);
  if (a !== undefined && b !== undefined && a >= 0 && a < b) return;
  e.code.push(apply(o.i32_ge_u, i32, [index, count]));
  e.code.if();
  e.stop(e.context.site({ kind: "bounds", span }), index, count);
  e.code.end();
};

const fail: Emit = (e, { attrs, span }) => {
  const [code, message] = [String(attrs["code"]), String(attrs["message"])];
  const format = attrs["format"] as string | undefined;
  e.stop(e.context.site({ kind: "fail", span, code, message, format }), i32Const(0), i32Const(0));
  return true;
};

const note: Emit = (e, { args: [x] }) => {
  e.code.push(e.leaf(x!));
  e.code.op(o.call, noteFunction);
};

const print: Emit = (e, { attrs, span }) => {
  const [level, format] = [String(attrs["level"]), String(attrs["format"])];
  e.code.op(o.i32_const, e.context.site({ kind: "print", span, level, format }));
  e.code.op(o.call, printFunction);
};

export const controlOps: Readonly<Record<string, Emit>> = {
  if: ifElse,
  for: counted,
  loop: repeated,
  call: emitCall,
  bounds,
  fail,
  note,
  print,
};
