// Functions of arrays at shapes of all kinds: compiled as at once, tangents as differences, ⟨w, J v⟩ = ⟨Jᵀ w, v⟩.
import { expect, test } from "vitest";
import { grad, hvp, jit, jvp, nd, vjp } from "../../src/index.ts";
import { uniform } from "../suite/autograd/random.ts";

const next = uniform(1);

function random(...shape: number[]): nd.NdArray {
  const size = shape.reduce((n, extent) => n * extent, 1);
  const elements = Float64Array.from({ length: size }, () => next() - 0.5);
  return nd.array(elements).reshape(shape);
}

/** Symmetric, positive definite matrices. */
const definite = (x: nd.NdArray): nd.NdArray =>
  nd.add(nd.matmul(x, nd.swapaxes(x, -1, -2)), nd.mul(nd.eye(x.shape.at(-1)!), 2));

const cases: [string, (x: nd.NdArray) => nd.NdArray, number[][]][] = [
  [
    "inv",
    (x) => nd.linalg.inv(definite(x)),
    [
      [1, 1],
      [3, 3],
      [2, 3, 3],
      [2, 2, 2, 2],
    ],
  ],
  [
    "det",
    (x) => nd.linalg.det(x),
    [
      [1, 1],
      [2, 2],
      [5, 5],
      [3, 2, 2],
    ],
  ],
  [
    "logdet",
    (x) => nd.linalg.slogdet(definite(x))[1],
    [
      [3, 3],
      [2, 3, 3],
    ],
  ],
  [
    "chol",
    (x) => nd.linalg.cholesky(definite(x)),
    [
      [1, 1],
      [4, 4],
      [2, 3, 3],
    ],
  ],
  [
    "eigvalsh",
    (x) => nd.linalg.eigvalsh(definite(x)),
    [
      [1, 1],
      [4, 4],
      [2, 3, 3],
    ],
  ],
  ["eighV", (x) => nd.linalg.eigh(definite(x))[1], [[3, 3]]],
  [
    "qrR",
    (x) => nd.linalg.qr(x)[1],
    [
      [3, 3],
      [5, 2],
      [2, 4, 3],
    ],
  ],
  [
    "svdvals",
    (x) => nd.linalg.svdvals(x),
    [
      [3, 3],
      [5, 2],
      [2, 5],
      [2, 4, 3],
    ],
  ],
  [
    "svdU",
    (x) => nd.linalg.svd(x)[0],
    [
      [4, 3],
      [3, 4],
    ],
  ],
  [
    "pinv",
    (x) => nd.linalg.pinv(x),
    [
      [4, 3],
      [3, 4],
      [2, 3, 2],
    ],
  ],
  [
    "expm",
    (x) => nd.linalg.expm(x),
    [
      [1, 1],
      [3, 3],
      [2, 3, 3],
    ],
  ],
  ["power-2", (x) => nd.linalg.matrixPower(definite(x), -2), [[3, 3]]],
  ["power0", (x) => nd.linalg.matrixPower(x, 0), [[3, 3]]],
  [
    "power5",
    (x) => nd.linalg.matrixPower(x, 5),
    [
      [2, 2],
      [2, 3, 3],
    ],
  ],
  ["norm nuc", (x) => nd.linalg.norm(x, "nuc"), [[3, 4]]],
  ["norm 2", (x) => nd.linalg.norm(x, 2), [[3, 4], [5]]],
  ["norm -2", (x) => nd.linalg.norm(x, -2), [[3, 3]]],
  ["norm axis", (x) => nd.linalg.norm(x, { ord: 3, axis: 0 }), [[4, 3]]],
  [
    "lstsq",
    (x) => nd.linalg.lstsq(x, nd.ones([x.shape[0]!, 2])),
    [
      [5, 3],
      [3, 5],
    ],
  ],
  [
    "solve",
    (x) => nd.linalg.solve(definite(x), nd.ones([x.shape.at(-1)!])),
    [
      [3, 3],
      [2, 3, 3],
    ],
  ],
  [
    "tri",
    (x) =>
      nd.linalg.triangularSolve(
        nd.add(x, nd.mul(nd.eye(x.shape.at(-1)!), 3)),
        nd.ones([x.shape.at(-1)!, 2]),
        { lower: true, transposeA: true },
      ),
    [[3, 3]],
  ],
  ["rfft", (x) => nd.fft.rfft(x)[0], [[7], [8], [2, 11], [1]]],
  ["irfft", (x) => nd.fft.irfft(x, x), [[5], [2, 4]]],
  [
    "fft2",
    (x) => nd.fft.fft2(x, x)[1],
    [
      [3, 5],
      [2, 4, 6],
    ],
  ],
  ["fftconv", (x) => nd.fftconvolve(x, nd.arange(3).astype("f64"), { mode: "same" }), [[7], [2]]],
  [
    "conv1d",
    (x) =>
      nd.conv1d(x, nd.ones([4, 1, 3]), {
        stride: 2,
        padding: [[2, -1]],
        groups: 2,
        rhsDilation: 2,
      }),
    [[2, 2, 9]],
  ],
  [
    "conv2d",
    (x) =>
      nd.conv2d(x, nd.sin(nd.arange(72).astype("f64").reshape([4, 2, 3, 3])), {
        stride: [2, 1],
        padding: "SAME",
        lhsDilation: [1, 2],
      }),
    [[2, 2, 5, 4]],
  ],
  [
    "convT",
    (x) => nd.convTranspose2d(x, nd.ones([3, 2, 2, 2]), { stride: 2, padding: "VALID" }),
    [[1, 2, 3, 3]],
  ],
  ["maxpool", (x) => nd.maxPool(x, [3, 2], { stride: [2, 2], padding: "SAME" }), [[1, 2, 5, 6]]],
  [
    "avgpool",
    (x) => nd.avgPool(x, 3, { stride: 1, padding: "SAME", countIncludePad: false }),
    [[1, 1, 4, 5]],
  ],
  [
    "median",
    (x) => nd.median(x, 0),
    [
      [5, 2],
      [4, 2],
    ],
  ],
  ["cummax", (x) => nd.cummax(x, 1), [[2, 5]]],
  ["topk", (x) => nd.topK(x, 3)[0], [[2, 5]]],
  ["std", (x) => nd.std(x, { axis: [0, 2], ddof: 1 }), [[2, 3, 4]]],
  ["prod axes", (x) => nd.prod(x, [0, 1]), [[2, 3, 2]]],
  [
    "tensordot",
    (x) =>
      nd.tensordot(x, x, [
        [0, 1],
        [0, 1],
      ]),
    [[2, 3, 4]],
  ],
  ["einsum bij,bjk->", (x) => nd.einsum("...ij,...ij->...", x, x), [[2, 3, 4]]],
  ["einsum trace", (x) => nd.einsum("ii", x), [[3, 3]]],
  ["einsum 3", (x) => nd.einsum("ij,jk,kl->il", x, x, x), [[3, 3]]],
  [
    "pad reflect",
    (x) =>
      nd.pad(
        x,
        [
          [2, 1],
          [0, 3],
        ],
        { mode: "reflect" },
      ),
    [[4, 5]],
  ],
  [
    "pad edge",
    (x) =>
      nd.pad(
        x,
        [
          [2, 1],
          [0, 3],
        ],
        { mode: "edge" },
      ),
    [[4, 5]],
  ],
  ["lgamma", (x) => nd.lgamma(nd.add(x, 2)), [[5]]],
  ["gammainc", (x) => nd.gammainc(2.5, nd.add(x, 1)), [[5]]],
  ["betainc", (x) => nd.betainc(2, 3, nd.add(x, 0.5)), [[4]]],
  ["i1", (x) => nd.i1(x), [[4]]],
  ["zeta", (x) => nd.zeta(3, nd.add(x, 2)), [[4]]],
  ["erfinv", (x) => nd.erfinv(x), [[4]]],
];

