import { describe, expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

class Spring {
  stiffness: number;
  readonly rest: Float64Array;
  calls = 0;
  constructor(stiffness: number, rest: Float64Array) {
    this.stiffness = stiffness;
    this.rest = rest;
  }
  energy(x: number): number {
    return 0.5 * this.stiffness * (x - this.rest[0]!) ** 2;
  }
  force(x: number): number {
    return -grad((y: number) => this.energy(y))(x);
  }
  readonly slope: (x: number) => number = grad((x: number) => this.energy(x) * this.stiffness);
  readonly counted: (x: number) => number = jit((x: number) => {
    this.calls++;
    return x * this.stiffness;
  });
}

describe("`this` in an arrow function", () => {
  test("of an instance", () => {
    const spring = new Spring(2, Float64Array.of(1));
    expect(spring.force(4)).toBe(-6);
    spring.stiffness = 10;
    expect(spring.force(4)).toBe(-30);
    spring.rest[0] = 3;
    expect(spring.force(4)).toBe(-10);
    expect(new Spring(1, Float64Array.of(0)).force(4)).toBe(-4);
  });

  test("of an instance, in a field", () => {
    const [a, b] = [new Spring(2, Float64Array.of(1)), new Spring(3, Float64Array.of(0))];
    expect([a.slope(2), b.slope(2)]).toEqual([4, 18]);
  });

  test("of an object", () => {
    const model = {
      k: 3,
      slope(x: number): number {
        return grad((y: number) => this.k * y * y)(x);
      },
    };
    expect(model.slope(2)).toBe(12);
    model.k = 1;
    expect(model.slope(2)).toBe(4);
  });

  test("what is stored in it is stored outside", () => {
    const spring = new Spring(2, Float64Array.of(1));
    expect([spring.counted(3), spring.counted(4)]).toEqual([6, 8]);
    expect(spring.calls).toBe(2);
  });

  test("an arrow inside of an arrow, and inside of a method that is called", () => {
    const model = {
      k: 3,
      terms: [1, 2],
      sum(x: number): number {
        return this.terms.reduce((s, t) => s + t * this.k * x, 0);
      },
      slope(x: number): number {
        return grad((y: number) => [y, 2 * y].map((z) => this.sum(z)).reduce((a, b) => a + b))(x);
      },
    };
    expect(model.slope(1)).toBe(27);
  });
});
