import { expect, test } from "vitest";
import { checkGrad, grad, jacobian, jit, nd, vmap } from "../../src/index.ts";
import { NdArray } from "../../src/nd/array.ts";
import { fromHalf, fromHalves, toBfloat, toHalf } from "../../src/nd/half.ts";
import { adam } from "../../src/optim/index.ts";

// the finite words from 0 on, and what they mean
const words = Array.from({ length: 0x7c00 }, (_, word) => word);
const numbers = words.map(fromHalf);

test("words of f16 mean numbers, in order", () => {
  const known = [
    [0, 0],
    [1, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3c00, 1],
    [0x3555, 0.333251953125],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
    [0x8000, -0],
  ] as const;
  for (const [word, x] of known) expect(fromHalf(word)).toBe(x);
  expect(numbers.slice(1).every((x, i) => x > numbers[i])).toBe(true);
  const all = Uint16Array.from({ length: 0x10000 }, (_, word) => word);
  expect([...fromHalves(all)]).toEqual(Array.from(all, fromHalf));
});

test("numbers are rounded to the nearest of f16, the even one of two", () => {
  const above = (x: number): number => x * (1 + 2 ** -52);
  const below = (x: number): number => x * (1 - 2 ** -53);
  const wrong = words.filter((word) => {
    const [x, next] = [numbers[word], numbers[word + 1] ?? 65536];
    const middle = (x + next) / 2;
    const even = word % 2 === 0 ? word : word + 1;
    const right =
      toHalf(x) === word &&
      toHalf(-x) === (word | 0x8000) &&
      toHalf(middle) === even &&
      toHalf(below(middle)) === word &&
      toHalf(above(middle)) === word + 1;
    return !right;
  });
  expect(wrong).toEqual([]);
  const ends = [65520, 1e300, Infinity, -1e300, NaN, 5e-324, -0, 2 ** -25].map(toHalf);
  expect(ends).toEqual([0x7c00, 0x7c00, 0x7c00, 0xfc00, 0x7e00, 0, 0x8000, 0]);
});

test("numbers are rounded to the nearest of bfloat16", () => {
  const cases = [
    [1, 0x3f80],
    [1.00390625, 0x3f80],
    [1.01171875, 0x3f82],
    // rounded to f32 first it would be the even one
    [1.00390625 + 2 ** -40, 0x3f81],
    [2 ** -133, 1],
    [2 ** -134, 0],
    [3.5e38, 0x7f80],
    [-Infinity, 0xff80],
    [NaN, 0x7fc0],
  ] as const;
  for (const [x, word] of cases) expect(toBfloat(x)).toBe(word);
});

const x = nd.array([1, 0.1, -70000], "f16");

test("arrays of f16 hold words, and give numbers", () => {
  expect(x.data).toEqual(Uint16Array.of(0x3c00, 0x2e66, 0xfc00));
  expect(x.dtype).toBe("f16");
  expect([x.at(1), nd.array(2.5, "f16").item()]).toEqual([0.0999755859375, 2.5]);
  expect(x.tolist()).toEqual([1, 0.0999755859375, -Infinity]);
  expect(x.astype("f16")).toBe(x);
  expect(nd.array([[1], [2]], "f16")).toMatchObject({ shape: [2, 1], dtype: "f16" });
  expect(nd.array([true, false], "f16").tolist()).toEqual([1, 0]);
  const twice = x.astype("f64").astype("f16");
  expect(twice.data).toEqual(x.data);
  // once, and not to f32 before
  expect(nd.array([1 + 2 ** -11 + 2 ** -40], "f16").data[0]).toBe(0x3c01);
});

test("what is computed of f16 is f32", () => {
  expect(nd.add(x, 1)).toMatchObject({ dtype: "f32" });
  expect(nd.add(x, nd.array([1])).dtype).toBe("f64");
  expect(nd.add(x, nd.array([1], "i32")).dtype).toBe("f32");
  expect([x.reshape([3, 1]).dtype, nd.zerosLike(x).dtype, nd.stack([x, x]).dtype]).toEqual([
    "f32",
    "f32",
    "f32",
  ]);
  expect(nd.where(nd.greater(x, 0), x, 0).tolist()).toEqual([1, Math.fround(0.0999755859375), 0]);
});

