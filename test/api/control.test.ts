import { describe, expect, test } from "vitest";
import { grad, jvp } from "../../src/index.ts";

type Scalar = (x: number) => number;

/** Reverse and forward mode give `slope`. */
function expectSlope(f: Scalar, x: number, slope: number): void {
  expect(grad(f)(x)).toBe(slope);
  expect(jvp(f)([x], [1]).tangent).toBe(slope);
}

describe("values carried around loops", () => {
  const swapped = (x: number, n: number): number => {
    let a = x;
    let b = 2 * x;
    for (let i = 0; i < n; i++) [a, b] = [b, a];
    return a * 10 + b;
  };
  test.each([0, 1, 2, 3, 4, 5])("two swapped %i times", (n) => {
    expect(grad(swapped)(1, n)).toBe(n % 2 === 0 ? 12 : 21);
  });

  const rotated = (x: number, n: number): number => {
    let [a, b, c] = [x, 2 * x, 3 * x];
    for (let i = 0; i < n; i++) {
      const first = a;
      a = b;
      b = c;
      c = first;
    }
    return a * 100 + b * 10 + c;
  };
  test.each([0, 1, 2, 3, 4, 7])("three rotated %i times", (n) => {
    expect(grad(rotated)(1, n)).toBe([123, 231, 312][n % 3]);
  });

  test("Fibonacci: each from the two before", () => {
    const f = (x: number, n: number): number => {
      let [a, b] = [0, x];
      for (let i = 0; i < n; i++) [a, b] = [b, a + b];
      return a;
    };
    expect([0, 1, 2, 9, 10].map((n) => grad(f)(1, n))).toEqual([0, 1, 1, 34, 55]);
  });

  test("a loop that runs no time", () => {
    const f = (x: number, n: number): number => {
      let y = 3 * x;
      for (let i = 0; i < n; i++) y = Math.log(0 * y);
      return y;
    };
    expect(grad(f)(1, 0)).toBe(3);
  });

  test("a loop whose length depends on the input", () => {
    const f: Scalar = (x) => {
      let y = x;
      while (y < 100) y *= x;
      return y;
    };
    expectSlope(f, 2, 7 * 64);
    expectSlope(f, 3, 5 * 81);
    expectSlope(f, 200, 1);
  });

  test("do … while, and one that counts down by two", () => {
    const f: Scalar = (x) => {
      let y = 1;
      let i = 5;
      do {
        y *= x;
        i -= 2;
      } while (i > 0);
      return y;
    };
    expectSlope(f, 2, 12);
  });

  test("ten million steps", () => {
    const f = (x: number, n: number): number => {
      let y = 0;
      for (let i = 0; i < n; i++) y += x * (i & 1);
      return y;
    };
    expect(grad(f)(1, 1e7)).toBe(5e6);
  });
});

describe("ways out", () => {
  test("break, continue and labels", () => {
    const f: Scalar = (x) => {
      let sum = 0;
      outer: for (let i = 0; i < 5; i++) {
        for (let j = 0; j < 5; j++) {
          if (j === 3) continue outer;
          if (i === 3) break outer;
          if ((i + j) % 2 === 1) continue;
          sum += x * (10 * i + j);
        }
      }
      return sum;
    };
    // (0,0) (0,2) (1,1) (2,0) (2,2)
    expectSlope(f, 1, 0 + 2 + 11 + 20 + 22);
  });

  test("break that depends on the input", () => {
    const f: Scalar = (x) => {
      let y = 0;
      for (let i = 1; i <= 10; i++) {
        y += x * i;
        if (y > 10) break;
      }
      return y;
    };
    expectSlope(f, 1, 15);
    expectSlope(f, 5, 3);
    expectSlope(f, 0.1, 55);
  });

  test("return out of nested loops", () => {
    const find = (xs: Float64Array, limit: number): number => {
      for (let i = 0; i < xs.length; i++) {
        for (let j = i + 1; j < xs.length; j++) {
          if (xs[i]! * xs[j]! > limit) return xs[i]! * xs[j]!;
        }
      }
      return 0;
    };
    expect(grad(find)(Float64Array.of(1, 2, 3, 4), 5)).toEqual(Float64Array.of(0, 3, 2, 0));
    expect(grad(find)(Float64Array.of(1, 2, 3, 4), 50)).toEqual(new Float64Array(4));
  });

  test("switch with fall-through and default", () => {
    // as text, since the compiler's options forbid it
    const f = new Function(`return (x, kind) => {
      let y = 1;
      switch (kind) {
        case 0:
          y += x;
        case 1:
          y *= x;
          break;
        default:
          y = 5 * x;
        case 2:
          y += x * x;
      }
      return y;
    }`)() as (x: number, kind: number) => number;
    expect([0, 1, 2, 9].map((kind) => grad(f)(3, kind))).toEqual([7, 1, 6, 11]);
  });

  test("switch on a string that is known at run time by the caller", () => {
    const f = (x: number, kind: string): number => {
      switch (kind) {
        case "square":
          return x * x;
        case "cube":
          return x ** 3;
      }
      return x;
    };
    expect(["square", "cube", "other"].map((kind) => grad(f)(2, kind))).toEqual([4, 12, 1]);
  });

  test("short circuits", () => {
    const f: Scalar = (x) => (x > 0 && Math.log(x) > 0 ? x * x : x < -5 || x > 0.5 ? 3 * x : 0);
    expectSlope(f, 2, 4);
    expectSlope(f, 0.75, 3);
    expectSlope(f, -6, 3);
    expectSlope(f, 0, 0);
  });

  test("an early constant is not zero times the input", () => {
    const f: Scalar = (x) => {
      if (x > 1e300) return 0;
      return x * 0.5;
    };
    expectSlope(f, Infinity, 0);
    expectSlope(f, 2, 0.5);
  });

  test("throw on a path that is not taken", () => {
    const f: Scalar = (x) => {
      if (x < 0) throw new Error("negative");
      return Math.sqrt(x);
    };
    expectSlope(f, 4, 0.25);
  });
});

