import { Builder } from "../../ir/builder.ts";
import type { Func, Value } from "../../ir/func.ts";
import type { Binary, Unary } from "../../ir/op.ts";
import { f64, memOf } from "../../ir/types.ts";
import * as op from "../../ops/index.ts";

/** An operand: a value, or a literal of f64 (number) or i64 (bigint). */
export type Term = Value | number | bigint;

type Operation2 = (x: Term, y: Term) => Value;

/** What `table` gives: where a list of numbers lies. */
export type Table = Value;

const low27 = ~0x7ffffffn;

/**
 * Writes formulas of doubles and of their bits into a region, and into those inside it. All roundings are those of the
 * operations as they are written: nothing here may be reassociated.
 */
export class Writer {
  #b: Builder;

  constructor(b: Builder) {
    this.#b = b;
  }

  value(x: Term): Value {
    if (typeof x === "number") return op.num(this.#b, x);
    return typeof x === "bigint" ? op.long(this.#b, x) : x;
  }

  #one(f: Unary, x: Term): Value {
    return f(this.#b, this.value(x));
  }

  #two(f: Binary): Operation2 {
    return (x, y) => f(this.#b, this.value(x), this.value(y));
  }

  readonly add: Operation2 = this.#two(op.add);
  readonly sub: Operation2 = this.#two(op.sub);
  readonly mul: Operation2 = this.#two(op.mul);
  readonly div: Operation2 = this.#two(op.div);
  readonly lt: Operation2 = this.#two(op.lt);
  readonly le: Operation2 = this.#two(op.le);
  readonly gt: Operation2 = this.#two(op.gt);
  readonly ge: Operation2 = this.#two(op.ge);
  readonly eq: Operation2 = this.#two(op.eq);
  readonly ne: Operation2 = this.#two(op.ne);
  /** Of bits and of truth values. */
  readonly and: Operation2 = this.#two(op.and);
  readonly or: Operation2 = this.#two(op.or);
  readonly xor: Operation2 = this.#two(op.xor);
  readonly shl: Operation2 = this.#two(op.shl);
  readonly shr: Operation2 = this.#two(op.shr);
  readonly ushr: Operation2 = this.#two(op.ushr);
  readonly idiv: Operation2 = this.#two(op.idiv);

  neg(x: Term): Value {
    return this.#one(op.neg, x);
  }

  abs(x: Term): Value {
    return this.#one(op.abs, x);
  }

  sqrt(x: Term): Value {
    return this.#one(op.sqrt, x);
  }

  trunc(x: Term): Value {
    return this.#one(op.trunc, x);
  }

  floor(x: Term): Value {
    return this.#one(op.floor, x);
  }

  not(x: Term): Value {
    return this.#one(op.not, x);
  }

  bits(x: Term): Value {
    return this.#one(op.f64Bits, x);
  }

  fromBits(x: Term): Value {
    return this.#one(op.f64FromBits, x);
  }

  /** An i64 as a double. */
  float(x: Term): Value {
    return this.#one(op.toF64, x);
  }

  select(c: Value, x: Term, y: Term): Value {
    return op.select(this.#b, c, this.value(x), this.value(y));
  }

  /** `select` of doubles by their bits: without a branch, for conditions that no one can foresee. */
  mix(c: Value, x: Term, y: Term): Value {
    return this.fromBits(this.select(c, this.bits(x), this.bits(y)));
  }

  sum(first: Term, ...rest: readonly Term[]): Value {
    return rest.reduce<Value>((s, x) => this.add(s, x), this.value(first));
  }

  /** What `body` gives, written into the region that `b` makes. */
  #within<T>(b: Builder, body: () => T): T {
    const outer = this.#b;
    this.#b = b;
    const result = body();
    this.#b = outer;
    return result;
  }

  /** `then` and `otherwise` write one region each and give its results, as many each. */
  if(c: Value, then: () => readonly Term[], otherwise: () => readonly Term[]): readonly Value[] {
    const region = (body: () => readonly Term[]) => (b: Builder) =>
      this.#within(b, () => body().map((x) => this.value(x)));
    return op.ifElse(this.#b, c, region(then), region(otherwise));
  }

  /** As `if`, with one result. */
  choose(c: Value, then: () => Term, otherwise: () => Term): Value {
    return this.if(
      c,
      () => [then()],
      () => [otherwise()],
    )[0] as Value;
  }

  /** Runs `body` again while the first value it gives is true. */
  loop(
    inits: readonly Term[],
    body: (x: readonly Value[]) => readonly [again: Value, ...next: Value[]],
  ): readonly Value[] {
    const values = inits.map((x) => this.value(x));
    return op.loopWhile(this.#b, values, (b, x) => this.#within(b, () => body(x)));
  }

  call(definition: Definition, ...args: readonly Term[]): readonly Value[] {
    const { name, region } = definition();
    const types = region.yields.map((v) => v.type);
    const values = args.map((x) => this.value(x));
    return op.call(this.#b, name, values, types);
  }

  /** Calls the function under construction, which is of doubles and gives one. */
  again(name: string, ...args: readonly Term[]): Value {
    const values = args.map((x) => this.value(x));
    return op.call(this.#b, name, values, [f64])[0] as Value;
  }

  table(name: string, values: readonly number[], storage: "f64" | "u32" = "f64"): Table {
    return this.#b.emit1(op.constantTable, [], { type: memOf(storage), name, values });
  }

  /** Element `index`, an i64, plus `offset`. */
  at(table: Table, index: Value, offset = 0): Value {
    const place = op.wrapI32(this.#b, index);
    const at = offset === 0 ? place : op.add(this.#b, place, op.int(this.#b, offset));
    return op.load(this.#b, table, at);
  }

  /** c₀ + c₁x + c₂x² + …, by pairs so that the chain of dependent operations is short. */
  polynomial(coefficients: readonly number[], x: Value): Value {
    if (coefficients.length === 1) return this.value(coefficients[0] as number);
    const pairs: Value[] = [];
    for (let i = 0; i < coefficients.length; i += 2) {
      const [c, d] = [coefficients[i] as number, coefficients[i + 1]];
      pairs.push(d === undefined ? this.value(c) : this.add(c, this.mul(d, x)));
    }
    const square = pairs.length > 1 ? this.mul(x, x) : x;
    return pairs.reduceRight((high, low) => this.add(low, this.mul(square, high)));
  }

  /** |x| with the sign of `from`; x is not negative. */
  withSign(x: Term, from: Term): Value {
    return this.fromBits(this.or(this.bits(x), this.and(this.bits(from), -1n << 63n)));
  }

  /** x as the sum of its first 26 bits and the others. */
  split(x: Term): [high: Value, low: Value] {
    const high = this.fromBits(this.and(this.bits(x), low27));
    return [high, this.sub(x, high)];
  }
}

/** Gives a function, always the same one, which is made when it is first asked for. */
export type Definition = () => Func;

/** The function `name` of doubles, whose results `body` gives. */
export function define(
  name: string,
  params: readonly string[],
  body: (w: Writer, ...x: Value[]) => readonly Term[],
): Definition {
  let made: Func | undefined;
  return () => {
    if (made === undefined) {
      const b = new Builder();
      const x = params.map((hint) => b.param(f64, hint));
      const w = new Writer(b);
      const yields = body(w, ...x).map((t) => w.value(t));
      made = { name, region: b.finish(yields) };
    }
    return made;
  };
}