test("compiled code reads f16 as f32", () => {
  const y = nd.array([[1, 0.5, -3]], "f16");
  const f = (a: nd.NdArray): nd.NdArray => nd.sum(nd.multiply(a, a));
  expect(jit(f)(y)).toMatchObject({ dtype: "f32", shape: [] });
  expect(jit(f)(y).item()).toBe(10.25);
  expect(grad(f)(y)).toMatchObject({ dtype: "f32" });
  expect(grad(f)(y).tolist()).toEqual([[2, 1, -6]]);
  expect(jit(() => f(y))().item()).toBe(10.25);
  expect(jit((a: nd.NdArray) => a.dtype)(y)).toBe("f32");
  // captured, and wanted when compiling
  const mask = nd.array([1, 0, 1], "f16");
  expect(jit((a: nd.NdArray) => nd.compress(mask, a, 1))(y).tolist()).toEqual([[1, -3]]);
  const rows = nd.array([[1, 2], [3, 4]], "f16"); // prettier-ignore
  expect(vmap((r: nd.NdArray) => nd.sum(r))(rows).tolist()).toEqual([3, 7]);
  expect(jacobian((a: nd.NdArray) => nd.multiply(a, a))(mask).tolist()).toEqual([
    [2, 0, 0],
    [0, 0, 0],
    [0, 0, 2],
  ]);
  // code for f32 is not taken for f16
  const g = jit((a: nd.NdArray) => nd.add(a, 1));
  expect(g(nd.array([1], "f32")).tolist()).toEqual([2]);
  expect(g(nd.array([1], "f16")).tolist()).toEqual([2]);
});

test("gradients by f16 and f32 are compared with differences of doubles", () => {
  const f = (p: { w: nd.NdArray; b: number }): number => nd.sum(nd.exp(p.w)).item() * p.b;
  for (const dtype of ["f16", "f32"] as const) {
    const w = nd.array([0.5, 1], dtype);
    const given = { w, b: 2 };
    expect(checkGrad(f)(given)).toMatchObject({ ok: true, compared: 3 });
    expect(given.w).toBe(w);
  }
});

test("f16 is refused where it cannot be", () => {
  expect(() => jit((a: nd.NdArray) => a.astype("f16"))(x)).toThrow(
    /NB6003[\s\S]*`astype` to f16 in compiled code[\s\S]*convert it outside/,
  );
  expect(() => nd.zeros(2, "f16" as "f32")).toThrow(/NB6003[\s\S]*f16 is for storage/);
  expect(() => nd.arange(0, 2, 1, "f16" as "f32")).toThrow(/NB6003/);
  expect(() => nd.ones(2, "float32" as "f32")).toThrow(/"float32" is no type of elements/);
  expect(() => nd.array([1], "half" as "f32")).toThrow(/"half" is no type of elements/);
});

test("what optimisers get as f16 goes on as f32", () => {
  const params = { w: nd.array([1, 2], "f16") };
  const opt = adam({ lr: 0.5 });
  const [next] = opt.update(params, { w: nd.array([1, -1], "f32") }, opt.init(params));
  expect(next.w).toMatchObject({ dtype: "f32" });
  expect(next.w.at(0)).toBeCloseTo(0.5, 6);
});

test("Float16Array is taken where the engine has it", () => {
  const has = (globalThis as { Float16Array?: new (of: number[]) => nd.NumberData }).Float16Array;
  if (has === undefined) return;
  const own = new has([1, 0.1]);
  expect(nd.array(own).data).toEqual(Uint16Array.of(0x3c00, 0x2e66));
  expect(nd.asarray(own).data.buffer).toBe(own.buffer);
});

test("words are an array of f16 as they are", () => {
  const made = new NdArray("f16", [2], Uint16Array.of(0x3c00, 0xc000));
  expect(made.tolist()).toEqual([1, -2]);
});
