// Where subscripts lie while a nest of loops runs, computed before it.
import type { Builder } from "../ir/builder.ts";
import type { Instr, Value } from "../ir/func.ts";
import { f64, sameType } from "../ir/types.ts";
import { I32_MAX, I32_MIN } from "../analysis/ranges.ts";
import type { Subscript, SubscriptFinder } from "../analysis/subscripts.ts";
import * as op from "../ops/index.ts";

/** A number that is known, or an f64 that will be. */
type End = Value | number;

interface Interval {
  readonly lo: End;
  readonly hi: End;
}

interface Offset {
  readonly of: Value;
  readonly plus: number;
}

/** Products up to this are exact, and so are sums of a few. */
const LARGEST_PRODUCT = 2 ** 51;

/**
 * Interval arithmetic, in instructions, on numbers of a nest of loops, and what must hold for them
 * to be where the nest wants them. If all of it holds, every number that `inside` was asked about
 * is exact in doubles, and is what the same computation gives in wrapping i32 arithmetic: its
 * result is an i32, and sums and products are the same modulo 2³².
 */
export class Box {
  private readonly b: Builder;
  private readonly finder: SubscriptFinder;
  /** What stands, where the conditions do, for a value from outside of the nest. */
  private readonly outer: (v: Value) => Value;
  private readonly made = new Set<Value>();
  /** What a number must be at least, and below what, by what it is a constant more than. */
  private readonly lows = new Map<Value, number>();
  private readonly highs = new Map<End, Map<Value, number>>();
  /** Sums of a number and a constant. */
  private readonly offsets = new Map<Value, Offset>();
  private readonly doubles = new Map<Value, Value>();
  private readonly whole = new Set<Value>();
  private readonly loops = new Map<Instr, Interval>();
  private impossible = false;

  constructor(b: Builder, finder: SubscriptFinder, outer: (v: Value) => Value) {
    this.b = b;
    this.finder = finder;
    this.outer = outer;
  }

  /** Asks for 0 ≤ s < length. */
  inside(s: Subscript, length: Value | number): void {
    const { lo, hi } = this.intervalOf(s);
    this.atLeast(lo, 0);
    this.below(hi, typeof length === "number" ? length : this.double(this.outer(length)));
  }

  /** Asks for `condition` to be false. */
  never(condition: Value): void {
    this.made.add(op.not(this.b, this.outer(condition)));
  }

  /** All that must hold; undefined if it cannot. */
  all(): Value | undefined {
    if (this.impossible) return undefined;
    const { b } = this;
    for (const [of, least] of this.lows) this.made.add(op.ge(b, of, op.num(b, least)));
    for (const [end, highs] of this.highs) {
      for (const [of, plus] of highs) {
        this.made.add(op.lt(b, this.value(this.plus(of, plus)), this.value(end)));
      }
    }
    const [first, ...rest] = this.made;
    if (first === undefined) return op.flag(this.b, true);
    return rest.reduce((p, q) => op.and(this.b, p, q), first);
  }

  private intervalOf(s: Subscript): Interval {
    switch (s.kind) {
      case "literal":
        return { lo: s.value, hi: s.value };
      case "leaf": {
        const x = this.leaf(s.value);
        return { lo: x, hi: x };
      }
      case "index":
        return this.indexOf(s.loop);
      case "passed": {
        const { lo, hi } = this.indexOf(s.loop);
        return { lo: 0, hi: this.minus(hi, lo) };
      }
      case "op": {
        const made = this.operation(s);
        if (!s.wraps) return made;
        this.atLeast(made.lo, I32_MIN);
        this.below(made.hi, I32_MAX + 1);
        return made;
      }
    }
  }

  private operation(s: Subscript & { kind: "op" }): Interval {
    const [p, q] = s.args as [Subscript, Subscript];
    if (s.op === op.neg) {
      const { lo, hi } = this.intervalOf(p);
      return { lo: this.minus(0, hi), hi: this.minus(0, lo) };
    }
    const [x, y] = [this.intervalOf(p), this.intervalOf(q)];
    if (s.op === op.add) return { lo: this.plus(x.lo, y.lo), hi: this.plus(x.hi, y.hi) };
    if (s.op === op.sub) return { lo: this.minus(x.lo, y.hi), hi: this.minus(x.hi, y.lo) };
    const made = this.product(x, y);
    this.atLeast(made.lo, -LARGEST_PRODUCT);
    this.below(made.hi, LARGEST_PRODUCT);
    return made;
  }

