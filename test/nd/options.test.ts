// Options of functions on arrays that are misspelt, and arguments in the way of other libraries.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { grad, jit, nd, vmap } from "../../src/index.ts";
import { optionNames } from "../../src/nd/options.ts";

const x = nd.add(nd.eye(3), 0.5);
const image = nd.ones([1, 1, 3, 3]);
const signal = nd.ones([1, 1, 3]);
const scope = { nd };
type Call = (options: never) => unknown;

// what has more operands than one before its options, or others
const calls: Readonly<Record<string, Call>> = {
  quantile: (o) => nd.quantile(x, 0.5, o),
  percentile: (o) => nd.percentile(x, 50, o),
  cumsum: (o) => nd.cumsum(x, 0, o),
  cumprod: (o) => nd.cumprod(x, 0, o),
  cummax: (o) => nd.cummax(x, 0, o),
  cummin: (o) => nd.cummin(x, 0, o),
  sort: (o) => nd.sort(x, 0, o),
  argsort: (o) => nd.argsort(x, 0, o),
  searchsorted: (o) => nd.searchsorted([1, 2], [1], o),
  isclose: (o) => nd.isclose(x, x, o),
  linspace: (o) => nd.linspace(0, 1, 3, o),
  logspace: (o) => nd.logspace(0, 1, 3, o),
  eye: (o) => nd.eye(2, 2, o),
  tri: (o) => nd.tri(2, 2, o),
  meshgrid: (o) => nd.meshgrid([[1], [2]], o),
  conv1d: (o) => nd.conv1d(signal, signal, o),
  conv2d: (o) => nd.conv2d(image, image, o),
  convTranspose1d: (o) => nd.convTranspose1d(signal, signal, o),
  convTranspose2d: (o) => nd.convTranspose2d(image, image, o),
  maxPool: (o) => nd.maxPool(image, 1, o),
  avgPool: (o) => nd.avgPool(image, 1, o),
  fftconvolve: (o) => nd.fftconvolve([1], [2], o),
  pad: (o) => nd.pad(x, 1, o),
  matmul: (o) => nd.matmul(x, x, o),
  bincount: (o) => nd.bincount([1, 2], o),
  triangularSolve: (o) => nd.linalg.triangularSolve(x, x, o),
  pinv: (o) => nd.linalg.pinv(x, o),
  lstsq: (o) => nd.linalg.lstsq(x, x, o),
  cholesky: (o) => nd.linalg.cholesky(x, o),
  qr: (o) => nd.linalg.qr(x, o as never),
  eigh: (o) => nd.linalg.eigh(x, o),
  eigvalsh: (o) => nd.linalg.eigvalsh(x, o),
  svd: (o) => nd.linalg.svd(x, o),
  vectorNorm: (o) => nd.linalg.vectorNorm(x, 2, o),
  matrixNorm: (o) => nd.linalg.matrixNorm(x, "fro", o),
  convolve: (o) => nd.convolve([1], [2], o),
  correlate: (o) => nd.correlate([1], [2], o),
  cumlogsumexp: (o) => nd.cumlogsumexp(x, 0, o),
  reshape: (o) => nd.reshape(x, [9], o),
  take: (o) => nd.take(x, [0], 0, o),
  takeAlongAxis: (o) => nd.takeAlongAxis(x, [[0]], 0, o),
  oneHot: (o) => nd.oneHot([0], 2, o),
  matrixRank: (o) => nd.linalg.matrixRank(x, o),
  fft: (o) => nd.fft.fft(x, null, o),
  ifft: (o) => nd.fft.ifft(x, null, o),
  rfft: (o) => nd.fft.rfft(x, o),
  irfft: (o) => nd.fft.irfft(x, x, o),
  fft2: (o) => nd.fft.fft2(x, null, o),
  ifft2: (o) => nd.fft.ifft2(x, null, o),
  fftn: (o) => nd.fft.fftn(x, null, o),
  ifftn: (o) => nd.fft.ifftn(x, null, o),
  rfft2: (o) => nd.fft.rfft2(x, o),
  irfft2: (o) => nd.fft.irfft2(x, x, o),
  rfftn: (o) => nd.fft.rfftn(x, o),
  irfftn: (o) => nd.fft.irfftn(x, x, o),
  hfft: (o) => nd.fft.hfft(x, x, o),
  ihfft: (o) => nd.fft.ihfft(x, o),
};

const callOf = (name: string): Call => {
  const fn = (nd as unknown as Record<string, (x: nd.NdArray, o: unknown) => unknown>)[name];
  return calls[name] ?? ((o) => fn!(x, o));
};

const faultOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return String((error as Error).message);
  }
  return "";
};

