import { expect, test } from "vitest";
import type { Region } from "../../src/ir/func.ts";
import { compiled, run } from "./run.ts";

function sizeOf({ body }: Region): number {
  return body.reduce((n, { regions }) => regions.reduce((k, r) => k + sizeOf(r), n + 1), 0);
}

const f0 = (x: number): number => {
  let y = x;
  y = y * 0.5 + 1;
  if (y > 100) y = 100;
  return y;
};
const f1 = (x: number): number => {
  const y = f0(x) + f0(x + 1);
  return y + f0(y) + f0(y + 1);
};
const f2 = (x: number): number => {
  const y = f1(x) + f1(x + 1);
  return y + f1(y) + f1(y + 1);
};
const f3 = (x: number): number => {
  const y = f2(x) + f2(x + 1);
  return y + f2(y) + f2(y + 1);
};
const f4 = (x: number): number => {
  const y = f3(x) + f3(x + 1);
  return y + f3(y) + f3(y + 1);
};
const f5 = (x: number): number => {
  const y = f4(x) + f4(x + 1);
  return y + f4(y) + f4(y + 1);
};
const f6 = (x: number): number => {
  const y = f5(x) + f5(x + 1);
  return y + f5(y) + f5(y + 1);
};
const f7 = (x: number): number => {
  const y = f6(x) + f6(x + 1);
  return y + f6(y) + f6(y + 1);
};

test("code stays in proportion to the program", () => {
  const { module } = compiled(f7, [1]);
  const size = [...module.funcs.values()].reduce((n, f) => n + sizeOf(f.region), 0);
  expect(size).toBeLessThan(5000);
  expect(run(f7, 1)).toBe(f7(1));
});

test("loops in loops are compiled a few times only", () => {
  const f = (n: number): number => {
    let s = 0;
    const o = { x: 0 };
    const out: number[] = [];
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        for (let c = 0; c < n; c++) {
          for (let d = 0; d < n; d++) {
            s += a * b * c * d;
            o.x += s;
            out.push(s);
          }
        }
      }
    }
    return s + o.x + out.length;
  };
  expect(run(f, 3)).toBe(f(3));
});
