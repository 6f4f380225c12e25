import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  readIdx,
  readNpy,
  readNpz,
  readSafetensors,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from "../../src/data/index.ts";
import { NdArray } from "../../src/nd/array.ts";

/** Files that NumPy 2.4 has written. */
const files = JSON.parse(readFileSync(new URL("numpy.json", import.meta.url), "utf8")) as Record<
  string,
  string
>;
const file = (name: string): Uint8Array => Buffer.from(files[name], "base64");

/** What an array is, to be compared. */
const show = (x: NdArray): unknown => {
  const { data } = x.dtype === "f16" ? x.astype("f32") : x;
  return [x.dtype, [...x.shape], [...data]];
};
const quarters = ["f64", [2, 3], [0, 0.25, 0.5, 0.75, 1, 1.25]];

test.each([
  ["f8", quarters],
  ["big", quarters],
  ["fortran", ["f32", [2, 3, 4], Array.from({ length: 24 }, (_, i) => i)]],
  ["half", ["f16", [6], [1.5, -0, 2 ** -24, 65504, Infinity, NaN]]],
  ["i8", ["i32", [1, 2], [1, -2]]],
  ["scalar", ["f64", [], [2.5]]],
  ["bool", ["bool", [2], [1, 0]]],
])("npy as NumPy writes it: %s", (name, wanted) => {
  expect(show(readNpy(file(name)))).toEqual(wanted);
});

const all = {
  f64: new NdArray("f64", [2, 2], Float64Array.of(1, -0, NaN, 1e300)),
  f32: new NdArray("f32", [3], Float32Array.of(1.5, -2, Infinity)),
  f16: new NdArray("f16", [3], Uint16Array.of(0x3e00, 0x8001, 0xfc00)),
  i32: new NdArray("i32", [1, 2, 1], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)),
  bool: new NdArray("bool", [3], Uint8Array.of(1, 0, 1)),
  scalar: new NdArray("f64", [], Float64Array.of(3)),
  empty: new NdArray("f32", [0, 3], new Float32Array(0)),
};

test.each(Object.entries(all))("npy there and back: %s", (_, array) => {
  expect(show(readNpy(writeNpy(array)))).toEqual(show(array));
  expect(writeNpy(array).length % 64).toBe(array.data.byteLength % 64);
});

test("npy is what NumPy writes, to the byte", () => {
  const x = readNpy(file("f8"));
  expect(Buffer.from(writeNpy(x)).toString("base64")).toBe(files["f8"]);
});

test("npz, stored and compressed", async () => {
  const { a, b } = await readNpz(file("npz"));
  expect(show(a)).toEqual(quarters);
  expect(show(b)).toEqual(["i32", [3], [0, 1, 2]]);
  const { b: zeros } = await readNpz(file("deflated"));
  expect(show(zeros)).toEqual(["i32", [100], new Array(100).fill(0)]);
  const back = await readNpz(writeNpz(all));
  expect(Object.keys(back)).toEqual(Object.keys(all));
  for (const [name, array] of Object.entries(all)) expect(show(back[name])).toEqual(show(array));
});

test("damage is noticed", async () => {
  const packed = Uint8Array.from(file("npz"));
  packed[200] ^= 1;
  await expect(readNpz(packed)).rejects.toThrow(/"a.npy" is damaged/);
  await expect(readNpz(file("npz").subarray(0, 300))).rejects.toThrow(/no zip archive/);
  expect(() => readNpy(file("f8").subarray(0, 150))).toThrow(/22 bytes.*\[2,3\] takes 48/);
  expect(() => readNpy(file("npz"))).toThrow(/no npy file/);
  const tensors = writeSafetensors(all);
  expect(() => readSafetensors(tensors.subarray(0, tensors.length - 1))).toThrow(/"scalar"/);
  expect(() => readSafetensors(file("npz"))).toThrow(/no safetensors file/);
});

test("safetensors there and back, with texts", () => {
  const { tensors, metadata } = readSafetensors(writeSafetensors(all, { made: "by hand" }));
  expect(metadata).toEqual({ made: "by hand" });
  expect(Object.keys(tensors)).toEqual(Object.keys(all));
  for (const [name, array] of Object.entries(all)) expect(show(tensors[name])).toEqual(show(array));
});

test("safetensors of bfloat16", () => {
  const x = new NdArray("f64", [4], Float64Array.of(1.5, 0.1, -1e39, NaN));
  const half = new NdArray("f16", [], Uint16Array.of(0x3c01));
  const named = writeSafetensors({ x, half, i: all.i32 }, {}, { bf16: ["x"] });
  const { tensors } = readSafetensors(named);
  expect(show(tensors["x"])).toEqual(["f32", [4], [1.5, 0.10009765625, -Infinity, NaN]]);
  expect(show(tensors["half"])).toEqual(["f16", [], [1.0009765625]]);
  const floats = readSafetensors(writeSafetensors({ x, half, i: all.i32 }, {}, { bf16: true }));
  expect(Object.values(floats.tensors).map(({ dtype }) => dtype)).toEqual(["f32", "f32", "i32"]);
  expect(show(floats.tensors["half"])).toEqual(["f32", [], [1]]);
});

test("safetensors of half precision and long integers", () => {
  const header = JSON.stringify({
    b: { dtype: "BF16", shape: [2], data_offsets: [0, 4] },
    h: { dtype: "F16", shape: [], data_offsets: [4, 6] },
    l: { dtype: "I64", shape: [1], data_offsets: [6, 14] },
  });
  const bytes = Buffer.alloc(8 + header.length + 14);
  bytes.writeBigUInt64LE(BigInt(header.length));
  bytes.write(header, 8);
  bytes.writeUInt16LE(0x3fc0, 8 + header.length);
  bytes.writeUInt16LE(0xc000, 10 + header.length);
  bytes.writeUInt16LE(0x3555, 12 + header.length);
  bytes.writeBigInt64LE(2n ** 40n, 14 + header.length);
  const { b, h, l } = readSafetensors(bytes).tensors;
  expect(show(b)).toEqual(["f32", [2], [1.5, -2]]);
  expect(show(h)).toEqual(["f16", [], [0.333251953125]]);
  expect(show(l)).toEqual(["f64", [1], [2 ** 40]]);
});

test("IDX, as MNIST has it", () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 0, 255, 1);
  expect(show(readIdx(images))).toEqual(["i32", [2, 1, 2], [7, 0, 255, 1]]);
  const floats = Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 1, 0x3f, 0x80, 0, 0);
  expect(show(readIdx(floats))).toEqual(["f32", [1], [1]]);
  expect(() => readIdx(images.subarray(0, 19))).toThrow(
    /3 bytes of elements, and \[2,1,2\] takes 4/,
  );
  expect(() => readIdx(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow(/gzip/);
  expect(() => readIdx(Uint8Array.of(1, 2, 3, 4))).toThrow(/no IDX file/);
});
