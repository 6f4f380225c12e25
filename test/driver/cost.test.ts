// What is said of a program's cost without running it, against what the interpreter counts.
import { describe, expect, test } from "vitest";
import { explain, grad, jit } from "nabla";
import { lowered } from "../../bench/interpreted.ts";
import { costOf, type Block } from "../../src/analysis/cost.ts";
import { measure } from "../../src/backends/interp/index.ts";
import { inspect } from "../../src/driver/inspect.ts";
import { showCost } from "../../src/driver/cost.ts";
import { sourceOf, treeOf } from "../../src/driver/paths.ts";
import { funcNamed } from "../../src/ir/func.ts";

type Fn = (...args: never[]) => unknown;

function powers(x: Float64Array, n: number): number {
  const y = x.slice();
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < y.length; i++) y[i] = Math.sin(y[i]!) * y[i]! + Math.exp(x[i]!);
  }
  let sum = 0;
  for (let i = y.length - 1; i >= 0; i -= 2) sum += y[i]! / 3;
  for (let i = 2; i < 9; i += 3) sum += y[i]!;
  return sum;
}

/** How often each block runs in all, where arguments have these values. */
function runsOf(blocks: readonly Block[], values: Readonly<Record<string, number>>): number[] {
  const around: number[] = [];
  return blocks.map(({ depth, loop, trips }) => {
    const times = loop === undefined ? 1 : valueOf(trips!, values);
    around[depth] = depth === 0 ? 1 : around[depth - 1]! * times;
    return around[depth]!;
  });
}

function valueOf(text: string, values: Readonly<Record<string, number>>): number {
  const names = Object.keys(values).map((name) => name.replace(".", "_"));
  const code = Object.keys(values).reduce(
    (t, name) => t.replaceAll(name, name.replace(".", "_")),
    text,
  );
  return new Function(...names, "floor", `return Math.ceil(${code})`)(
    ...Object.values(values),
    Math.floor,
  ) as number;
}

describe.each([
  ["a function", jit(powers) as Fn],
  ["its gradient", grad(powers) as Fn],
])("%s", (_, fn) => {
  const n = 9;
  const args = [Float64Array.from({ length: n }, (__, i) => 0.1 * i), 4];
  // versions of a loop for different cases are all counted, though one runs
  const { specialised, stages } = inspect(fn, args, { disable: ["version"] });
  const nameOf = (v: object): string | undefined => {
    const i = funcNamed(stages.final, specialised.name).region.params.indexOf(v as never);
    return ["x", "n"][i];
  };
  const isFunction = (name: string): boolean => name === "sin" || name === "exp" || name === "cos";
  const blocks = costOf(stages.final, specialised.name, { isFunction, nameOf });
  const { data } = lowered(specialised);
  const { counts } = measure(stages.final, specialised.name, data);
  const values = { "x.length": n, "y.length": n, n: 4 };
  const runs = runsOf(blocks, values);
  const total = (of: (b: Block) => number): number =>
    blocks.reduce((sum, block, i) => sum + runs[i]! * of(block), 0);

  test.each(["sin", "exp", "cos"])("calls of %s", (name) => {
    expect(total((b) => b.functions.get(name) ?? 0)).toBe(counts.operations.get(name) ?? 0);
  });
  test.each([
    ["reads", ["load", "get"]],
    ["writes", ["store", "set", "copy", "fill"]],
    ["checks", ["bounds"]],
    ["memory", ["alloc", "zeros_like", "record"]],
  ] as const)("%s", (kind, names) => {
    const ran = names.reduce((sum, name) => sum + (counts.operations.get(name) ?? 0), 0);
    expect(total((b) => b.operations.get(kind) ?? 0)).toBe(ran);
  });
  test("bytes that are kept", () => {
    const made = blocks
      .flatMap((b) => b.tapes)
      .map(({ size }) => valueOf(size.replace(" bytes", ""), values));
    expect(made.reduce((a, b) => a + b, 0)).toBe(counts.kept);
    expect(total((b) => b.keeps)).toBe(counts.kept);
  });
});

function distances(points: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < points.length / d; i++) {
    let square = 0;
    for (let j = 0; j < d; j++) square += Math.exp(points[i * d + j]!) ** 2;
    sum += Math.sqrt(square) / d;
  }
  return sum;
}

test("as text", () => {
  const { cost } = explain(distances)(new Float64Array(6), 2);
  const [head, entry, outer, inner] = cost.replaceAll(/\S*cost.test.ts:\d+/g, "at").split("\n");
  expect(head).toMatch(/^ +runs +arithmetic +divisions +functions .* reads +writes /);
  expect(entry).toMatch(/^grad_distances /);
  expect(outer).toMatch(/^ {2}at:3 +points\.length \/ d +\d/);
  expect(inner).toMatch(/^ {4}at:5 +d +\d+ +exp +\d/);
  expect(cost).toMatch(/^ {4}\S*cost.test.ts:\d+:5 reversed +d +\d/m);
  expect(cost).toMatch(/no memory is kept$/);
});

test("what is kept of each iteration, as text", () => {
  const settled = (x: number, n: number): number => {
    for (let i = 0; i < n; i++) x = Math.sin(x) / n;
    return x;
  };
  const { cost } = explain(settled)(0.5, 9);
  expect(cost).toMatch(/^ {2}\S*cost.test.ts:\d+:5 reversed +n +\d/m);
  expect(cost).toMatch(/memory kept:\n\S+ `Math.sin\(x\) \/ n`: 8 \* n bytes$/);
});

test("vectors, or why not", () => {
  const { cost } = explain((x: Float64Array, y: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
    for (let i = 0; i < y.length; i += 2) sum += y[i]!;
    return sum;
  })(new Float64Array(6), new Float64Array(8));
  expect(cost).toMatch(/^.* vectorised$/m);
  expect(cost).toMatch(/^ {2}\S+ .* yes$/m);
  const { specialised, stages } = inspect(
    jit((y: Float64Array) => {
      let sum = 0;
      for (let i = 0; i < y.length; i += 2) sum += y[i]!;
      return sum;
    }),
    [new Float64Array(8)],
  );
  const text = showCost(stages.final, specialised, treeOf(sourceOf(powers)));
  expect(text).toMatch(/ no: its step is not 1 or -1$/m);
});
