// Jacobians: in every mode, of every structure of numbers, and what their function does besides.
import { describe, expect, test } from "vitest";
import { grad, hessian, hvp, jacfwd, jacobian, jacrev, jit } from "../../src/index.ts";

type Matrix = readonly (readonly number[] | Float64Array)[];
const plain = (m: Matrix): number[][] => m.map((row) => Array.from(row, (x) => x + 0));

function expectClose(got: Matrix, wanted: Matrix): void {
  expect(got.length).toBe(wanted.length);
  plain(got).forEach((row, i) => {
    expect(row.length).toBe(wanted[i]!.length);
    row.forEach((x, j) => expect(x).toBeCloseTo(wanted[i]![j]!, 10));
  });
}

/** Central differences, a column each. */
function differences(f: (x: Float64Array) => ArrayLike<number>, x: Float64Array): number[][] {
  const h = 1e-5;
  const columns = Array.from(x, (_, j) => {
    const at = (t: number): number[] => Array.from(f(x.map((y, i) => (i === j ? y + t : y))));
    const [p, q, pp, qq] = [at(h), at(-h), at(2 * h), at(-2 * h)];
    return p.map((_, i) => (8 * (p[i]! - q[i]!) - (pp[i]! - qq[i]!)) / (12 * h));
  });
  return Array.from(f(x), (_, i) => columns.map((column) => column[i]!));
}

const ramp = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 0.3 + (i % 6) / 9);

describe("of any number of columns", () => {
  const chain = (x: Float64Array): Float64Array => {
    const y = new Float64Array(x.length + 1);
    for (let i = 0; i < x.length; i++) {
      y[i] = y[i]! + Math.sin(x[i]!) * x[x.length - 1 - i]!;
      y[i + 1] = y[i]! * 0.5;
    }
    return y;
  };
  test.each([0, 1, 3, 4, 5, 8, 11, 32, 33, 70])("%i, by elements of memory", (n) => {
    const x = ramp(n);
    const wanted = differences(chain, x);
    expectClose(jacfwd(chain)(x), wanted);
    expectClose(jacrev(chain)(x), wanted);
    expectClose(jacobian(chain)(x), wanted);
  });

  const rotate = (z: Float64Array, angle: number): Float64Array => {
    const [c, s] = [Math.cos(angle * z[3]!), Math.sin(angle * z[3]!)];
    const out = new Float64Array(2);
    out[0] = c * z[0]! - s * z[1]!;
    out[1] = s * z[0]! + c * z[1]!;
    return out;
  };
  test("those that are read at constant places; the others are zero", () => {
    const z = ramp(6);
    const wanted = differences((x) => rotate(x, 0.7), z);
    expectClose(jacfwd(rotate)(z, 0.7), wanted);
    expectClose(jacrev(rotate)(z, 0.7), wanted);
    for (const mode of ["forward", "reverse"] as const) {
      expectClose(jacobian(rotate, { mode })(z, 0.7), wanted);
    }
  });

  test("an element that is not there is not read before the function does", () => {
    const some = (x: Float64Array): Float64Array => {
      const y = new Float64Array(1);
      y[0] = x.length > 2 ? x[2]! * x[0]! : x[0]! * 3;
      return y;
    };
    expect(jacfwd(some)(Float64Array.of(5, 6))).toEqual([Float64Array.of(3, 0)]);
    expect(jacfwd(some)(Float64Array.of(5, 6, 7))).toEqual([Float64Array.of(7, 0, 5)]);
    const third = (x: Float64Array): number[] => [x[2]!];
    expect(() => jacfwd(third)(Float64Array.of(1))).toThrow("NB4001");
  });

  test("of single precision", () => {
    const f = (x: Float32Array): Float32Array => x.map((v) => v * v);
    const wanted = [Float64Array.of(6, 0), Float64Array.of(0, 8)];
    for (const by of [jacfwd, jacrev, jacobian]) {
      expect(plain(by(f)(Float32Array.of(3, 4)))).toEqual(plain(wanted));
    }
  });

  test("by items of a list, forward and in reverse", () => {
    const f = (y: number): number[][] => {
      const of = (q: number[]): number[] => [q[0]! * q[1]! * y, q[1]! - y, y];
      return [jacfwd(of)([2, y]), jacrev(of)([2, y])].flatMap((m) => m.map((row) => [...row]));
    };
    const wanted = [
      [9, 6],
      [0, 1],
      [0, 0],
    ];
    expectClose(jit(f)(3), [...wanted.map((row) => (row[0] === 9 ? [9, 6] : row)), ...wanted]);
  });
});

describe("of what a function is given", () => {
  const same = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
  test.each([
    ["jacfwd", jacfwd],
    ["jacrev", jacrev],
    ["jacobian", jacobian],
  ] as const)("%s", (_, by) => {
    expect(by((x: Float64Array) => x)(Float64Array.of(2, 3))).toEqual(same);
    expect(by((x: number[]) => x)([2, 3])).toEqual(same);
    const squared = (x: number[]): number[] => {
      for (let i = 0; i < x.length; i++) x[i] = x[i]! ** 2;
      return x;
    };
    const x = [2, 3];
    expect(plain(by(squared)(x))).toEqual([
      [4, 0],
      [0, 6],
    ]);
    expect(x).toEqual([4, 9]);
  });
});

