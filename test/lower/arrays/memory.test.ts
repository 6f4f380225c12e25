// How much memory the arrays of a program need at once.
import { expect, test } from "vitest";
import { literalOf } from "../../../src/ops/constant.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { walk } from "../../../src/ir/rewrite.ts";
import type { Module, Value } from "../../../src/ir/func.ts";
import { ops } from "../../../src/ops/registry.ts";
import { compareLowered, lowered } from "./run.ts";
import { tensorOf } from "../../../src/ir/tensor.ts";
import type { Datum } from "../../../src/backends/interp/index.ts";
import { arrayOf } from "../../../src/ir/types.ts";

const SIZE = 24;

/** Elements of all memory that the function @f makes, which it keeps until it returns. */
function elementsMade(module: Module): number {
  const { region } = module.funcs.get("f")!;
  const numbers = new Map<Value, number>();
  let sum = 0;
  walk(region, ({ op, args, attrs, results }) => {
    if (op.name === "const") numbers.set(results[0]!, Number(literalOf(attrs)));
    if (op.name === "alloc") sum += numbers.get(args[0]!)!;
  });
  return sum;
}

/** Operations that are not done while others read their results, one after the other. */
function chain(length: number): Module {
  const steps = Array.from({ length }, (_, i) => {
    const x = i === 0 ? "%x" : `%y${i - 1}`;
    return i % 2 === 0
      ? `%y${i}: f64[1,${SIZE},${SIZE}] = matmul %x, ${x}`
      : `%y${i}: f64[1,${SIZE},${SIZE}] = scan_sum {axis: 1} ${x}`;
  });
  return parseModule(
    `func @f(%x: f64[1,${SIZE},${SIZE}]) -> (f64[1,${SIZE},${SIZE}]) {
      ${steps.join("\n")}
      return %y${length - 1}
    }`,
    ops,
  );
}

test("a chain of operations needs two arrays, however long it is", () => {
  for (const length of [3, 4, 9]) {
    expect(elementsMade(lowered(chain(length), "f")[1])).toBe(2 * SIZE * SIZE);
  }
  const type = arrayOf("f64", [1, SIZE, SIZE]);
  const data = Float64Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(i) / SIZE);
  const x = (): Datum => ({ kind: "tensor", ...tensorOf(type, data.slice()) });
  compareLowered(chain(9), "f", () => [x()]);
});

test("what is needed later is not written to", () => {
  const n = 40;
  const module = parseModule(
    `func @f(%x: f64[${n}]) -> (f64[${n}], f64[${n}]) {
      %a: f64[${n}] = scan_sum {axis: 0} %x
      %b: f64[${n}] = scan_prod {axis: 0} %a
      %c: f64[${n}] = scan_max {axis: 0} %b
      %d: f64[${n}] = scan_sum {axis: 0, reverse: true} %c
      %e: f64[${n}] = add %a, %d
      return %e, %c
    }`,
    ops,
  );
  // all but %b are needed to the end
  expect(elementsMade(lowered(module, "f")[1])).toBe(4 * n);
  const data = Float64Array.from({ length: n }, (_, i) => Math.cos(i));
  const x = (): Datum => ({ kind: "tensor", ...tensorOf(arrayOf("f64", [n]), data.slice()) });
  compareLowered(module, "f", () => [x()]);
});