describe("recursion", () => {
  test("deep", () => {
    const down = (x: number, n: number): number => (n === 0 ? 0 : x + down(x, n - 1));
    expect(grad(down)(1, 1000)).toBe(1000);
    expect(grad(down)(1, 10000)).toBe(10000);
  });

  test("mutual", () => {
    const even = (x: number, n: number): number => (n === 0 ? x : x * odd(x, n - 1));
    const odd = (x: number, n: number): number => (n === 0 ? 1 : 2 + even(x, n - 1));
    // x (2 + x (2 + x)) = 2x + 2x² + x³, with n = 4
    expect(grad(even)(1, 4)).toBe(2 + 4 + 3);
  });

  test("of a tree", () => {
    interface Tree {
      value: number;
      left?: Tree;
      right?: Tree;
    }
    const total = (t: Tree): number =>
      t.value ** 2 + (t.left ? total(t.left) : 0) + (t.right ? 2 * total(t.right) : 0);
    const tree = { value: 1, left: { value: 2 }, right: { value: 3, left: { value: 4 } } };
    expect(grad(total as (t: typeof tree) => number)(tree)).toEqual({
      value: 2,
      left: { value: 4 },
      right: { value: 12, left: { value: 16 } },
    });
  });

  test("branching twice at every step", () => {
    const fib = (x: number, n: number): number => (n < 2 ? x : fib(x, n - 1) + fib(x, n - 2));
    expect(grad(fib)(1, 15)).toBe(987);
  });
});

describe("iteration", () => {
  test("for … of over typed arrays, lists, entries and keys", () => {
    const f = (x: Float64Array, list: number[]): number => {
      let sum = 0;
      for (const xi of x) sum += xi * xi;
      for (const [i, y] of list.entries()) sum += i * y * x[0]!;
      for (const i of list.keys()) sum += i * x[1]!;
      return sum;
    };
    expect(grad(f)(Float64Array.of(1, 2), [5, 7])).toEqual(Float64Array.of(9, 5));
  });

  test("methods of arrays", () => {
    const f = (x: number[]): number =>
      x
        .map((xi) => xi * xi)
        .filter((y) => y > 2)
        .reduce((a, b) => a + b, 0) +
      (x.some((xi) => xi > 2) ? x[0]! : 0) +
      (x.find((xi) => xi > 1) ?? 0) * 10 +
      x.slice(1).length * x.at(-1)!;
    expect(grad(f)([1, 2, 3])).toEqual([1, 14, 8]);
  });

  test("arrays of closures with captured parameters", () => {
    const f = (x: number): number => {
      const layers = [1, 2, 3].map((k) => (y: number) => y * k + x);
      return layers.reduce((y, layer) => layer(y), x);
    };
    // ((x + x)·2 + x)·3 + x = 16x
    expect(grad(f)(1)).toBe(16);
  });
});

describe("integers", () => {
  test("rounding stops the derivative, the rest goes through", () => {
    expectSlope((x) => Math.floor(x) * x, 2.5, 2);
    expectSlope((x) => Math.round(x) + x, 2.5, 1);
    expectSlope((x) => (x | 0) * x, 2.5, 2);
    expectSlope((x) => Math.trunc(x) * x, -2.5, -2);
    expectSlope((x) => Math.ceil(x) * x, 2.5, 3);
    expectSlope((x) => x - Math.floor(x), 2.25, 1);
  });

  test("beyond 2³¹ and 2⁵³", () => {
    const f = (x: number, n: number): number => x * (n + 1) * n;
    expect(grad(f)(1, 2 ** 31)).toBe(2 ** 31 * (2 ** 31 + 1));
    expect(grad(f)(1, 2 ** 53)).toBe(2 ** 106);
    expectSlope((x) => x * 2 ** 60, 1, 2 ** 60);
  });
});
