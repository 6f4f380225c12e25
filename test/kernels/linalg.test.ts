// Factorisations: what they are made of gives the matrix back, to rounding.
import { describe, expect, test } from "vitest";
import { cholesky } from "../../src/kernels/cholesky.ts";
import { cofactor2, cofactor3 } from "../../src/kernels/cofactors.ts";
import { cofactor0, cofactor1, determinant } from "../../src/kernels/determinant.ts";
import { eigh } from "../../src/kernels/eigh.ts";
import { fft } from "../../src/kernels/fft.ts";
import { lu } from "../../src/kernels/lu.ts";
import { qr } from "../../src/kernels/qr.ts";
import { svd } from "../../src/kernels/svd.ts";
import { triangularSolve } from "../../src/kernels/triangular.ts";
import {
  definite,
  distance,
  identity,
  numbers,
  product,
  scaledColumns,
  transposed,
} from "./matrices.ts";

const sizes = [0, 1, 2, 3, 8, 33];
const ulp = 2 ** -52;

/** The result of a kernel, from memory that is not zero. */
function run(
  size: number,
  kernel: (...x: never[]) => void,
  arrays: readonly Float64Array[],
  ...rest: readonly number[]
): Float64Array {
  const out = new Float64Array(size).fill(12345);
  (kernel as (...x: unknown[]) => void)(...arrays, out, ...rest);
  return out;
}

describe.each(sizes)("n = %i", (n) => {
  const close = (x: Float64Array, y: Float64Array, by = 20): void =>
    expect(distance(x, y)).toBeLessThanOrEqual(by * (n + 1) * ulp);

  test("cholesky", () => {
    const a = definite(n);
    const l = run(n * n, cholesky, [a], 1, n);
    close(product(l, transposed(l, n, n), [n, n, n]), a);
    l.forEach((x, i) => expect(Math.floor(i / n) < i % n ? x : 0).toBe(0));
  });

  test("lu", () => {
    const a = numbers(n * n);
    const f = run(n * (n + 1), lu, [a], 1, n);
    const l = identity(n).map((x, i) => (i % n < Math.floor(i / n) ? f[i]! : x));
    const u = identity(n).map((_, i) => (i % n < Math.floor(i / n) ? 0 : f[i]!));
    const permuted = a.map((_, i) => a[f[n * n + Math.floor(i / n)]! * n + (i % n)]!);
    close(product(l, u, [n, n, n]), permuted);
    expect(Array.from(f.slice(n * n)).toSorted((x, y) => x - y)).toEqual([...Array(n).keys()]);
    l.forEach((x) => expect(Math.abs(x)).toBeLessThanOrEqual(1));
  });

  test.each(Array.from({ length: 16 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1, i >> 3]))(
    "triangular solve, left %i, lower %i, transposed %i, unit %i",
    (...flags) => {
      const [left, lower, turned, unit] = flags;
      const m = 4;
      const a = numbers(n * n, 2).map((x, i) => x / (n + 1) + (i % (n + 1) === 0 ? 1.5 : 0));
      const y = numbers(n * m, 3);
      const x = run(n * m, triangularSolve, [a, y], 1, n, m, ...flags);
      const part = a.map((v, i) => {
        const [row, column] = [Math.floor(i / n), i % n];
        if (row === column) return unit === 1 ? 1 : v;
        return (lower === 1) === column < row ? v : 0;
      });
      const matrix = turned === 1 ? transposed(part, n, n) : part;
      const back = left === 1 ? product(matrix, x, [n, n, m]) : product(x, matrix, [m, n, n]);
      close(back, y);
    },
  );

  test.each([0, 1, 5])("qr of as many rows and %i", (more) => {
    const m = n + more;
    const a = numbers(m * n, 4);
    const f = run((m + n) * n, qr, [a], 1, m, n);
    const [q, r] = [f.slice(0, m * n), f.slice(m * n)];
    close(product(q, r, [m, n, n]), a);
    close(product(transposed(q, m, n), q, [n, m, n]), identity(n));
    for (let i = 0; i < n; i++) {
      expect(r[i * n + i]).toBeGreaterThanOrEqual(0);
      for (let j = 0; j < i; j++) expect(r[i * n + j]).toBe(0);
    }
  });

  test.each(["different", "equal", "zero"])("eigh, %s values", (kind) => {
    const g = numbers(n * n, 5);
    const a =
      kind === "different"
        ? g.map((x, i) => x + transposed(g, n, n)[i]!)
        : identity(n).map((x) => (kind === "equal" ? 3 * x : 0));
    const f = run(n * (n + 1), eigh, [a], 1, n);
    const [v, w] = [f.slice(0, n * n), f.slice(n * n)];
    close(product(scaledColumns(v, w), transposed(v, n, n), [n, n, n]), a, 40);
    close(product(transposed(v, n, n), v, [n, n, n]), identity(n), 40);
    expect([...w]).toEqual([...w].toSorted((x, y) => x - y));
  });

  test.each([
    [0, 0, "full"],
    [3, 0, "full"],
    [0, 4, "full"],
    [2, 0, "one"],
    [0, 2, "one"],
    [0, 0, "zero"],
  ])("svd with %i rows and %i columns more, rank %s", (down, across, rank) => {
    const [m, c, k] = [n + down, n + across, Math.min(n + down, n + across)];
    const full = numbers(m * c, 6);
    const one = product(numbers(m, 7), numbers(c, 8), [m, 1, c]);
    const a = rank === "full" ? full : rank === "one" ? one : new Float64Array(m * c);
    const f = run(m * k + k + k * c, svd, [a], 1, m, c);
    const [u, s, vt] = [f.slice(0, m * k), f.slice(m * k, m * k + k), f.slice(m * k + k)];
    close(product(scaledColumns(u, s), vt, [m, k, c]), a, 60);
    close(product(transposed(u, m, k), u, [k, m, k]), identity(k), 60);
    close(product(vt, transposed(vt, k, c), [k, c, k]), identity(k), 60);
    expect([...s]).toEqual([...s].toSorted((x, y) => y - x));
    for (let j = 0; j < k; j++) {
      const column = Array.from({ length: m }, (_, i) => u[i * k + j]!);
      expect(Math.max(...column)).toBeGreaterThanOrEqual(-Math.min(...column) * (1 - 1e-9));
    }
  });
});

