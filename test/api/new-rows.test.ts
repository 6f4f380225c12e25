// Arguments, and variables outside, that become rows of another array in a function that is differentiated.
import { expect, test } from "vitest";
import { checkGrad, custom, grad, jit, jvp, vjp } from "../../src/index.ts";

interface Layer {
  a: number[][];
  b: number[];
}
const at = (): Layer => ({ a: [[3, 4]], b: [1, 2] });

const outside = [5, 7];
const grown: number[] = [];
for (let i = 0; i < 4; i++) grown.push(i + 1);

const seconds = (rows: number[][]): number => rows.reduce((s, row) => s * row[1]!, 1);

const functions: readonly (readonly [string, (x: Layer) => number])[] = [
  ["by spread", ({ a, b }) => seconds([...a, b])],
  ["by concat", ({ a, b }) => seconds(a.concat([b]))],
  [
    "by push",
    ({ b }) => {
      const rows = [b];
      let y = b;
      for (let i = 0; i < 3; i++) {
        y = y.map((yi) => yi * yi + 1);
        rows.push(y);
      }
      return seconds(rows);
    },
  ],
  [
    "in a loop",
    ({ b }) => {
      const rows: number[][] = [];
      for (let i = 0; i < 3; i++) rows.push(b);
      return seconds(rows);
    },
  ],
  [
    "on one side of a branch in a loop",
    ({ b }) => {
      const rows: number[][] = [];
      for (let i = 0; i < 3; i++) if (b[0]! * i > 0.5) rows.push(b);
      return seconds(rows);
    },
  ],
  ["variables outside", ({ a }) => seconds([outside, ...a, grown])],
  [
    "and are written to under both names",
    ({ a, b }) => {
      const own = b.slice();
      const rows = [...a, own];
      rows[1]![0] = rows[0]![0]! * 3;
      own[1]! *= 2;
      return rows[1]![0]! * own[0]! * rows[1]![1]!;
    },
  ],
  [
    "of an inner derivative",
    ({ a, b }) => {
      const squares: number[] = [];
      for (const y of b) squares.push(y * y);
      return grad((y: number[]) => seconds([...a, y]) ** 2)(squares)[1]! * b[0]!;
    },
  ],
];

test.each(functions)("%s", (_, f) => {
  expect(jit(f)(at())).toBe(f(at()));
  expect(checkGrad(f)(at()).failures).toEqual([]);
  const dx = { a: [[0.3, -0.2]], b: [0.5, 0.7] };
  const { a, b } = grad(f)(at());
  const along = [...a.flat(), ...b].reduce((s, g, i) => s + g * [0.3, -0.2, 0.5, 0.7][i]!, 0);
  expect(jvp(f)([at()], [dx]).tangent).toBeCloseTo(along, 9);
  expect(vjp(f)(at()).pullback(2).b).toEqual(b.map((x) => 2 * x));
});

test("in a function with a rule of its own", () => {
  const f = custom((y: number[]) => seconds([...y.map(() => y), y, [2, 3]]), {
    jvp: ([y], [d]) => ({ value: 3 * y[1]! ** 3, tangent: 9 * y[1]! ** 2 * d[1]! }),
  });
  expect(grad((y: number[]) => f(y))([1, 2])).toEqual([0, 36]);
});

test("and cannot grow any more, also where the function was compiled on its own", () => {
  const f = ({ a, b }: Layer): number => {
    const rows = [...a];
    const squares: number[] = [];
    for (const y of b) squares.push(y * y);
    const keep = (y: number[], n: number): number => {
      if (n > 0) return keep(y, n - b[0]!);
      rows[0] = y;
      return y[0]!;
    };
    const first = keep(squares, 2);
    squares.push(3);
    return first + rows[0]!.length;
  };
  expect(() => grad(f)(at())).toThrow(/an array inside another array cannot become longer/);
});
