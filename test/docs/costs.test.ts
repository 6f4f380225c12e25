// What derivatives of the examples of docs/language.md cost, as the interpreter counts: the same on
// every machine.
import { expect, test } from "vitest";
import { measure, memoryOver, type Datum } from "../../src/backends/interp/index.ts";
import { library } from "../../src/driver/known.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { grad, hvp, jvp } from "../../src/index.ts";
import { memOf } from "../../src/ir/types.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { specialise } from "../../src/specialise/index.ts";
import { examples, point, type F } from "./examples.ts";
import { runModule } from "./module.ts";

type Fn = (...args: never[]) => unknown;

function costOf(fn: Fn, args: readonly unknown[]): number {
  const made = specialise({ fn, args, reflect: reflect as never, library });
  const { final } = runStages(made.module, made.name);
  const data = args.flatMap((x): Datum[] => {
    if (typeof x === "number") return [x];
    return [memoryOver(memOf("f64"), Float64Array.from(x as ArrayLike<number>))];
  });
  return measure(final, made.name, data).counts.cost;
}

/** Besides: shadows of two arrays, and memory for what loops keep, which is copied as it grows. */
const rooms = { jvp: 100, gradient: 240, hvp: 350 };
/** Sorting and looking keys up go by steps whose number only running tells, and keep each of them. */
const sorting = new Set([
  "sorted",
  "`sort`, `toSorted`",
  "taken until there are none",
  "`while`",
  "keys made of numbers",
  "objects as keys",
]);

const programs = Promise.all(
  examples
    // the interpreter is given arguments here, and not what is captured
    .filter(({ status, what }) => status === "yes" && !what.endsWith("made outside"))
    .map(async ({ what, module }) => {
      const f = (await runModule({ code: module })) as F;
      return { what, f, primal: Math.max(1, costOf(f, point())) };
    }),
);

/** What each derivative costs, less `room` for memory, as a multiple of the function's cost. */
async function factors(
  of: (f: F) => Fn,
  room: number,
): Promise<{ what: string; factor: number }[]> {
  return (await programs).map(({ what, f, primal }) => {
    return { what, factor: (costOf(of(f), point()) - room) / primal };
  });
}

const dearer = (found: readonly { what: string; factor: number }[], than: number): string[] =>
  found
    .filter(({ what, factor }) => factor > (sorting.has(what) ? 2 * than : than))
    .map(({ what, factor }) => `${what}: ${factor.toFixed(2)}`);

test("a gradient costs at most four times the function", { timeout: 120_000 }, async () => {
  const of = (f: F): Fn => grad(f, { wrt: [0, 2, 3] }) as Fn;
  expect(dearer(await factors(of, rooms.gradient), 4)).toEqual([]);
});

test("a directional derivative at most two and a half times", { timeout: 120_000 }, async () => {
  const of = (f: F): Fn => {
    const along = (x: number, n: number, v: Float64Array, a: number[]): number =>
      jvp((y: number) => f(y, n, v, a))([x], [1]).tangent;
    return along as Fn;
  };
  expect(dearer(await factors(of, rooms.jvp), 2.5)).toEqual([]);
});

test("a product with the Hessian at most ten times", { timeout: 120_000 }, async () => {
  const of = (f: F): Fn => {
    const product = (x: number, n: number, v: Float64Array, a: number[]): number =>
      hvp((y: number) => f(y, n, v, a))(x, 1);
    return product as Fn;
  };
  expect(dearer(await factors(of, rooms.hvp), 10)).toEqual([]);
});