describe("at lists of lists", () => {
  const f = (m: number[][]): number[] => m.map((row, i) => row.reduce((s, x) => s + x * x, i));
  const at = [[1, 2], [3], []];
  const wanted = [
    [[2, 4], [0], []],
    [[0, 0], [6], []],
    [[0, 0], [0], []],
  ];
  test("each derivative in the structure of the argument", () => {
    expect(jacfwd(f)(at)).toEqual(wanted);
    expect(jacrev(f)(at)).toEqual(wanted);
    expect(jacobian(f)(at)).toEqual(wanted);
    expect(jacobian((m: number[][]) => m[0]![1]! * m[1]![0]!)(at)).toEqual([[0, 3], [2], []]);
  });

  test("of lists of lists", () => {
    const outer = (x: number[]): number[][] => x.map((a) => x.map((b) => a * b));
    const rows = [
      [Float64Array.of(4, 0), Float64Array.of(3, 2)],
      [Float64Array.of(3, 2), Float64Array.of(0, 6)],
    ];
    for (const by of [jacfwd, jacrev, jacobian]) expect(by(outer)([2, 3])).toEqual(rows);
    const scaled = (t: number): number[][] => [[t, t * t], [5]];
    expect(jacobian(scaled)(3)).toEqual([Float64Array.of(1, 6), Float64Array.of(0)]);
  });

  test("a Hessian, symmetric", () => {
    const g = (m: number[][]): number =>
      Math.sin(m[0]![0]! * m[1]![0]!) + m[0]![1]! ** 3 * m[1]![0]!;
    const h = hessian(g)([[0.4, 0.7], [0.9]]);
    const flat = h.flat().map((rows) => rows.flat());
    expect(flat.map((row) => row.length)).toEqual([3, 3, 3]);
    flat.forEach((row, i) => row.forEach((x, j) => expect(x).toBeCloseTo(flat[j]![i]!, 12)));
    expect(flat[1]![1]).toBeCloseTo(6 * 0.7 * 0.9, 12);
    expect(flat[0]![0]).toBeCloseTo(-(0.9 ** 2) * Math.sin(0.36), 12);
  });
});

describe("inside compiled functions", () => {
  test("at a list that a loop sets anew", () => {
    const f = (y: number): number => {
      let p = [0.5];
      for (let i = 0; i < 3; i++) {
        const j = jacobian((q: number[]) => [q[0]! * y])(p);
        p = [p[0]! - j[0]![0]!];
      }
      return p[0]!;
    };
    expect(jit(f)(2)).toBe(-5.5);
    expect(grad(f)(2)).toBe(-3);
  });

  // |J|² of a residual block, whose gradient needs second derivatives
  const block = (z: Float64Array, u: number): Float64Array => {
    const r = new Float64Array(2);
    r[0] = Math.exp(z[0]! * u) * z[1]!;
    r[1] = z[0]! * z[1]! - u;
    return r;
  };
  const norm =
    (by: typeof jacfwd) =>
    (u: Float64Array): number => {
      let sum = 0;
      const z = new Float64Array(2);
      for (let i = 0; i < u.length; i++) {
        z[0] = u[i]!;
        z[1] = 2 - u[i]!;
        const j = by(block)(z, u[i]!);
        for (const row of j) for (const x of row) sum += x * x;
      }
      return sum;
    };
  test("gradients of what is made of Jacobians", () => {
    const u = Float64Array.of(0.3, 0.8);
    const by = (t: number): number => {
      const e = Math.exp(t * t);
      return (t * e * (2 - t)) ** 2 + e ** 2 + (2 - t) ** 2 + t ** 2;
    };
    for (const mode of [jacfwd, jacrev, jacobian]) {
      const f = norm(mode);
      expect(jit(f)(u)).toBeCloseTo(by(0.3) + by(0.8), 12);
      const g = grad(f)(u);
      const h = 1e-4;
      u.forEach((t, i) => {
        const slope = (8 * (by(t + h) - by(t - h)) - (by(t + 2 * h) - by(t - 2 * h))) / (12 * h);
        expect(g[i]! / slope).toBeCloseTo(1, 9);
      });
    }
  });

  test("a Hessian is the Jacobian of the gradient, in every pair of modes", () => {
    const f = (x: Float64Array): number => {
      let [sum, last] = [0, 1];
      for (const v of x) {
        last = Math.sin(last * v) + v;
        sum += last * last;
      }
      return sum;
    };
    const x = ramp(6);
    const h = plain(hessian(f)(x));
    h.forEach((row, i) => row.forEach((v, j) => expect(v).toBeCloseTo(h[j]![i]!, 11)));
    expectClose(jacfwd(grad(f))(x), h);
    expectClose(jacrev(grad(f))(x), h);
    expectClose(hessian(f, { mode: "reverse" })(x), h);
    const slopes = jacobian(f) as never as (x: Float64Array) => Float64Array;
    expectClose(jacobian(slopes)(x), h);
  });
});

