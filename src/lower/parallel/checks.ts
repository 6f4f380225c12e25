// Code, before a loop, that finds out whether what a plan rests on holds.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import * as op from "../../ops/index.ts";
import { memoryOfLength } from "./accesses.ts";
import type { Condition, LoopPlan, Span } from "./plan.ts";
import { asDouble, exactly, intervalOf, type Interval, type Polynomial } from "./polynomial.ts";

/** Whole numbers below this in magnitude, and what is made of them, are exact. */
const EXACT = 2 ** 51;

export class Checks {
  private readonly b: Builder;
  private readonly plan: LoopPlan;
  private readonly ranges = new Map<Value, Interval | undefined>();
  private readonly found: Value[] = [];

  constructor(b: Builder, plan: LoopPlan) {
    this.b = b;
    this.plan = plan;
  }

  /** Whether all holds; undefined if that is certain. */
  all(): Value | undefined {
    const { subscripts, conditions } = this.plan;
    for (const condition of conditions) this.condition(condition);
    // grows as polynomials are asked for
    for (const p of subscripts.narrow) this.inside(p, -(2 ** 31), 2 ** 31 - 1);
    for (const v of subscripts.whole) this.found.push(op.eq(this.b, op.trunc(this.b, v), v));
    return this.found.reduce<Value | undefined>(
      (all, one) => (all === undefined ? one : op.and(this.b, all, one)),
      undefined,
    );
  }

  /** The value of a polynomial in numbers from outside of the loop, as a double. */
  valueOf(p: Polynomial): Value {
    return this.interval(p).lo;
  }

  interval(p: Polynomial): Interval {
    return intervalOf(this.b, p, (v) => this.rangeOf(v));
  }

  private condition(c: Condition): void {
    const { b } = this;
    switch (c.kind) {
      case "flag":
        this.found.push(c.value);
        return;
      case "runs": {
        const [lo, hi] = c.loop.args.slice(0, 2).map((v) => this.plan.subscripts.of(v)!);
        const [x, y] = [this.valueOf(lo!), this.valueOf(hi!)];
        this.found.push(Number(c.loop.attrs["step"]) > 0 ? op.lt(b, x, y) : op.gt(b, x, y));
        return;
      }
      case "covers":
        this.found.push(op.le(b, this.valueOf(c.from), op.num(b, 0)));
        this.found.push(op.ge(b, this.valueOf(c.to), op.toF64(b, op.length(b, c.memory))));
        return;
      case "zero":
        this.found.push(this.isZero(c.memory));
        return;
      case "apart":
        this.apart(c);
    }
  }

  private apart({ slope, slopes, spans, all }: Extract<Condition, { kind: "apart" }>): void {
    const { b } = this;
    for (const p of all) if (!this.isPlainIndex(p)) this.span(p);
    const first = this.valueOf(slope);
    for (const p of slopes) this.found.push(op.eq(b, this.valueOf(p), first));
    const step = Math.abs(Number(this.plan.loop.attrs["step"]));
    const known = slope.length === 1 && slope[0]!.of.length === 0;
    const still = spans.every(({ at, more }) => at.length === 0 && more.length === 0);
    if (known && still) return;
    const ends = spans.map((s) => this.ends(s));
    const low = ends.map(({ lo }) => lo).reduce((p, q) => op.min(b, p, q));
    const high = ends.map(({ hi }) => hi).reduce((p, q) => op.max(b, p, q));
    const stride = op.mul(b, op.abs(b, first), op.num(b, step));
    this.found.push(op.gt(b, stride, op.sub(b, high, low)));
  }

  // The subscript is the index: nothing can wrap.
  private isPlainIndex({ at, more }: Span): boolean {
    return at.length === 1 && at[0]!.times === 1 && at[0]!.of.length === 1 && more.length === 0;
  }

  private ends({ at, more }: Span): Interval {
    const { b } = this;
    const start = this.interval(at);
    if (more.length === 0) return start;
    return { lo: start.lo, hi: op.add(b, start.hi, this.interval(more).hi) };
  }

  private span(s: Span): void {
    const { lo, hi } = this.ends(s);
    this.between(lo, hi, 0, 2 ** 31 - 1);
    this.exact(s.at);
  }

  private inside(p: Polynomial, lowest: number, highest: number): void {
    const { lo, hi } = this.interval(p);
    this.between(lo, hi, lowest, highest);
    this.exact(p);
  }

  private between(lo: Value, hi: Value, lowest: number, highest: number): void {
    const { b } = this;
    this.found.push(op.ge(b, lo, op.num(b, lowest)), op.le(b, hi, op.num(b, highest)));
  }

  // No product on the way is too large to be exact.
  private exact(p: Polynomial): void {
    for (const term of p) {
      if (term.of.length < 2) continue;
      const { lo, hi } = this.interval([term]);
      this.between(lo, hi, -EXACT, EXACT);
    }
  }

  private isZero(memory: Value): Value {
    const { b } = this;
    const n = op.length(b, memory);
    const [zero] = op.forRange(b, [op.int(b, 0), n, 1], [op.flag(b, true)], (inner, i, [all]) => [
      op.and(inner, all!, op.eq(inner, op.load(inner, memory, i), op.num(inner, 0))),
    ]);
    return zero!;
  }

  // Of an index, or of what stands for a length; undefined for what is a value before the loop.
  private rangeOf(v: Value): Interval | undefined {
    const memory = memoryOfLength(v);
    if (memory !== undefined) return exactly(op.toF64(this.b, op.length(this.b, memory)));
    const { subscripts } = this.plan;
    if (!subscripts.isInside(v)) return undefined;
    if (!this.ranges.has(v)) this.ranges.set(v, this.indexRange(v));
    return this.ranges.get(v);
  }

  private indexRange(v: Value): Interval {
    const { b } = this;
    const { subscripts, loop } = this.plan;
    const owner = subscripts.loopOf(v);
    if (owner === undefined) throw new Error("internal: a range of what is no index");
    const [lo, hi] = owner.args.slice(0, 2).map((end): Interval => {
      if (owner === loop) return exactly(asDouble(b, end));
      const p = subscripts.of(end);
      // never more than an i32
      if (p === undefined) return { lo: op.num(b, -(2 ** 31)), hi: op.num(b, 2 ** 31 - 1) };
      return this.interval(p);
    }) as [Interval, Interval];
    const one = op.num(b, 1);
    return Number(owner.attrs["step"]) > 0
      ? { lo: lo.lo, hi: op.sub(b, hi.hi, one) }
      : { lo: op.add(b, hi.lo, one), hi: lo.hi };
  }
}
