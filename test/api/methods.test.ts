// Methods and getters of classes that use variables which the differentiated function does not.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

let factor = 3;
const helper = (x: number): number => 2 * x;

class Base {
  readonly w: number;
  constructor(w: number) {
    this.w = w;
  }
  static twice(x: number): number {
    return 2 * x;
  }
  times(x: number): number {
    return this.w * x * factor;
  }
  helped(x: number): number {
    return helper(x) * this.w;
  }
  get scaled(): number {
    return factor * this.w;
  }
  plus(o: Base): Base {
    return new Base(this.w + Base.twice(o.w));
  }
}
class Derived extends Base {
  override helped(x: number): number {
    return super.helped(x) + factor;
  }
}

test("of objects that are arguments", () => {
  const f = (b: Base): number => b.times(2) + b.helped(5) * b.scaled + b.plus(b).w;
  for (const b of [new Base(3), new Derived(3)]) {
    expect(jit(f)(b)).toBe(f(b));
    expect(jit(f)(b)).toBe(f(b));
  }
  // 6 w + 30 w² + 3 w, and for the derived class 9 w more
  expect(grad(f)(new Base(3)).w).toBe(6 + 180 + 3);
  expect(grad(f)(new Derived(3)).w).toBe(6 + 180 + 9 + 3);
});

test("of objects that are made inside", () => {
  const f = (x: number): number => new Derived(x).helped(x) * new Base(x).scaled;
  expect(jit(f)(2)).toBe(f(2));
  // (2 x² + 3) 3 x
  expect(grad(f)(2)).toBe(18 * 4 + 9);
});

test("variables of the function under the same name are others", () => {
  const outer = (() => {
    const factor = 10;
    return (b: Base): number => b.times(2) * factor + factor * b.scaled;
  })();
  const inner = (() => {
    const factor = 10;
    return (b: Base): number => factor * b.scaled + b.times(2) * factor;
  })();
  for (const f of [outer, inner]) {
    expect(jit(f)(new Base(3))).toBe(f(new Base(3)));
    expect(grad(f)(new Base(3)).w).toBe(60 + 30);
  }
});

test("variables that change between calls", () => {
  const f = (b: Base): number => b.times(2);
  const slope = grad(f);
  expect(slope(new Base(3)).w).toBe(6);
  factor = 5;
  expect(slope(new Base(3)).w).toBe(10);
  factor = 3;
  expect(slope(new Base(3)).w).toBe(6);
});

test("of classes made several times", () => {
  const make = (k: number): new (w: number) => { w: number; go(): number } =>
    class {
      w: number;
      constructor(w: number) {
        this.w = w;
      }
      go(): number {
        return this.w * k;
      }
    };
  const [Two, Three] = [make(2), make(3)];
  const f = (o: { w: number; go(): number }): number => o.go();
  const slope = grad(f);
  for (let i = 0; i < 2; i++) {
    expect(slope(new Two(5)).w).toBe(2);
    expect(slope(new Three(5)).w).toBe(3);
  }
});