describe("what the function does besides is done once", () => {
  const modes = [jacfwd, jacrev, jacobian];
  test("a variable of the caller's", () => {
    const f =
      (by: typeof jacfwd) =>
      (x: Float64Array): number[] => {
        let count = 0;
        const j = by((z: Float64Array) => {
          count += z[0]!;
          return z.map((v, i) => v * v * (i + count));
        })(x);
        return [count, j[0]![0]!, j[4]![4]!];
      };
    // y₀ = z₀³, y₄ = z₄² (4 + z₀)
    for (const by of modes) expect(jit(f(by))(Float64Array.of(2, 1, 1, 1, 3))).toEqual([2, 12, 36]);
  });

  test("an array of the caller's, and the argument itself", () => {
    const f =
      (by: typeof jacfwd) =>
      (x: Float64Array): number[] => {
        const log = new Float64Array(1);
        const j = by((z: Float64Array) => {
          log[0] = log[0]! + 1;
          for (let i = 0; i < z.length; i++) z[i] = z[i]! * z[i]!;
          return z.slice();
        })(x);
        return [log[0]!, x[0]!, x[5]!, j[0]![0]!, j[5]![5]!, j[5]![0]!];
      };
    for (const by of modes) {
      expect(jit(f(by))(Float64Array.of(2, 1, 1, 1, 1, 3))).toEqual([1, 4, 9, 4, 6, 0]);
    }
  });
});

describe("where tangents are zero for a while", () => {
  // squares have slope 0 at 0, and that slope has slope 2
  const squares = (x: Float64Array): Float64Array => {
    const n = x.length;
    const square = new Float64Array(n);
    for (let i = 0; i < n; i++) square[i] = x[i]! * x[i]!;
    const y = new Float64Array(2 * n);
    for (let k = 1; k < 40; k++) {
      for (let i = 0; i < n; i++) y[i] = y[i]! + square[i]! * Math.sin(k) * (i + 1);
    }
    for (let i = 0; i < n; i++) y[n + i] = square[(i + 1) % n]! * x[i]!;
    return y;
  };
  const x = Float64Array.of(0, 0, 1.5, 0, -2);

  test("the Jacobian", () => {
    expectClose(jacfwd(squares)(x), jacrev(squares)(x));
  });

  test("its derivatives, in either mode", () => {
    const weighted =
      (by: typeof jacfwd) =>
      (z: Float64Array): Float64Array => {
        const rows = by(squares)(z);
        const sums = new Float64Array(rows.length);
        for (let i = 0; i < rows.length; i++) {
          for (let j = 0; j < z.length; j++) sums[i] = sums[i]! + rows[i]![j]! * (j + 1);
        }
        return sums;
      };
    const wanted = differences(weighted(jacrev), x);
    for (const outer of [jacfwd, jacrev]) {
      const got = outer(weighted(jacfwd))(x);
      got.forEach((row, i) => row.forEach((v, j) => expect(v).toBeCloseTo(wanted[i]![j]!, 7)));
    }
  });
});

test("what a loop makes zero, and begins with", () => {
  const cleared = (z: Float64Array): Float64Array => {
    for (let i = 0; i < z.length; i++) z[0] = 0;
    return Float64Array.of(z[0]!, z[1]!);
  };
  expect(plain(jacfwd(cleared)(Float64Array.of(3, 4)))).toEqual([
    [0, 0],
    [0, 1],
  ]);
  const nested = (z: Float64Array): number => {
    let x = z[0]!;
    for (let i = 0; i < 3; i++) for (let j = i; j < 4; j++) x = Math.asinh(x);
    return x * z[z.length - 1]!;
  };
  const x = Float64Array.of(0.7, 0.2);
  const wanted = [hvp(nested)(x, Float64Array.of(1, 0)), hvp(nested)(x, Float64Array.of(0, 1))];
  expectClose(hessian(nested)(x), wanted);
});

test("rows are views of one buffer, each row the same array wherever it is given back", () => {
  const f = (x: Float64Array): Float64Array => x.map((v, i) => v * v * (i + 1));
  const both = jit((x: Float64Array) => {
    const rows = jacfwd(f)(x);
    return { rows, second: rows[1]!, part: rows[2]!.subarray(1) };
  });
  const { rows, second, part } = both(Float64Array.of(1, 2, 3));
  expect(plain(rows)).toEqual([
    [2, 0, 0],
    [0, 8, 0],
    [0, 0, 18],
  ]);
  expect(new Set(rows.map((row) => row.buffer)).size).toBe(1);
  expect(second).toBe(rows[1]);
  expect(Array.from(part)).toEqual([0, 18]);
  rows[0]![0] = 5;
  expect(both(Float64Array.of(1, 2, 3)).rows[0]![0]).toBe(2);
});