  private product(x: Interval, y: Interval): Interval {
    const [a, b] = isPoint(x) ? [x, y] : [y, x];
    if (!isPoint(a)) {
      this.atLeast(a.lo, 0);
      this.atLeast(b.lo, 0);
      return { lo: this.times(a.lo, b.lo), hi: this.times(a.hi, b.hi) };
    }
    const [low, high] = [this.times(a.lo, b.lo), isPoint(b) ? undefined : this.times(a.lo, b.hi)];
    if (high === undefined) return { lo: low, hi: low };
    if (typeof a.lo === "number") return a.lo < 0 ? { lo: high, hi: low } : { lo: low, hi: high };
    // strides are not negative, as a rule
    this.atLeast(a.lo, 0);
    return { lo: low, hi: high };
  }

  /** Where the index of a loop is, if the loop runs. */
  private indexOf(loop: Instr): Interval {
    const known = this.loops.get(loop);
    if (known !== undefined) return known;
    const { lo, hi } = this.finder.ends(loop)!;
    const [first, end] = [this.intervalOf(lo), this.intervalOf(hi)];
    const made =
      Number(loop.attrs["step"]) > 0
        ? { lo: first.lo, hi: this.minus(end.hi, 1) }
        : { lo: this.plus(end.lo, 1), hi: first.hi };
    this.loops.set(loop, made);
    return made;
  }

  private leaf(v: Value): Value {
    const { b } = this;
    const x = this.outer(v);
    if (!sameType(x.type, f64)) return this.double(x);
    if (!this.whole.has(x)) {
      this.whole.add(x);
      this.made.add(op.eq(b, op.toF64(b, op.clampI32(b, x)), x));
    }
    return x;
  }

  private double(x: Value): Value {
    let made = this.doubles.get(x);
    if (made === undefined) this.doubles.set(x, (made = op.toF64(this.b, x)));
    return made;
  }

  // Of numbers that differ by constants only the outermost is looked at: where all holds, they are
  // integers, and sums of them exact.
  private atLeast(x: End, least: number): void {
    if (typeof x === "number") {
      this.impossible ||= x < least;
      return;
    }
    const { of, plus } = this.offsetOf(x);
    this.lows.set(of, Math.max(least - plus, this.lows.get(of) ?? -Infinity));
  }

  private below(x: End, end: End): void {
    if (typeof x === "number") {
      if (typeof end === "number") this.impossible ||= x >= end;
      else this.made.add(op.lt(this.b, this.value(x), end));
      return;
    }
    const { of, plus } = this.offsetOf(x);
    const highs = this.highs.get(end) ?? new Map<Value, number>();
    this.highs.set(end, highs.set(of, Math.max(plus, highs.get(of) ?? -Infinity)));
  }

  private offsetOf(x: Value): Offset {
    return this.offsets.get(x) ?? { of: x, plus: 0 };
  }

  private plus(x: End, y: End): End {
    if (typeof x === "number" && typeof y === "number") return x + y;
    if (y === 0) return x;
    if (typeof x === "number") return this.plus(y, x);
    if (typeof y !== "number") return op.add(this.b, x, y);
    const { of, plus } = this.offsetOf(x);
    const all = plus + y;
    if (all === 0) return of;
    const made = op.add(this.b, of, op.num(this.b, all));
    this.offsets.set(made, { of, plus: all });
    return made;
  }

  private minus(x: End, y: End): End {
    if (typeof x === "number" && typeof y === "number") return x - y;
    if (typeof y === "number") return this.plus(x, -y);
    return x === 0 ? op.neg(this.b, this.value(y)) : op.sub(this.b, this.value(x), this.value(y));
  }

  private times(x: End, y: End): End {
    if (typeof x === "number" && typeof y === "number") return x * y;
    // both are finite
    if (x === 0 || y === 0) return 0;
    if (x === 1) return y;
    return y === 1 ? x : op.mul(this.b, this.value(x), this.value(y));
  }

  private value(x: End): Value {
    return typeof x === "number" ? op.num(this.b, x) : x;
  }
}

function isPoint({ lo, hi }: Interval): boolean {
  return lo === hi;
}
