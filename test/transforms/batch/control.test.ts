// Programs for many lanes, which go different ways; and their derivatives, taken before or after.
import { describe, expect, test } from "vitest";
import { interpret, isTensor, type Datum } from "../../../src/backends/interp/index.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { funcNamed, type Module } from "../../../src/ir/func.ts";
import { verifyModule } from "../../../src/ir/verify.ts";
import { ops } from "../../../src/ops/registry.ts";
import { batch } from "../../../src/transforms/batch.ts";
import { jvp } from "../../../src/transforms/jvp.ts";
import { vjp } from "../../../src/transforms/vjp.ts";
import { Chance, joined, sameAsLoop } from "./lanes.ts";
import { programs } from "./programs.ts";

const kinds = [
  [true, true],
  [true, false],
  [false, true],
] as const;

function numbersIn(x: Datum): number[] {
  return isTensor(x) ? [...x.data] : [x as number];
}

/** Lanes of arguments of the types that `name` takes. */
function lanesFor(
  module: Module,
  name: string,
  [low, high]: readonly [number, number],
  batched: readonly boolean[],
  chance: Chance,
): Datum[][] {
  const { params } = funcNamed(module, name).region;
  const number = (): number => low + chance.number() * (high - low);
  const lanes = Array.from({ length: 4 }, () =>
    params.map(({ type }): Datum => {
      if (type.kind !== "array") return number();
      const size = type.shape.reduce((n, m) => n * m, 1);
      const data = Float64Array.from({ length: size }, number);
      return { kind: "tensor", dtype: "f64", shape: type.shape, data };
    }),
  );
  return lanes.map((lane) => lane.map((x, i) => (batched[i] === true ? x : lanes[0]![i]!)));
}

function expectClose(found: readonly Datum[], wanted: readonly Datum[]): void {
  const [a, b] = [found.flatMap(numbersIn), wanted.flatMap(numbersIn)];
  expect(a.length).toBe(b.length);
  a.forEach((x, i) => {
    const y = b[i]!;
    if (Object.is(x, y) || x === y) return;
    expect(Math.abs(x - y), `number ${i}: ${x}, not ${y}`).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(y)),
    );
  });
}

describe.each(Object.entries(programs))("%s", (_, { text, looped = false, between = [-2, 2] }) => {
  const module = parseModule(text, ops);

  test.each(kinds)("the values of a loop: lanes of x %s, of y %s", (...batched) => {
    for (let seed = 0; seed < 20; seed++) {
      const chance = new Chance(seed);
      const made = sameAsLoop(
        module,
        "f",
        batched,
        lanesFor(module, "f", between, batched, chance),
      );
      if (looped && batched[0]) expect(made.name).toContain("each");
      if (!looped) expect(made.name).toContain("lanes");
    }
  });

  test.each([jvp, vjp])("of a derivative, and a derivative of it: %o", (transform) => {
    const inner = transform(module, "f", [true, true]);

    const { params, yields } = funcNamed(inner.module, inner.name).region;
    const all = params.map(() => true);
    const whole = batch(inner.module, inner.name, all, 4);
    verifyModule(whole.module);
    const outer = batch(module, "f", [true, true], 4);
    const after = transform(outer.module, outer.name, [true, true]);
    verifyModule(after.module);
    for (let seed = 0; seed < 10; seed++) {
      const lanes = lanesFor(inner.module, inner.name, between, all, new Chance(seed));
      const args = params.map((p, i) =>
        joined(
          p.type,
          lanes.map((lane) => lane[i]!),
        ),
      );
      const each = lanes.map((lane) => interpret(inner.module, inner.name, lane));
      const wanted = yields.map((v, i) =>
        joined(
          v.type,
          each.map((one) => one[i]!),
        ),
      );
      expectClose(interpret(whole.module, whole.name, args), wanted);
      expectClose(interpret(after.module, after.name, args), wanted);
    }
  });

  test("of lanes of lanes", () => {
    const inner = batch(module, "f", [true, false], 3);
    const outer = batch(inner.module, inner.name, [false, true], 2);
    verifyModule(outer.module);
    const chance = new Chance(5);
    const [low, high] = between;
    const number = (): number => low + chance.number() * (high - low);
    const [xs, ys] = [Float64Array.from({ length: 3 }, number), [number(), number()]];
    const all: Datum = { kind: "tensor", dtype: "f64", shape: [3], data: xs };
    const [first] = interpret(outer.module, outer.name, [
      all,
      { kind: "tensor", dtype: "f64", shape: [2], data: Float64Array.from(ys) },
    ]);
    const wanted = ys.flatMap((y) => [...xs].map((x) => interpret(module, "f", [x, y])[0]!));
    expect(numbersIn(first!)).toEqual(wanted);
  });
});

test("no lanes", () => {
  const module = parseModule(programs["a counted loop"]!.text, ops);
  sameAsLoop(module, "f", [true, true], []);
});

test("errors are those of lanes that raise them", () => {
  const { text } = programs["branches with poles and errors where they are not taken"]!;
  const module = parseModule(text, ops);
  const { module: made, name } = batch(module, "f", [true, false], 3);
  const xs = (data: number[]): Datum => ({
    kind: "tensor",
    dtype: "f64",
    shape: [3],
    data: Float64Array.from(data),
  });
  expect(() => interpret(made, name, [xs([1, -2, 3000]), 1])).not.toThrow();
  expect(() => interpret(made, name, [xs([1, -2000, 3]), 1])).toThrow("too big");
});
