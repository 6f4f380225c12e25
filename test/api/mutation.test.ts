import { describe, expect, test } from "vitest";
import { grad, jvp, valueAndGrad } from "../../src/index.ts";

/** Reverse mode gives `gradient`, and forward mode agrees with it in every direction. */
function expectGradient(f: (x: Float64Array) => number, x: number[], gradient: number[]): void {
  expect(grad(f)(Float64Array.from(x))).toEqual(Float64Array.from(gradient));
  for (const [i, slope] of gradient.entries()) {
    const direction = Float64Array.from(x, (_, j) => Number(i === j));
    expect(jvp(f)([Float64Array.from(x)], [direction]).tangent).toBe(slope);
  }
}

describe("memory that is overwritten", () => {
  test("x[i] = f(x[i]) again and again", () => {
    expectGradient(
      (x) => {
        for (let k = 0; k < 3; k++) for (let i = 0; i < x.length; i++) x[i] = x[i]! * x[i]!;
        return x[0]! + x[1]!;
      },
      [1, 2],
      [8, 8 * 2 ** 7],
    );
  });

  test("y = x, then y is changed", () => {
    expectGradient(
      (x) => {
        const y = x;
        y[0] = y[0]! * 3;
        return x[0]! * y[1]!;
      },
      [2, 5],
      [15, 6],
    );
  });

  test("a copy is another array", () => {
    expectGradient(
      (x) => {
        const y = x.slice();
        y[0] = y[0]! * 3;
        return x[0]! * y[1]!;
      },
      [2, 5],
      [5, 2],
    );
  });

  test("overlapping subarrays and copyWithin", () => {
    expectGradient(
      (x) => {
        const [a, b] = [x.subarray(0, 3), x.subarray(1, 4)];
        for (let i = 0; i < 3; i++) b[i] = b[i]! + a[i]!;
        return x[3]!;
      },
      [1, 2, 3, 4],
      [1, 1, 1, 1],
    );
    expectGradient(
      (x) => {
        x.copyWithin(1, 0, 3);
        return x[0]! + 10 * x[1]! + 100 * x[2]! + 1000 * x[3]!;
      },
      [1, 2, 3, 4],
      [11, 100, 1000, 0],
    );
  });

  test("a[i] += a[j], with i = j now and then", () => {
    expectGradient(
      (x) => {
        for (let k = 0; k < 4; k++) x[k % 2] = x[k % 2]! + x[k % 3 === 0 ? k % 2 : 1 - (k % 2)]!;
        return x[0]! * 10 + x[1]!;
      },
      [1, 1],
      // k=0: a=2a; k=1: b=b+2a; k=2: a=2a+b+2a = 4a+b; k=3: b = 2b+4a
      [44, 12],
    );
  });

  test("sorting moves derivatives along", () => {
    expectGradient(
      (x) => {
        x.sort();
        return x[0]! + 10 * x[1]! + 100 * x[2]!;
      },
      [3, 1, 2],
      [100, 1, 10],
    );
    expectGradient(
      (x) => {
        for (let i = 0; i < x.length; i++) {
          for (let j = 0; j + 1 < x.length - i; j++) {
            if (x[j]! > x[j + 1]!) [x[j], x[j + 1]] = [x[j + 1]!, x[j]!];
          }
        }
        return x[0]! + 10 * x[1]! + 100 * x[2]!;
      },
      [3, 1, 2],
      [100, 1, 10],
    );
  });

  test("elimination with pivoting", () => {
    const det = (m: number[][]): number => {
      const a = m.map((row) => row.slice());
      let d = 1;
      for (let k = 0; k < 3; k++) {
        let p = k;
        for (let i = k + 1; i < 3; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[p]![k]!)) p = i;
        if (p !== k) {
          [a[k], a[p]] = [a[p]!, a[k]!];
          d = -d;
        }
        d *= a[k]![k]!;
        for (let i = k + 1; i < 3; i++) {
          const r = a[i]![k]! / a[k]![k]!;
          for (let j = k; j < 3; j++) a[i]![j] = a[i]![j]! - r * a[k]![j]!;
        }
      }
      return d;
    };
    const { value, grad: g } = valueAndGrad(det)([
      [0, 2, 1],
      [1, 0, 3],
      [4, 1, 0],
    ]);
    expect(value).toBeCloseTo(25, 12);
    // cofactors
    const exact = [
      [-3, 12, 1],
      [1, -4, 8],
      [6, 1, -2],
    ];
    exact.forEach((row, i) => row.forEach((c, j) => expect(g[i]![j]).toBeCloseTo(c, 12)));
  });

  test("duplicate indices in a scatter", () => {
    const at = Int32Array.of(0, 1, 0, 0);
    expectGradient(
      (x) => {
        const bins = new Float64Array(2);
        for (let i = 0; i < x.length; i++) bins[at[i]!] = bins[at[i]!]! + x[i]!;
        return bins[0]! ** 2 + bins[1]!;
      },
      [1, 2, 3, 4],
      [16, 1, 16, 16],
    );
    expectGradient(
      (x) => {
        const last = new Float64Array(2);
        for (let i = 0; i < x.length; i++) last[at[i]!] = x[i]!;
        return last[0]! * last[1]!;
      },
      [1, 2, 3, 4],
      [0, 4, 0, 2],
    );
  });

  test("a buffer that is active, then constant, then active again", () => {
    expectGradient(
      (x) => {
        const b = new Float64Array(1);
        b[0] = x[0]! * 2;
        let y = b[0]!;
        b[0] = 7;
        y += b[0]! * x[1]!;
        b[0] = x[1]! * b[0]!;
        return y + b[0]!;
      },
      [1, 1],
      [2, 14],
    );
  });

  test("push and pop", () => {
    expectGradient(
      (x) => {
        const stack: number[] = [];
        for (let i = 0; i < x.length; i++) stack.push(x[i]! * x[i]!);
        while (stack.length > 1) stack.push(stack.pop()! * stack.pop()!);
        return stack.pop()!;
      },
      [1, 2, 3],
      [72, 36, 24],
    );
  });

  test("elements that were never written are 0", () => {
    expectGradient(
      (x) => {
        const b = new Float64Array(3);
        b[1] = x[0]!;
        return b[0]! + b[1]! * 2 + b[2]!;
      },
      [5],
      [2],
    );
  });

  test("the input changed and given back", () => {
    const f = (x: Float64Array): Float64Array => {
      x[0] = x[0]! * x[1]!;
      return x;
    };
    const x = Float64Array.of(2, 3);
    const { value, tangent } = jvp(f)([x], [Float64Array.of(1, 10)]);
    expect(value).toEqual(Float64Array.of(6, 3));
    expect(tangent).toEqual(Float64Array.of(23, 10));
  });

  test("Float32Array rounds on the way, and its derivative is that of a copy", () => {
    const f = (x: number): number => {
      const single = new Float32Array(1);
      single[0] = x;
      return single[0]! * 3;
    };
    expect(valueAndGrad(f)(0.1)).toEqual({ value: Math.fround(0.1) * 3, grad: 3 });
  });

  test("integer arrays stop derivatives", () => {
    const f = (x: number): number => {
      const whole = new Int32Array(1);
      whole[0] = x;
      return whole[0]! * x;
    };
    expect(grad(f)(2.7)).toBe(2);
  });

  test("objects changed in a loop, under two names", () => {
    const f = (x: number): number => {
      const state = { position: x, velocity: 1 };
      const same = state;
      for (let i = 0; i < 3; i++) {
        same.velocity = state.velocity * x;
        state.position += same.velocity;
      }
      return state.position;
    };
    // x + x + x² + x³
    expect(grad(f)(2)).toBe(2 + 4 + 12);
  });

  test("rows that are one row", () => {
    const f = (x: number): number => {
      const row = [x, 2 * x];
      const m = [row, row];
      m[0]![1] = m[1]![0]! * x;
      return m[1]![1]!;
    };
    expect(grad(f)(3)).toBe(6);
  });
});
