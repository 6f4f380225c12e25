import { describe, expect, test } from "vitest";
import { explain, jit } from "../../src/index.ts";

// Arrays that are written from their start on are zeroed behind what is written only. Compiled code
// works in memory that earlier calls have left full.
const soil = jit((n: number) => new Float64Array(n).fill(NaN));

/** Runs `f` as JavaScript and compiled; gives whether zeros were left out. */
function same<A extends readonly unknown[]>(f: (...args: A) => unknown, ...args: A): boolean {
  const run = jit(f as unknown as (...args: unknown[]) => unknown);
  for (let round = 0; round < 2; round++) {
    soil(100_000);
    expect(run(...args)).toEqual(f(...args));
  }
  return /subarray\(.*\)\.fill\(0\)/.test(explain(run)(...args).code);
}

const xs = Float64Array.from({ length: 40 }, (_, i) => Math.sin(7 * i));

describe("arrays that are written in order", () => {
  test.each([0, 1, 13])("rows of three, of %i", (n) => {
    const rows = (m: number): Float64Array => {
      const out = new Float64Array(3 * m + 5);
      let at = 0;
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < 3; j++) out[at + j] = 10 * i + j;
        at += 3;
      }
      return out;
    };
    expect(same(rows, n)).toBe(true);
  });

  test("what is kept of a list, by a condition", () => {
    const positive = (v: Float64Array): [Float64Array, Int32Array] => {
      const out = new Float64Array(v.length);
      const where = new Int32Array(v.length);
      let n = 0;
      for (let i = 0; i < v.length; i++) {
        if (v[i]! > 0) {
          out[n] = v[i]!;
          where[n] = i;
          n++;
        }
      }
      return [out, where];
    };
    expect(same(positive, xs)).toBe(true);
    expect(same(positive, xs.map(Math.abs))).toBe(true);
    expect(
      same(
        positive,
        xs.map((x) => -Math.abs(x)),
      ),
    ).toBe(true);
  });

  test("one part after another, with two cursors, and a loop inside of a loop", () => {
    const parts = (n: number): [Float64Array, Int32Array] => {
      const vals = new Float64Array(n * n + 2 * n + 7);
      const cols = new Int32Array(n * n + 2 * n + 7);
      let at = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) {
          vals[at] = i - j;
          cols[at] = j;
          at++;
        }
      }
      for (let i = 0; i < n; i++) {
        vals[at] = -1;
        vals[at + 1] = i;
        cols[at] = n;
        cols[at + 1] = n + 1;
        at += 2;
      }
      vals[at] = 99;
      return [vals, cols];
    };
    expect(same(parts, 0)).toBe(true);
    expect(same(parts, 6)).toBe(true);
  });
});

describe("arrays that are not", () => {
  test("there is a gap, or the order is another", () => {
    const gap = (n: number): Float64Array => {
      const out = new Float64Array(4 * n + 1);
      let at = 0;
      for (let i = 0; i < n; i++) {
        out[at] = 1;
        out[at + 2] = 2;
        at += 3;
      }
      return out;
    };
    expect(same(gap, 9)).toBe(false);
    const back = (n: number): Float64Array => {
      const out = new Float64Array(4 * n + 1);
      let at = 0;
      for (let i = 0; i < n; i++) {
        out[at + 1] = 1;
        out[at] = 2;
        at += 2;
      }
      return out;
    };
    expect(same(back, 9)).toBe(false);
  });

  test("the cursor moves without writing, or jumps", () => {
    const skip = (v: Float64Array): Float64Array => {
      const out = new Float64Array(3 * v.length);
      let at = 0;
      for (let i = 0; i < v.length; i++) {
        if (v[i]! > 0) out[at] = v[i]!;
        at++;
      }
      return out;
    };
    expect(same(skip, xs)).toBe(false);
    const jump = (v: Float64Array): Float64Array => {
      const out = new Float64Array(3 * v.length);
      let at = 0;
      for (let i = 0; i < v.length; i++) {
        out[at] = v[i]!;
        at += v[i]! > 0 ? 1 : 2;
      }
      return out;
    };
    expect(same(jump, xs)).toBe(false);
  });

  test("an element is read that is not written yet", () => {
    const reads = (n: number): Float64Array => {
      const out = new Float64Array(2 * n + 2);
      let at = 0;
      for (let i = 0; i < n; i++) {
        out[at] = out[at + 1]! + i;
        at++;
      }
      return out;
    };
    expect(same(reads, 12)).toBe(false);
  });

  test("it is read, or handed on, when a part is written", () => {
    const later = (n: number, k: number): [Float64Array, number] => {
      const out = new Float64Array(2 * n + 10);
      let at = 0;
      for (let i = 0; i < n; i++) {
        out[at] = i;
        at++;
      }
      const before = out[n + k]!;
      for (let i = 0; i < 3; i++) {
        out[at] = before + 5;
        at++;
      }
      return [out, before];
    };
    expect(same(later, 8, 4)).toBe(true);
  });
});
