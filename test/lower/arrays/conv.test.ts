// Convolutions large enough to be made of several products.
import { expect, test } from "vitest";
import { arrayOf } from "../../../src/ir/types.ts";
import { conv } from "../../../src/ops/arrays/index.ts";
import { asWasm } from "./wasm.ts";

interface Case {
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly attrs?: Record<string, readonly number[] | number>;
}

const plain = { stride: [1, 1], low: [0, 0], high: [0, 0], lhs: [1, 1], rhs: [1, 1], groups: 1 };
const size = (shape: readonly number[]): number => shape.reduce((n, k) => n * k, 1);

test.each<[string, Case]>([
  ["a kernel read in parts", { x: [2, 16, 34, 34], w: [4, 16, 32, 32] }],
  ["images that do not come out even", { x: [7, 3, 12, 12], w: [5, 3, 3, 3] }],
  [
    "groups, strides and padding",
    {
      x: [5, 6, 11, 9],
      w: [8, 3, 3, 2],
      attrs: { groups: 2, stride: [2, 1], low: [1, 0], high: [2, 1] },
    },
  ],
  [
    "one image of many places",
    { x: [2, 2, 40, 40], w: [6, 2, 3, 3], attrs: { low: [1, 1], high: [1, 1] } },
  ],
  [
    "dilations",
    { x: [3, 4, 9, 9], w: [4, 4, 2, 3], attrs: { lhs: [2, 1], rhs: [1, 2], low: [-1, 2] } },
  ],
  ["one place each", { x: [3, 4, 9, 9], w: [8, 2, 1, 1], attrs: { groups: 2 } }],
  [
    "few channels",
    { x: [3, 6, 9, 9], w: [6, 1, 3, 3], attrs: { groups: 6, low: [1, 1], high: [1, 1] } },
  ],
])("%s", (_, { x, w, attrs = {} }) => {
  const all = { ...plain, ...attrs };
  const types = [arrayOf("f64", x), arrayOf("f64", w)];
  const [type] = conv.type(types, all, []);
  if (type?.kind !== "array") throw new Error("no array");
  const { shape } = type;
  const text = Object.entries(all).map(
    ([name, v]) => `${name}: ${Array.isArray(v) ? `[${v.join(",")}]` : String(v)}`,
  );
  const run =
    asWasm(`func @f(%x: f64[${x.join()}], %w: f64[${w.join()}]) -> (f64[${shape.join()}]) {
    %y: f64[${shape.join()}] = conv {${text.join(", ")}} %x, %w
    return %y
  }`);
  // small integers: sums are exact
  const [p, q] = [x, w].map((s, k) =>
    Float64Array.from({ length: size(s) }, (_v, i) => ((i * (7 + k)) % 11) - 5),
  );
  const expected = conv.run!(
    [
      { dtype: "f64", shape: x, data: p! },
      { dtype: "f64", shape: w, data: q! },
    ],
    all,
    type,
  );
  expect(run(p!, q!).results[0]).toEqual(expected);
});
