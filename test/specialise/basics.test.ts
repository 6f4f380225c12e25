import { describe, expect, test } from "vitest";
import { compiled, run, same } from "./run.ts";
import { printModule } from "../../src/ir/print.ts";

describe("scalars", () => {
  test("arithmetic, Math and comparisons", () => {
    const f = (x: number, y: number): number =>
      Math.sin(x) * y ** 2 + (x % y) - Math.max(x, y, 1) / Math.hypot(x, y) + Math.abs(-x);
    same(f, 1.5, -2.25);
    same(f, 0, 3);
    same((x: number) => (x | 0) + (x >>> 1) + (x << 3) + (~x & 255) + Math.imul(x, 3), -12345.75);
    same((x: number) => (x > 1 && x < 3) || x === 7, 2);
    same((x: number) => Number.isInteger(x) && !isNaN(x) && isFinite(x), 2);
    same((x: number) => -x, 0);
    same((x: number) => x >>> 0, -1);
  });

  test("branches, early returns and conditional values", () => {
    const f = (x: number): number => {
      if (x < 0) return -1;
      let y = x;
      if (x > 10) {
        y = 10;
      } else if (x > 5) {
        return y * 2;
      }
      return y > 3 ? y + 1 : y;
    };
    for (const x of [-3, 1, 4, 7, 20]) same(f, x);
    expect(printModule(compiled(f as never, [1]).module)).toMatchInlineSnapshot(`
      "func @f(%x0: f64) -> (f64) disjoint {
        %0 = const f64 0
        %1: bool = lt %x0, %0
        %f: f64 = if %1 {
          %2 = const f64 -1
          yield %2
        } {
          %3 = const f64 10
          %4: bool = gt %x0, %3
          %y: f64, %f#2: f64, %5: bool = if %4 {
            %6 = const f64 10
            %7 = const f64 0
            %8 = const bool 0
            yield %6, %7, %8
          } {
            %9 = const f64 5
            %10: bool = gt %x0, %9
            %f#3: f64 = if %10 {
              %11 = const f64 2
              %12: f64 = mul %x0, %11
              yield %12
            } {
              %13 = const f64 0
              yield %13
            }
            yield %x0, %f#3, %10
          }
          %14: bool = not %5
          %f#4: f64 = if %14 {
            %15 = const f64 3
            %16: bool = gt %y, %15
            %17: f64 = if %16 {
              %18 = const f64 1
              %19: f64 = add %y, %18
              yield %19
            } {
              yield %y
            }
            yield %17
          } {
            yield %f#2
          }
          yield %f#4
        }
        return %f
      }
      "
    `);
  });

  test("switch", () => {
    const f = (kind: string, x: number): number => {
      switch (kind) {
        case "a":
        case "b":
          return x + 1;
        case "c":
          x *= 2;
        // falls through
        default:
          x += 5;
          break;
        case "d":
          throw new Error("no");
      }
      return x;
    };
    for (const kind of ["a", "b", "c", "e"]) same(f, kind, 3);
    const g = (n: number): number => {
      let out = 0;
      switch (n) {
        case 1:
          out = 10;
          break;
        case 2:
          out = 20;
        case 3:
          out += 1;
          break;
        default:
          out = -1;
      }
      return out;
    };
    for (const n of [1, 2, 3, 4]) same(g, n);
  });
});

describe("loops", () => {
  test("counted", () => {
    const f = (n: number): number => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += i * i;
      for (let i = 10; i >= n; i -= 2) sum += i;
      let j = 0;
      for (j = 3; j <= n; j += 2) sum -= 1;
      return sum + j;
    };
    for (const n of [0, 1, 5, 5.5, -3, NaN]) same(f, n);
  });

  test("while, break, continue and labels", () => {
    const f = (x: number): number => {
      let steps = 0;
      while (x !== 1) {
        x = x % 2 === 0 ? x / 2 : 3 * x + 1;
        steps++;
        if (steps > 100) break;
      }
      return steps;
    };
    same(f, 27);
    same(f, 6);
    same(f, 1);
    const g = (n: number): number => {
      let sum = 0;
      outer: for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          if (j === 3) continue outer;
          if (i === 4) break outer;
          if ((i + j) % 2 === 0) continue;
          sum += i * 10 + j;
          if (sum > 1000) return -1;
        }
      }
      return sum;
    };
    for (const n of [0, 2, 3, 6, 200]) same(g, n);
    same((n: number) => {
      let i = 0;
      do i += 3;
      while (i < n);
      return i;
    }, 7);
    same((n: number) => {
      for (;;) {
        n -= 2;
        if (n < 0) return n;
      }
    }, 7);
  });

  test("carried swaps", () => {
    same((n: number) => {
      let [a, b] = [0, 1];
      for (let i = 0; i < n; i++) [a, b] = [b, a + b];
      return a;
    }, 30);
  });
});

