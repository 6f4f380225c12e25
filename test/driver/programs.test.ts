// Which programs of a function are kept, and which is found.
import { expect, test } from "vitest";
import type { Program } from "../../src/driver/program.ts";
import { Programs } from "../../src/driver/programs.ts";
import { sourceOf } from "../../src/driver/paths.ts";
import { grad } from "../../src/index.ts";

const source = sourceOf(grad((x: number) => x));

/** Fits a list of `n`; by its guard, which is counted. */
function forLength(n: number, asked: number[]): Program {
  return {
    count: 1,
    paths: [{ kind: "argument", index: 0 }],
    about: "argument",
    key: `length ${n}`,
    guard: ([x]) => {
      asked.push(n);
      return (x as unknown[]).length === n;
    },
    call: () => n,
  };
}

const list = (n: number): [Float64Array] => [new Float64Array(n)];

test("the one used last is asked first", () => {
  const asked: number[] = [];
  const programs = new Programs();
  for (const n of [1, 2, 3]) programs.add(forLength(n, asked));
  for (const n of [1, 1, 2, 1])
    expect(programs.find(source, list(n))?.program.key).toBe(`length ${n}`);
  expect(asked).toEqual([3, 2, 1, 1, 1, 3, 2, 2, 1]);
});

test("the one that was not used for longest goes", () => {
  const programs = new Programs(2);
  programs.add(forLength(1, []));
  programs.add(forLength(2, []));
  programs.find(source, list(1));
  programs.add(forLength(3, []));
  const found = [1, 2, 3].map((n) => programs.find(source, list(n))?.program.key);
  expect(found).toEqual(["length 1", undefined, "length 3"]);
});
