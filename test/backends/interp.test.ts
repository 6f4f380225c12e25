import { expect, test } from "vitest";
import { interpret, measure, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Func } from "../../src/ir/func.ts";
import { f64, i32, memOf, memOfRefs } from "../../src/ir/types.ts";
import * as o from "../../src/ops/index.ts";

// sum of the squares of the elements
function sumOfSquares(): Func {
  const b = new Builder();
  const m = b.param(memOf("f64"), "xs");
  const [sum] = o.forRange(b, [o.int(b, 0), o.length(b, m), 1], [o.num(b, 0)], (c, i, [s]) => {
    const x = o.load(c, m, i);
    return [o.add(c, s!, o.mul(c, x, x))];
  });
  return { name: "f", region: b.finish([sum!]) };
}

test("a loop over memory, with its counts", () => {
  const xs = memoryOver(memOf("f64"), Float64Array.of(1, 2, 3));
  const { results, counts } = measure(moduleOf(sumOfSquares()), "f", [xs]);
  expect(results).toEqual([14]);
  expect(Object.fromEntries(counts.operations)).toEqual({
    const: 2,
    length: 1,
    for: 1,
    load: 3,
    mul: 3,
    add: 3,
  });
});

function countdown(): Func {
  const b = new Builder();
  const n = b.param(i32, "n");
  const [r] = o.ifElse(
    b,
    o.eq(b, n, o.int(b, 0)),
    (c) => [o.num(c, 0)],
    (c) => [o.add(c, o.num(c, 1), o.call(c, "count", [o.sub(c, n, o.int(c, 1))], [f64])[0]!)],
  );
  return { name: "count", region: b.finish([r!]) };
}

test("recursion is deep, and ends with an error when it does not end", () => {
  expect(interpret(moduleOf(countdown()), "count", [100_000])).toEqual([100_000]);
  expect(() => interpret(moduleOf(countdown()), "count", [-1], { maxDepth: 1000 })).toThrow(
    "NB4002",
  );
});

test("a view shares its elements, a copy may overlap", () => {
  const b = new Builder();
  const m = b.param(memOf("u8"), "m");
  const tail = o.view(b, m, o.int(b, 1), o.int(b, 3));
  o.storeTo(b, tail, o.int(b, 0), o.int(b, 300));
  const head = o.view(b, m, o.int(b, 0), o.int(b, 3));
  b.emit(o.copy, [tail, head]);
  const f: Func = { name: "f", region: b.finish([tail]) };
  const data = Uint8Array.of(1, 2, 3, 4);
  const [result] = interpret(moduleOf(f), "f", [memoryOver(memOf("u8"), data)]);
  expect([...data]).toEqual([1, 1, 44, 3]);
  expect((result as Memory).start).toBe(1);
});

test("zeros_like keeps what is shared", () => {
  const type = memOfRefs(memOf("f64"));
  const b = new Builder();
  const m = b.param(type, "m");
  const zeros = b.emit1(o.zerosLike, [m], { type });
  const f: Func = { name: "f", region: b.finish([zeros]) };
  const row = memoryOver(memOf("f64"), Float64Array.of(1, 2, 3));
  const tail: Memory = { ...row, start: 1, length: 2 };
  const [result] = interpret(moduleOf(f), "f", [memoryOver(type, [row, tail, row])]);
  const [first, second, third] = (result as Memory).data as Memory[];
  expect(first!.data).toBe(second!.data);
  expect(first!.data).toBe(third!.data);
  expect(second).toMatchObject({ start: 1, length: 2 });
  expect([...(first!.data as Float64Array)]).toEqual([0, 0, 0]);
});

test("an index outside is an error with its numbers", () => {
  const b = new Builder();
  const m = b.param(memOf("f64"), "m");
  const i = b.param(i32, "i");
  const x = o.load(b, m, o.bounds(b, i, o.length(b, m)));
  const f: Func = { name: "f", region: b.finish([x]) };
  const xs = memoryOver(memOf("f64"), Float64Array.of(1, 2));
  expect(interpret(moduleOf(f), "f", [xs, 1])).toEqual([2]);
  expect(() => interpret(moduleOf(f), "f", [xs, 2])).toThrow(
    "index 2 is outside of an array of length 2",
  );
});
