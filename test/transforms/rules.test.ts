// Rules in forward mode in several directions at once, against as many runs in one.
import { expect, test } from "vitest";
import { interpret, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { memOf, memOfRefs } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";
import { jvp, jvpMany } from "../../src/transforms/jvp.ts";

const floats = memOf("f64");

const module = parseModule(
  `
func @f(%xs: mem<f64>, %rows: mem<mem<f64>>, %k: f64) -> (mem<f64>, f64) rules 3 jvp @rule {
  %n: i32 = length %xs
  %ys = alloc mem<f64> %n
  %zero = const f64 0
  return %ys, %zero
}

func @rule(%xs: mem<f64>, %rows: mem<mem<f64>>, %k: f64, %dxs: mem<f64>, %drows: mem<mem<f64>>, %dk: f64) -> (mem<f64>, f64, mem<f64>, f64) {
  %n: i32 = length %xs
  %ys = alloc mem<f64> %n
  %dys = alloc mem<f64> %n
  %lo = const i32 0
  %row: mem<f64> = load %drows, %lo
  %sum: f64 = for {step: 1} %lo, %n, %dk { (%i: i32, %acc: f64)
    %x: f64 = load %xs, %i
    %dx: f64 = load %dxs, %i
    %dr: f64 = load %row, %i
    %a: f64 = mul %dx, %x
    %b: f64 = mul %dr, %k
    %d: f64 = add %a, %b
    store %ys, %i, %x
    store %dys, %i, %d
    %next: f64 = add %acc, %d
    yield %next
  }
  return %ys, %k, %dys, %sum
}

func @main(%xs: mem<f64>, %rows: mem<mem<f64>>, %k: f64) -> (mem<f64>, f64) {
  %a: mem<f64>, %b: f64 = call @f %xs, %rows, %k
  return %a, %b
}`,
  ops,
);

test("a rule runs once for each direction", () => {
  const plain = (...x: number[]): Memory => memoryOver(floats, Float64Array.from(x));
  const nested = (...rows: Memory[]): Memory => memoryOver(memOfRefs(floats), rows as never);
  const primals = [plain(2, 3), nested(plain(5, 7)), 11];
  const one = jvp(module, "main", [true, true, true]);
  const tangents = [
    { dxs: [1, 2], drows: [3, 4], dk: 5 },
    { dxs: [-1, 0], drows: [0.5, 6], dk: -2 },
  ];
  const runs = tangents.map(({ dxs, drows, dk }) =>
    interpret(one.module, one.name, [...primals, plain(...dxs), nested(plain(...drows)), dk]),
  );
  const many = jvpMany(module, "main", [
    [true, true, true],
    [true, true, true],
  ]);
  verifyModule(many.module);
  const [a, b] = tangents as [(typeof tangents)[0], (typeof tangents)[0]];
  const side = (x: number[], y: number[]): Memory => plain(...x.flatMap((xi, i) => [xi, y[i]!]));
  const all = interpret(many.module, many.name, [
    ...primals,
    side(a.dxs, b.dxs),
    nested(side(a.drows, b.drows)),
    a.dk,
    b.dk,
  ]);
  const data = (x: unknown): number[] => [...((x as Memory).data as Float64Array)];
  expect(data(all[2])).toEqual(data(side(data(runs[0]![2]), data(runs[1]![2]))));
  expect([all[3], all[4]]).toEqual([runs[0]![3], runs[1]![3]]);
  expect(all[3]).toBe(2 * 1 + 3 * 2 + 11 * (3 + 4) + 5);
  expect(funcNamed(many.module, "main")).toBeDefined();
});
