import { describe, expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";
import * as programs from "./programs.ts";

type Numbers = number | readonly Numbers[] | Float64Array;

function flat(x: Numbers): number[] {
  if (typeof x === "number") return [x];
  return Array.from(x as ArrayLike<Numbers>).flatMap((y) => flat(y));
}

const { points } = programs;
const { map, reduce, energy } = programs;

type Options = { readonly parallel?: number };
const cases: Record<string, (options: Options) => (x: Float64Array) => Numbers> = {
  map: (o) => jit(map, o),
  reduce: (o) => jit(reduce, o),
  gradient: (o) => grad(energy, o),
};

describe.each(Object.keys(cases))("%s", (name) => {
  const make = cases[name]!;
  const one = flat(make({ parallel: 1 })(points));

  test.each([2, 3, 4])("with %i threads, to the bit, again and again", (parallel) => {
    const run = make({ parallel });
    for (let k = 0; k < 5; k++) expect(flat(run(points))).toEqual(one);
  });

  test("as without threads", () => {
    const wanted = flat(make({})(points));
    one.forEach((x, i) => expect(x).toBeCloseTo(wanted[i]!, 9));
  });
});