describe.each(Object.keys(optionNames))("%s", (name) => {
  const taken = optionNames[name]!;

  test("does not take an option of another name", () => {
    const message = faultOf(() => callOf(name)({ [`${taken[0]!}es`]: 0 } as never));
    expect(message).toContain(`has no option \`${taken[0]!}es\``);
    expect(message).toContain(`it takes ${taken.join(", ")}`);
  });

  test.each(taken)("takes %s", (option) => {
    expect(faultOf(() => callOf(name)({ [option]: null } as never))).not.toContain("has no option");
  });
});

test("the options that types have are those that are taken", () => {
  const folder = new URL("../../src/nd/", import.meta.url);
  const known = new Set(Object.values(optionNames).flat());
  for (const file of readdirSync(folder)) {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const [, body] of text.matchAll(/^export interface \w*Options[^{]*\{(.*?)^\}/gms)) {
      for (const [, field] of body!.matchAll(/^ {2}readonly (\w+)\??:/gm)) expect(known).toContain(field); // prettier-ignore
    }
  }
});

test("in compiled code, too", () => {
  const f = jit((x: nd.NdArray) => nd.sum(x, { axes: 0 } as never), { scope });
  expect(() => f(x)).toThrow(/NB5010[^]*`sum` has no option `axes`[^]*it takes axis, keepdims/);
});

test("an object in the place of an axis", () => {
  expect(() => nd.sort(x, { axis: 0 } as never)).toThrow(/`nd.sort\(x, axis, options\)`/);
  expect(() => nd.flip(x, { axis: 0 } as never)).toThrow("an object where an axis is expected");
});

test("shapes and orders of axes one number after the other", () => {
  const a = nd.arange(6);
  for (const f of [(a: nd.NdArray) => a.reshape(2, -1).transpose(1, 0)].flatMap((f) => [
    f,
    jit(f, { scope }),
  ])) {
    // prettier-ignore
    expect(f(a).tolist()).toEqual([[0, 3], [1, 4], [2, 5]]); // prettier-ignore
  }
  expect(nd.transpose(nd.zeros([1, 2, 3]), [2, 0, 1]).shape).toEqual([3, 1, 2]);
  expect(vmap((a: nd.NdArray) => a.reshape(1, 3), { scope })(a.reshape([2, 3])).shape).toEqual([2, 1, 3]); // prettier-ignore
  expect(() => a.reshape(4, 3)).toThrow("[4, 3] has 12");
});

test("types of elements", () => {
  expect(() => nd.zeros([2], { dtype: "f32" } as never)).toThrow('give "f32"');
  expect(() => nd.array([2], "float32" as never)).toThrow('it is called "f32" here');
  expect(() => nd.ones(2, 3 as never)).toThrow("A shape is a list");
});

test("counts without a length", () => {
  expect(nd.bincount([0, 2, 2]).tolist()).toEqual([1, 0, 2]);
  expect(nd.bincount(nd.zeros([0], "i32")).shape).toEqual([0]);
  const f = jit((x: nd.NdArray) => nd.bincount(x), { scope });
  expect(() => f(nd.array([1], "i32"))).toThrow(/NB6004[^]*nd\.bincount\(x, \{ length: 10 \}\)/);
});

test("what arrays are not", () => {
  const compiled = (f: (x: never) => unknown): string => faultOf(() => jit(f as never, { scope })(x as never)); // prettier-ignore
  expect(compiled((x: number[]) => x[0])).toContain("`x.slice(i)`");
  expect(compiled((x: number[]) => (x[0] = 1))).toContain("`nd.scatterSet(x, i, j, value)`");
  expect(compiled((x: number[]) => x.length)).toContain("`shape[0]`");
  expect(compiled((x: nd.NdArray) => nd.concatenate(x as never, x as never))).toContain("`nd.concatenate([a, b])`"); // prettier-ignore
});

test("a range whose bounds only a run knows", () => {
  const f = jit((x: nd.NdArray, i: number) => x.slice([i, i + 1]), { scope });
  expect(() => f(x, 1)).toThrow(/NB6004[^]*nd\.dynamicSlice/);
  const g = jit((x: nd.NdArray, i: number) => x.slice(`${i}:${i + 1}`), { scope });
  expect(() => g(x, 1)).toThrow(/NB6004[^]*nd\.dynamicSlice/);
  const h = (x: nd.NdArray): nd.NdArray => {
    let s = nd.zeros([3]);
    for (let i = 0; i < 2; i++) s = s.add(x.slice(`${i}:${i + 2}`).sum(i));
    return s;
  };
  expect(() => jit(h, { scope })(x)).toThrow("NB6001");
});

test("gradients of functions of integers", () => {
  const f = (x: nd.NdArray): nd.NdArray => nd.sum(x);
  expect(() => grad(f, { scope })(nd.array([1, 2], "i32"))).toThrow(/NB5001[^]*astype\("f64"\)/);
});