test("each matrix of a batch is by itself", () => {
  const one = numbers(18, 9);
  const [n, batch] = [3, 2];
  for (const [kernel, size] of [
    [lu, 12],
    [eigh, 12],
    [svd, 21],
    [determinant, 1],
    [cofactor0, 9],
  ] as const) {
    const shape = kernel === svd ? [n, n] : [n];
    const both = run(batch * size, kernel, [one], batch, ...shape);
    for (const b of [0, 1]) {
      const part = run(size, kernel, [one.slice(9 * b, 9 * b + 9)], 1, ...shape);
      expect(both.slice(b * size, (b + 1) * size)).toEqual(part);
    }
  }
});

test("small singular values of columns of different scales keep their digits", () => {
  // columns 1e-20·(1, 1, 0) and (0, 0, 1): the values are 1 and √2·1e-20
  const a = Float64Array.of(1e-20, 0, 1e-20, 0, 0, 1);
  const f = run(6 + 2 + 4, svd, [a], 1, 3, 2);
  expect(f[7]! / (Math.SQRT2 * 1e-20)).toBeCloseTo(1, 14);
});

test("matrices out of range", () => {
  for (const scale of [1e-200, 1e200]) {
    const a = numbers(9, 10).map((x) => x * scale);
    const f = run(21, svd, [a], 1, 3, 3);
    const e = run(12, eigh, [a], 1, 3);
    const q = run(18, qr, [a], 1, 3, 3);
    const plain = numbers(9, 10);
    const s = run(21, svd, [plain], 1, 3, 3);
    for (let i = 9; i < 12; i++) expect(f[i]! / scale / s[i]!).toBeCloseTo(1, 12);
    expect([...e, ...q].every((x) => Number.isFinite(x))).toBe(true);
  }
});

test("what has no factorisation is NaN", () => {
  const bad = Float64Array.of(1, 2, 2, 1);
  expect([...run(4, cholesky, [bad], 1, 2)]).toEqual([NaN, 0, NaN, NaN]);
  const lost = Float64Array.of(1, NaN, NaN, 1);
  for (const [kernel, size] of [
    [eigh, 6],
    [svd, 10],
  ] as const) {
    const shape = kernel === svd ? [2, 2] : [2];
    expect([...run(size, kernel, [lost], 1, ...shape)].every(Number.isNaN)).toBe(true);
  }
});

