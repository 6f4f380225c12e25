// A gradient has the structure that the arguments had when the call began.
import { describe, expect, test } from "vitest";
import { grad, jacobian, jit, jvp } from "../../src/index.ts";

const point = [1.5, 0.7, 2.2];

const lengths: Readonly<Record<string, (a: number[]) => number>> = {
  pop: (a) => a.pop()! * a[0]!,
  "pop, and push again": (a) => {
    const t = a.pop()!;
    a.push(t * t * 3);
    return a[2]! * a[0]!;
  },
  push: (a) => {
    a.push(a[1]!);
    return a[0]! * a[3]!;
  },
  shift: (a) => a.shift()! * a[0]!,
  unshift: (a) => {
    a.unshift(a[1]! * 2);
    return a[0]! * a[1]! * a[3]!;
  },
  "a new length": (a) => {
    a.length = 1;
    return a[0]! * a[0]!;
  },
  splice: (a) => {
    a.splice(0, 1, a[1]! * 2, a[2]!);
    return a[0]! * a[1]! * a[3]!;
  },
  "on one path only": (a) => {
    if (a[0]! > 1) a.pop();
    else a.push(2);
    return a[0]! * a[1]!;
  },
  "in a loop": (a) => {
    for (let i = 0; i < a[0]!; i++) a.push(a[i]! * a[i]!);
    return a[3]! * a[4]!;
  },
  "until nothing is left": (a) => {
    let s = 0;
    while (a.length > 0) s += a.pop()! * (a.length + 1);
    return s * s;
  },
};

describe("an array that becomes longer or shorter", () => {
  test.each(Object.entries(lengths))("%s", (_, f) => {
    const slopes = point.map((x, i) => {
      const h = 1e-6;
      return (f(point.with(i, x + h)) - f(point.with(i, x - h))) / (2 * h);
    });
    const unit = (i: number): number[] => point.map((__, j) => Number(i === j));
    const forward = point.map((__, i) => jvp(f)([point.slice()], [unit(i)]).tangent);
    const matrix = jacobian((a: number[]) => [f(a)])(point.slice()) as unknown as number[][];
    const inside = jit((a: number[]) => grad(f)(a))(point.slice());
    for (const found of [grad(f)(point.slice()), inside, forward, [...matrix[0]!]]) {
      expect(found).toHaveLength(3);
      found.forEach((x, i) => expect(x).toBeCloseTo(slopes[i]!, 6));
    }
  });

  test("of rows", () => {
    const pushed = (a: number[][]): number => {
      a.push([3]);
      return a[0]![0]! * a[1]![0]!;
    };
    const popped = (a: number[][]): number => a.pop()![0]! * a[0]![0]!;
    for (const f of [pushed, popped]) {
      expect(grad(f)([[1, 2], [3]])).toEqual([[3, 0], [1]]);
    }
  });
});

test("objects of several kinds that change places on one path only", () => {
  const given = (): Record<string, number>[] => [{ p: 1, q: 2 }, { p: 3 }, { p: 5, r: 6 }];
  const turned = (x: number, list: Record<string, number>[]): number => {
    list.find(() => x > 0);
    list.reverse();
    return x * list[0]!["p"]!;
  };
  const moved = (x: number, list: Record<string, number>[]): number => {
    for (let i = 0; i < x; i++) list.push(list.splice(0, 1)[0]!);
    return x * list[0]!["p"]! * ("r" in list[0]! ? list[0]["r"]! : 1);
  };
  expect(grad(turned, { wrt: [0, 1] })(2, given())).toEqual([
    5,
    [{ p: 0, q: 0 }, { p: 0 }, { p: 2, r: 0 }],
  ]);
  expect(grad(moved, { wrt: [0, 1] })(2, given())).toEqual([
    30,
    [{ p: 0, q: 0 }, { p: 0 }, { p: 12, r: 10 }],
  ]);
});
