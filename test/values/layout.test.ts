import { expect, test } from "vitest";
import { showType } from "../../src/ir/types.ts";
import { keyOf } from "../../src/values/key.ts";
import { layoutOf } from "../../src/values/layout-of.ts";
import { leavesOf } from "../../src/values/leaves.ts";

const key = (...values: unknown[]): string => keyOf(layoutOf(values));
const types = (...values: unknown[]): string =>
  leavesOf(layoutOf(values))
    .map(({ type }) => showType(type))
    .join(" ");

test("scalars, arrays and objects flatten in preorder", () => {
  const value = { k: 2, x: new Float64Array(3), rows: [[1], []], on: true, tag: "a" };
  expect(key(value, 1)).toBe('{"k":n "x":Float64Array "rows":[[n]] "on":b "tag":"a"}, n');
  expect(types(value, 1)).toBe("f64 mem<f64> mem<mem<f64>> bool f64");
});

test("the key has types and sharing, not sizes", () => {
  const x = [1, 2, 3];
  expect(key(x, x)).toBe("[n], =0");
  expect(key(x, [1])).toBe(key([], [5, 6]));
  expect(key([1, "a", undefined])).toBe('(n "a" undefined)');
});

test("views of one buffer that overlap become places in it", () => {
  const all = new Float64Array(6);
  const values = [all.subarray(0, 4), 1, all.subarray(3)];
  expect(key(...values)).toBe("Float64Array@0, n, Float64Array@0");
  expect(types(...values)).toBe("i32 i32 f64 i32 i32 mem<f64>");
  expect(types(all.subarray(0, 3), all.subarray(3))).toBe("mem<f64> mem<f64>");
  expect(leavesOf(layoutOf(values)).at(-1)).toMatchObject({ kind: "buffer", index: 0 });
});

test("what cannot be laid out is refused by name", () => {
  expect(() => layoutOf([{ a: [1, undefined] }], undefined, ["scene"])).toThrow(
    "scene.a[1] is undefined, but scene.a is an array of numbers",
  );
  const row = [1];
  expect(() => layoutOf([[row], row])).toThrow("argument 2 is one array with a row");
  const bytes = new Uint8Array(16);
  expect(() => layoutOf([bytes, new Float64Array(bytes.buffer)])).toThrow("NB2002");
  expect(key([row, row])).toBe("[[n]]");
});

test("a cyclic object is kept as a record", () => {
  const node: { next?: object; x: number } = { x: 1 };
  node.next = node;
  expect(key(node)).toBe('*0, ["x","next"]{"x":1 0    ,"next":0 0 0   }');
});
