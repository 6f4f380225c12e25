import { describe, expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";
import * as programs from "./programs.ts";

type Numbers = number | readonly Numbers[] | Float64Array;

function flat(x: Numbers): number[] {
  if (typeof x === "number") return [x];
  return Array.from(x as ArrayLike<Numbers>).flatMap((y) => flat(y));
}

const { points } = programs;
const { nested } = programs;
const { map, reduce, energy } = programs;

type Options = { readonly parallel?: number };
const cases: Record<string, (options: Options) => (x: Float64Array) => Numbers> = {
  map: (o) => jit(map, o),
  reduce: (o) => jit(reduce, o),
  gradient: (o) => grad(energy, o),
  "loops in what a loop calls": (o) => jit(nested, o),
  "gradient of loops in what a loop calls": (o) => grad((x: Float64Array) => nested(x)[0]!, o),
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

test("with `strict`, the bits are those without threads", () => {
  for (const f of [map, nested] as const) {
    const alone = jit(f as typeof map, { strict: true })(points);
    expect(jit(f as typeof map, { strict: true, parallel: 3 })(points)).toEqual(alone);
  }
  const alone = grad(energy, { strict: true })(points);
  expect(grad(energy, { strict: true, parallel: 3 })(points)).toEqual(alone);
});