describe("arrays", () => {
  test("typed arrays are read and written in place", () => {
    const f = (x: Float64Array): number => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) {
        sum += x[i]!;
        x[i] = sum;
      }
      return sum;
    };
    same(f, Float64Array.of(1, 2, 3.5));
    same(
      (x: Uint8ClampedArray, y: Int8Array, z: Uint32Array, w: Float32Array) => {
        x[0] = 2.5;
        x[1] = 300;
        x[2] = 3.5;
        y[0] = 200;
        z[0] = -1;
        w[0] = 0.1;
        return x[0]! + y[0]! + z[0]! + w[0]!;
      },
      new Uint8ClampedArray(3),
      new Int8Array(1),
      new Uint32Array(1),
      new Float32Array(1),
    );
    expect(() => run((x: Float64Array) => x[3], new Float64Array(3))).toThrow("NB4001");
  });

  test("new arrays, slices, views and methods", () => {
    same((n: number) => {
      const a = new Float64Array(n).fill(2);
      const b = a.subarray(1, 3);
      b[0] = 7;
      const c = a.slice(-3);
      c.set([9], 1);
      return [a, c, a.length, c.indexOf(9), c.includes(3)];
    }, 5);
    same(
      (x: Float64Array) => x.map((v, i) => v * i).filter((v) => v > 2),
      Float64Array.of(1, 2, 3, 4),
    );
    same((x: number[]) => x.map((v) => [v, v + 1]).map(([a, b]) => a! * b!), [1, 2, 3]);
    same((x: number[]) => x.reduce((sum, v) => sum + v, 0) + x.reduce((a, b) => a * b), [1, 2, 3]);
    same(
      (x: number[]) => {
        let n = 0;
        x.forEach((v, i) => {
          n += v * i;
        });
        return n + (x.some((v) => v > 2) ? 1 : 0) + x.findIndex((v) => v === 2);
      },
      [1, 2, 3],
    );
  });

  test("growing", () => {
    same((n: number) => {
      const out: number[] = [];
      for (let i = 0; i < n; i++) if (i % 3 !== 0) out.push(i * 2);
      const last = out.pop();
      return [out, last];
    }, 20);
    same((n: number) => {
      const rows: number[][] = [];
      for (let i = 0; i < n; i++) {
        const row: number[] = [];
        for (let j = 0; j <= i; j++) row.push(i * j);
        rows.push(row);
      }
      return rows;
    }, 4);
    const x = [1, 2];
    run((a: number[]) => {
      a.push(a.length);
      return 0;
    }, x);
    expect(x).toEqual([1, 2, 2]);
  });

  test("tuples and destructuring", () => {
    const cross = (a: number[], b: number[]): number[] => [
      a[1]! * b[2]! - a[2]! * b[1]!,
      a[2]! * b[0]! - a[0]! * b[2]!,
      a[0]! * b[1]! - a[1]! * b[0]!,
    ];
    same(
      (x: number[]) => {
        let v = [x[0]!, 1, 2];
        for (let i = 0; i < 3; i++) v = cross(v, [i, x[1]!, 3]);
        const [a, , c = 5] = v;
        const { length, ...rest } = { length: a, c, d: 4 };
        return { length, rest, v };
      },
      [1, 2],
    );
  });

  test("the argument itself comes back", () => {
    const x = Float64Array.of(1);
    expect(run((a: Float64Array) => a, x)).toBe(x);
    const object = { x, n: 1 };
    const got = run((o: typeof object) => {
      o.n += 1;
      return [o, o.x];
    }, object) as unknown[];
    expect(got[0]).toBe(object);
    expect(got[1]).toBe(x);
    expect(object.n).toBe(2);
  });

  test("overlapping views", () => {
    const all = Float64Array.of(1, 2, 3, 4);
    run(
      (a: Float64Array, b: Float64Array) => {
        a[1] = 10;
        b[0] = b[0]! + 1;
      },
      all.subarray(0, 2),
      all.subarray(1),
    );
    expect([...all]).toEqual([1, 11, 3, 4]);
  });
});

const K = 3;
const table = [1, 2, 3];
let counter = 1;
const helper = (x: number): number => x * K + table[1]! + counter;

describe("functions", () => {
  test("closures capture variables", () => {
    same((x: number) => {
      let calls = 0;
      const add = (y: number): number => {
        calls++;
        return x + y;
      };
      const twice = (f: (y: number) => number) => (y: number) => f(f(y));
      return twice(twice(add))(1) + calls;
    }, 2);
    same((x: number) => helper(x) + helper(2), 5);
    counter = 4;
    same((x: number) => helper(x), 5);
  });

  test("defaults, rest and spread", () => {
    same((x: number) => {
      const f = (a: number, b = a * 2, ...rest: number[]): number => a + b + rest.length;
      return f(x) + f(x, 1) + f(...([1, 2, 3, 4] as [number, number, number, number]));
    }, 2);
  });

  test("objects and methods of classes", () => {
    class Point {
      x: number;
      y: number;
      constructor(x: number, y: number) {
        this.x = x;
        this.y = y;
      }
      norm(): number {
        return Math.sqrt(this.x * this.x + this.y * this.y);
      }
      get sum(): number {
        return this.x + this.y;
      }
    }
    expect(run((p: Point) => p.norm() + p.sum, new Point(3, 4))).toBe(12);
  });

  test("recursion", () => {
    const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));
    same(fib, 10);
    const fact = (n: number): number => {
      if (n <= 1) return 1;
      return n * fact(n - 1);
    };
    same((x: number) => fact(x) + fact(4), 6);
    const even = (n: number): boolean => (n === 0 ? true : odd(n - 1));
    const odd = (n: number): boolean => (n === 0 ? false : even(n - 1));
    same((n: number) => even(n), 7);
    same(
      (x: number[]) => {
        let visited = 0;
        const sum = (i: number): number => {
          visited++;
          return i >= x.length ? 0 : x[i]! + sum(i + 1);
        };
        return sum(0) + visited * 100;
      },
      [1, 2, 3],
    );
  });
});