const size = (x: ArrayLike<number>): number => Math.max(1e-3, ...Array.from(x, Math.abs));
const product = (a: nd.NdArray, b: nd.NdArray): number => nd.sum(nd.mul(a, b)).item();

test.each(cases)("%s", (_, f, shapes) => {
  const scope = { scope: { nd, definite } };
  for (const shape of shapes) {
    const [x, dx] = [random(...shape), random(...shape)];
    const eager = f(x);
    const compiled = jit(f, scope)(x);
    expect(compiled.shape).toEqual(eager.shape);
    compiled.data.forEach((value, i) => {
      expect(Math.abs(value - eager.data[i]!)).toBeLessThan(1e-10 * size(eager.data));
    });
    const { tangent } = jvp(f, scope)([x], [dx]) as { tangent: nd.NdArray };
    // central differences of fourth order
    const h = 1e-4;
    const [p1, m1, p2, m2] = [1, -1, 2, -2].map((k) => f(nd.add(x, nd.mul(dx, k * h))).data);
    const slopes = Array.from(p1!, (p, i) => (8 * (p - m1![i]!) - (p2![i]! - m2![i]!)) / (12 * h));
    slopes.forEach((slope, i) => {
      expect(Math.abs(slope - tangent.data[i]!)).toBeLessThan(1e-6 * size(slopes));
    });
    const w = random(...eager.shape);
    const { pullback } = vjp(f, scope)(x);
    const [one, other] = [product(w, tangent), product(pullback(w as never), dx)];
    expect(Math.abs(one - other)).toBeLessThan(1e-9 * size([one, other]));
  }
});

test("logsumexp of infinite numbers has derivatives, none of them NaN", () => {
  const f = (x: nd.NdArray): number => nd.logsumexp(x).item();
  const rows = (x: nd.NdArray): number => nd.sum(nd.logsumexp(x, 1)).item();
  const least = nd.full([3], -Infinity);
  expect([f(least), jit(f)(least)]).toEqual([-Infinity, -Infinity]);
  for (const x of [least, nd.array([Infinity, 1, 2]), least.astype("f32")]) {
    expect(grad(f)(x).tolist()).toEqual([0, 0, 0]);
    expect(hvp(f)(x, nd.onesLike(x)).tolist()).toEqual([0, 0, 0]);
    expect(jvp(f)([x], [nd.onesLike(x)]).tangent).toBe(0);
  }
  expect(grad(f)(nd.array([-Infinity, 1, -Infinity])).tolist()).toEqual([0, 1, 0]);
  const [none, some] = grad(rows)(
    nd.array([
      [-Infinity, -Infinity],
      [2, 2],
    ]),
  ).tolist() as number[][];
  expect([none, some]).toEqual([
    [0, 0],
    [0.5, 0.5],
  ]);
});
