// Programs as users write them that were refused or wrong once.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

let factor = 5;

/** A module with a variable of the same name as one of this file. */
const library = (() => {
  let factor = 100;
  const twice = (x: number): number => 2 * x;
  class Scaled {
    readonly at: number;
    constructor(at: number) {
      this.at = at;
    }
    value(): number {
      return twice(this.at) * factor;
    }
    get half(): number {
      return (this.at * factor) / 2;
    }
  }
  class Raised {
    readonly by: number;
    constructor(by: number) {
      this.by = by;
    }
    value(): number {
      return twice(this.by) + factor;
    }
  }
  const setFactor = (to: number): void => {
    factor = to;
  };
  return { Scaled, Raised, setFactor };
})();
const { Scaled, Raised, setFactor } = library;

test("methods see the variables around their class, not those of the function", () => {
  const f = (x: number): number => {
    const made = new Scaled(x);
    return made.value() + made.half + factor;
  };
  for (const now of [100, 7]) {
    setFactor(now);
    expect(jit(f)(3)).toBe(f(3));
    expect(grad(f)(3)).toBe(2.5 * now);
  }
  factor = 6;
  expect(jit(f)(3)).toBe(f(3));
});

test("methods of instances that are passed in, or are one of several classes", () => {
  const sum = (x: Float64Array): number => {
    const all: { value(): number }[] = [];
    for (let i = 0; i < x.length; i++)
      all.push(i % 2 === 0 ? new Scaled(x[i]!) : new Raised(x[i]!));
    let total = 0;
    for (const one of all) total += one.value();
    return total;
  };
  const value = (one: { value(): number }): number => one.value();
  for (const now of [100, 7]) {
    setFactor(now);
    const x = Float64Array.of(1, 2, 3);
    expect(jit(sum)(x)).toBe(sum(x));
    expect([...grad(sum)(x)]).toEqual([2 * now, 2, 2 * now]);
    expect(jit(value)(new Scaled(3))).toBe(6 * now);
  }
});

test("classes of one declaration, each with what it captures", () => {
  const times = (k: number): new (x: number) => { readonly value: number } =>
    class {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
      get value(): number {
        return this.x * k;
      }
    };
  const of = (Made: ReturnType<typeof times>) => (x: number) => new Made(x).value;
  expect([2, 5].map((k) => jit(of(times(k)))(3))).toEqual([6, 15]);
  expect([2, 5].map((k) => grad(of(times(k)))(3))).toEqual([2, 5]);
});

test("a method that changes a variable around its class", () => {
  let count = 0;
  class Counter {
    next(): number {
      count += 1;
      return count;
    }
  }
  const f = (x: number): number => {
    const counter = new Counter();
    return counter.next() * x + counter.next();
  };
  expect([jit(f)(2), jit(f)(2), count]).toEqual([4, 10, 4]);
});
