import fc from "fast-check";
import { expect, test } from "vitest";
import { interpret, type Memory } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Module, type Value } from "../../src/ir/func.ts";
import { f64, i32, memOf } from "../../src/ir/types.ts";
import * as o from "../../src/ops/index.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { version } from "../../src/passes/version.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { showData } from "../ir/arbitrary.ts";

type Subscript = (b: Builder, i: Value, at: Value, p: Value, q: Value) => Value;

const real =
  (f: Subscript): Subscript =>
  (b, i, ...rest) =>
    o.toIndex(b, f(b, o.toF64(b, i), ...rest));

const subscripts: Record<string, Subscript> = {
  "i + p": real((b, i, _, p) => o.add(b, i, p)),
  "p - i": real((b, i, _, p) => o.sub(b, p, i)),
  "i p + q": real((b, i, _, p, q) => o.add(b, o.mul(b, i, p), q)),
  "(i + p) q": real((b, i, _, p, q) => o.mul(b, q, o.add(b, i, p))),
  "(i + p) + q": real((b, i, _, p, q) => o.add(b, o.add(b, i, p), q)),
  "-i p": real((b, i, _, p) => o.neg(b, o.mul(b, i, p))),
  counter: (b, _, at) => o.toIndex(b, at),
  "counter p": (b, _, at, p) => o.toIndex(b, o.mul(b, at, p)),
  "2 i - 1": (b, i) => o.sub(b, o.mul(b, i, o.int(b, 2)), o.int(b, 1)),
  "2³⁰ i": (b, i) => o.mul(b, i, o.int(b, 2 ** 30)),
};

/** Adds to m[subscript] in a loop, and keeps a counter that changes by q. */
function program(subscript: Subscript, step: number, counts: boolean): Module {
  const b = new Builder();
  const [m, lo, hi] = [b.param(memOf("f64")), b.param(i32), b.param(i32)];
  const [p, q] = [b.param(f64), b.param(f64)];
  const n = o.length(b, m);
  const results = o.forRange(b, [lo, hi, step], [p, o.num(b, 0)], (c, i, [at, sum]) => {
    const checked = o.bounds(c, subscript(c, i, at!, p, q), n);
    const x = o.load(c, m, checked);
    o.storeTo(c, m, checked, o.add(c, x, o.num(c, 1)));
    return [o.add(c, at!, q), o.add(c, sum!, o.mul(c, x, at!))];
  });
  // as the reverse sweep of a derivative does: the same places again, backwards, unchecked
  const [one, zero] = [o.int(b, 1), o.num(b, 0)];
  const ends: [Value, Value] =
    step > 0 ? [o.sub(b, hi, one), o.sub(b, lo, one)] : [o.add(b, hi, one), o.add(b, lo, one)];
  const [again] = o.forRange(b, [...ends, -step], [zero], (c, i, [sum]) => {
    // a counter would not be where it was
    const place = subscript(c, i, o.num(c, NaN), p, q);
    const safe = o.select(c, o.ge(c, place, o.int(c, 0)), place, o.int(c, 0));
    const inner = counts ? safe : place;
    const weight = o.toF64(c, inner);
    return [o.add(c, sum!, counts ? weight : o.add(c, weight, o.load(c, m, inner)))];
  });
  return moduleOf({ name: "main", region: b.finish([...results, again!]), disjoint: true });
}

const numbers = [
  0,
  -0,
  1,
  2,
  3,
  5,
  -1,
  -2,
  0.5,
  1e-20,
  1e300,
  NaN,
  Infinity,
  2 ** 31,
  2 ** 53,
  -(2 ** 31),
];

function seen(module: Module, args: readonly number[], length: number): string {
  const data = Float64Array.from({ length }, (_, i) => i + 0.25);
  const m: Memory = { kind: "memory", elem: memOf("f64").elem, data, start: 0, length };
  try {
    return showData([...interpret(module, "main", [m, ...args]), m]);
  } catch (error) {
    if ((error as Error).name !== "NablaError") throw error;
    return showData([m]);
  }
}

test.each(Object.entries(subscripts))(
  "loops over %s are the same, checked before or in them",
  (name, f) => {
    const modules = [1, -1].map((step) => {
      const before = program(f, step, name.startsWith("counter"));
      return [before, version.run(before), optimise(before, ["main"], { final: true })] as const;
    });
    for (const all of modules) all.forEach(verifyModule);
    const small = fc.integer({ min: -3, max: 9 });
    const number = fc.oneof(small, fc.constantFrom(...numbers));
    fc.assert(
      fc.property(fc.nat(1), small, small, number, number, fc.nat(10), (s, lo, hi, p, q, n) => {
        const [before, ...after] = modules[s]!;
        const expected = seen(before, [lo, hi, p, q], n);
        for (const module of after) expect(seen(module, [lo, hi, p, q], n)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  },
);

test("a loop whose subscripts are all kept does not check any", () => {
  const module = optimise(program(subscripts["i p + q"]!, 1, false), ["main"], { final: true });
  const branch = module.funcs.get("main")!.region.body.find((instr) => instr.op === o.ifOp);
  const fast = branch!.regions[0]!.body.find((instr) => instr.op === o.forOp)!;
  expect(fast.regions[0]!.body.map((instr) => instr.op.name)).toMatchInlineSnapshot(`
    [
      "mul",
      "add",
      "load",
      "add",
      "store",
      "add",
      "mul",
      "add",
    ]
  `);
});
