// How much an iteration does: what decides whether it pays to share a loop out.
import type { Builder } from "../../ir/builder.ts";
import { funcNamed, type Instr, type Module, type Region, type Value } from "../../ir/func.ts";
import * as op from "../../ops/index.ts";
import { constantNumber } from "../../analysis/structure.ts";
import type { Checks } from "./checks.ts";
import type { Subscripts } from "./subscripts.ts";

/** How often a loop is taken to run of which nothing is known. */
const SOME = 8;
/** Of a call that leads back to itself. */
const DEEP = 200;

/** Of a product of matrices, what a product of two numbers costs. */
const TERM = 1 / 6;

/** Emits code that estimates the cost of regions, in cycles or so. */
export class Work {
  private readonly b: Builder;
  private readonly module: Module;
  private readonly checks: Checks;
  private readonly subscripts: Subscripts;

  constructor(b: Builder, module: Module, checks: Checks, subscripts: Subscripts) {
    this.b = b;
    this.module = module;
    this.checks = checks;
    this.subscripts = subscripts;
  }

  /** As a double. */
  of(region: Region): Value {
    const { b } = this;
    let known = 0;
    let sum: Value | undefined;
    const add = (v: Value): void => {
      sum = sum === undefined ? v : op.add(b, sum, v);
    };
    const visit = ({ body }: Region): void => {
      for (const instr of body) {
        if (instr.op === op.forOp) add(this.loop(instr));
        else if (instr.regions.length > 0 || instr.op === op.callOp) {
          known += costOf(instr, this.module, new Set());
          for (const inner of instr.regions) visitLoops(inner);
        } else if (instr.op === op.gemm) known += this.product(instr);
        else known += instr.op.cost;
      }
    };
    // what costs in a branch is counted with the branch, but for its loops
    const visitLoops = ({ body }: Region): void => {
      for (const instr of body) {
        if (instr.op === op.forOp) add(this.loop(instr));
        else instr.regions.forEach(visitLoops);
      }
    };
    visit(region);
    const rest = op.num(b, known);
    return sum === undefined ? rest : op.add(b, sum, rest);
  }

  private product(instr: Instr): number {
    return productWork(instr, (v) => this.subscripts.definitionOf(v)) ?? instr.op.cost;
  }

  private loop(loop: Instr): Value {
    const { b } = this;
    const each = this.of(loop.regions[0]!);
    const ends = loop.args.slice(0, 2).map((v) => this.subscripts.of(v));
    const [lo, hi] = ends;
    if (lo === undefined || hi === undefined) return op.mul(b, each, op.num(b, SOME));
    const [x, y] = [this.checks.interval(lo), this.checks.interval(hi)];
    const step = Number(loop.attrs["step"]);
    const middle = (i: { readonly lo: Value; readonly hi: Value }): Value =>
      i.lo === i.hi ? i.lo : op.mul(b, op.add(b, i.lo, i.hi), op.num(b, 0.5));
    const span = op.mul(b, op.sub(b, middle(y), middle(x)), op.num(b, 1 / step));
    return op.mul(b, each, op.max(b, span, op.num(b, 0)));
  }
}

/** What a product of matrices costs whose sizes are known when compiling; undefined of others. */
export function productWork(
  { args }: Instr,
  definitionOf: (v: Value) => Instr | undefined,
): number | undefined {
  const work = args
    .slice(3, 6)
    .reduce((all, v) => all * (constantNumber(definitionOf(v)) ?? NaN), TERM);
  return Number.isNaN(work) ? undefined : work;
}

/** What is known of the cost without running: that of counted loops in branches is left out. */
function costOf(instr: Instr, module: Module, within: ReadonlySet<string>): number {
  const { op: what, regions } = instr;
  const inside = (r: Region): number =>
    r.body.reduce((n, i) => n + (i.op === op.forOp ? 0 : costOf(i, module, within)), 0);
  if (what === op.ifOp) return what.cost + Math.max(...regions.map(inside));
  if (what === op.loopOp) return SOME * inside(regions[0]!);
  if (what !== op.callOp) return what.cost;
  const name = String(instr.attrs["callee"]);
  if (within.has(name)) return DEEP;
  const more = new Set([...within, name]);
  const all = (r: Region): number =>
    r.body.reduce(
      (n, i) => n + (i.op === op.forOp ? SOME * all(i.regions[0]!) : costOf(i, module, more)),
      what.cost,
    );
  return all(funcNamed(module, name).region);
}