describe("determinants and cofactors", () => {
  const minor = (a: Float64Array, n: number, row: number, column: number): Float64Array =>
    a.filter((_, i) => Math.floor(i / n) !== row && i % n !== column);
  // by expansion along the first row
  const expanded = (a: Float64Array, n: number): number => {
    if (n === 0) return 1;
    let s = 0;
    for (let j = 0; j < n; j++) s += (j % 2 ? -1 : 1) * a[j]! * expanded(minor(a, n, 0, j), n - 1);
    return s;
  };
  const cofactors = (a: Float64Array, n: number): Float64Array =>
    a.map((_, i) => {
      const [row, column] = [Math.floor(i / n), i % n];
      return ((row + column) % 2 ? -1 : 1) * expanded(minor(a, n, row, column), n - 1);
    });
  const ranked = (n: number, rank: number): Float64Array =>
    product(numbers(n * rank, 11), numbers(rank * n, 12), [n, rank, n]);

  test.each([1, 2, 3, 5])("n = %i at every rank", (n) => {
    for (let rank = 0; rank <= n; rank++) {
      const a = rank === n ? numbers(n * n, 13) : ranked(n, rank);
      expect(run(1, determinant, [a], 1, n)[0]).toBeCloseTo(expanded(a, n), 13);
      expect(distance(run(n * n, cofactor0, [a], 1, n), cofactors(a, n))).toBeLessThan(1e-13);
    }
    const equal = identity(n).map((x) => 2 * x);
    expect(distance(run(n * n, cofactor0, [equal], 1, n), cofactors(equal, n))).toBe(0);
  });

  // cofactors are polynomials of degree n - 1 in t along a line, so that differences can be exact
  test.each([1, 2, 3, 4])("derivatives of cofactors, n = %i", (n) => {
    const [e, f, g] = [numbers(n * n, 14), numbers(n * n, 15), numbers(n * n, 16)];
    const at = (a: Float64Array, ...steps: readonly (readonly [number, Float64Array])[]) =>
      cofactors(
        steps.reduce((x, [t, d]) => x.map((v, i) => v + t * d[i]!), a),
        n,
      );
    const minus = (x: Float64Array, y: Float64Array, by: number): Float64Array =>
      x.map((v, i) => (v - y[i]!) / by);
    for (const a of [numbers(n * n, 17), ranked(n, n - 1), ranked(n, 0), identity(n)]) {
      const h = 0.5;
      // of degree 3: central differences with h and 2h, extrapolated
      const along = (h1: number, ...rest: readonly (readonly [number, Float64Array])[]) =>
        minus(at(a, [h1, e], ...rest), at(a, [-h1, e], ...rest), 2 * h1);
      const exact = (...rest: readonly (readonly [number, Float64Array])[]): Float64Array => {
        const [p, q] = [along(h, ...rest), along(2 * h, ...rest)];
        return p.map((v, i) => (4 * v - q[i]!) / 3);
      };
      const first = run(n * n, cofactor1, [a, e], 1, n);
      expect(distance(first, exact())).toBeLessThan(1e-12);
      const second = run(n * n, cofactor2, [a, e, f], 1, n);
      const difference = minus(exact([h, f]), exact([-h, f]), 2 * h);
      expect(distance(second, difference)).toBeLessThan(1e-12);
      const third = run(n * n, cofactor3, [a, e, f, g], 1, n);
      const mixed = minus(
        minus(exact([h, f], [h, g]), exact([-h, f], [h, g]), 2 * h),
        minus(exact([h, f], [-h, g]), exact([-h, f], [-h, g]), 2 * h),
        2 * h,
      );
      expect(distance(third, mixed)).toBeLessThan(1e-12);
    }
  });
});

test.each([1, 2, 3, 4, 5, 8, 12, 31, 37, 60, 74, 101])("fft of length %i", (n) => {
  const x = numbers(4 * n, 18);
  for (const inverse of [0, 1]) {
    const y = run(4 * n, fft, [x], 2, n, inverse);
    for (let b = 0; b < 2; b++) {
      for (let k = 0; k < n; k++) {
        let [re, im] = [0, 0];
        for (let j = 0; j < n; j++) {
          const angle = ((inverse === 1 ? 2 : -2) * Math.PI * ((j * k) % n)) / n;
          const [u, v] = [x[b * n + j]!, x[(2 + b) * n + j]!];
          re += u * Math.cos(angle) - v * Math.sin(angle);
          im += u * Math.sin(angle) + v * Math.cos(angle);
        }
        expect(Math.abs(y[b * n + k]! - re)).toBeLessThan(1e-14 * n);
        expect(Math.abs(y[(2 + b) * n + k]! - im)).toBeLessThan(1e-14 * n);
      }
    }
  }
});

test("a constant has one frequency, to the bit", () => {
  const n = 360;
  const y = run(2 * n, fft, [new Float64Array(2 * n).fill(1, 0, n)], 1, n, 0);
  expect(y[0]).toBe(n);
  expect(Math.max(...y.slice(1).map(Math.abs))).toBeLessThan(1e-12);
});
