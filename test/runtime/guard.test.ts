import { describe, expect, test } from "vitest";
import { planGuard } from "../../src/runtime/guard.ts";
import { layoutOf } from "../../src/values/layout-of.ts";
import { keyOf } from "../../src/values/key.ts";

class Point {
  x: number;
  constructor(x: number) {
    this.x = x;
  }
}

const typed = Float64Array.of(1, 2);
const list = [1, 2];
const object = { a: 1, b: list };

// arguments of calls; whether two have one layout is known by their keys
const calls: readonly (readonly unknown[])[] = [
  [],
  [1],
  [2],
  [1, 2],
  [true],
  ["s"],
  ["t"],
  [undefined],
  [null],
  [typed],
  [new Float64Array(0)],
  [typed.subarray(1)],
  [Float32Array.of(1)],
  [typed, typed],
  [typed, Float64Array.of(1)],
  [typed, typed.subarray(1)],
  [[]],
  [[1]],
  [list],
  [[1, true]],
  [[true, 1]],
  [[2, false]],
  [[true]],
  [[1, undefined, 2].slice(0, 1)],
  [[[1], [2]]],
  [[[1], [true]]],
  [[list, [3]]],
  [[list, list]],
  [[[], [3]]],
  [[[[1]], [[2], [3]]]],
  [[typed, Float64Array.of(3)]],
  [[typed, typed]],
  [[typed.subarray(0, 1), typed.subarray(1)]],
  [[typed.subarray(1), typed.subarray(0, 1)]],
  [[Float32Array.of(1), Float32Array.of(1)]],
  [[Float32Array.of(1), typed]],
  [[typed], Float64Array.of(1)],
  [{}],
  [{ a: 1 }],
  [{ a: true }],
  [{ b: 1 }],
  [{ a: 1, b: 2 }],
  [{ b: 2, a: 1 }],
  [object],
  [{ a: 1, b: [1] }],
  [object, list],
  [object, object],
  [new Point(1)],
  [{ x: 1 }],
  [list, list],
  [list, [1, 2]],
];

describe("a guard", () => {
  const keys = calls.map((roots) => keyOf(layoutOf(roots)));

  test.each(calls.map((roots, i) => ({ roots, i })))("of call $i", ({ roots, i }) => {
    const guard = planGuard(layoutOf(roots));
    const passed = calls.filter((other) => guard(other)).map((other) => calls.indexOf(other));
    for (const j of passed) expect(keys[j]).toBe(keys[i]);
  });

  test("knows the usual arguments again", () => {
    const again: readonly [unknown[], unknown[]][] = [
      [
        [1, 2],
        [3, NaN],
      ],
      [
        [typed, list, true],
        [new Float64Array(9), [5], false],
      ],
      [
        [object, new Point(1)],
        [{ a: 5, b: [1, 2, 3] }, new Point(2)],
      ],
      [
        [object, list, "s"],
        [object, list, "s"],
      ],
      [[[1, { k: 1 }]], [[2, { k: 3 }]]],
      [[[list, [3]]], [[[4], [5, 6], [7]]]],
      [[[typed, Float64Array.of(3)]], [[typed.subarray(0, 1), typed.subarray(1)]]],
    ];
    for (const [one, other] of again) expect(planGuard(layoutOf(one))(other)).toBe(true);
  });

  test("forgets what a call passed", () => {
    const guard = planGuard(layoutOf([typed, list]));
    expect(guard([typed, 1])).toBe(false);
    expect(guard([typed, list])).toBe(true);
    expect(guard([typed, list])).toBe(true);
  });
});
