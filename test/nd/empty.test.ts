// Arrays without elements, and with axes of one: compiled as at once, with derivatives of their shape.
import { expect, test } from "vitest";
import { jit, nd, vjp } from "../../src/index.ts";

type Fn = (x: nd.NdArray) => nd.NdArray;

const functions: Readonly<Record<string, Fn>> = {
  sum: (x) => nd.sum(x),
  "sum of rows": (x) => nd.sum(x, -1, { keepdims: true }),
  "product of columns": (x) => nd.prod(x, 0),
  "sums so far": (x) => nd.cumsum(x, 0),
  "products so far": (x) => nd.cumprod(x, -1),
  softmax: (x) => nd.softmax(x, -1),
  logsumexp: (x) => nd.logsumexp(x, -1),
  "logsumexp of all": (x) => nd.logsumexp(x),
  sort: (x) => nd.sort(x, -1),
  transpose: (x) => x.T,
  "a row": (x) => nd.reshape(x, [-1]),
  tile: (x) => nd.tile(x, [2, 1]),
  pad: (x) => nd.pad(x, 1),
  concatenate: (x) => nd.concatenate([x, x], 0),
  stack: (x) => nd.stack([x, x], 1),
  "x xᵀ": (x) => nd.matmul(x, x.T),
  "xᵀ x": (x) => nd.matmul(x.T, x),
  outer: (x) => nd.outer(x.reshape([-1]), x.reshape([-1])),
  norm: (x) => nd.linalg.norm(x),
  roll: (x) => nd.roll(x, 1, 0),
  repeat: (x) => nd.repeat(x, 2, 0),
  where: (x) => nd.where(nd.greater(x, 0), x, 0),
  broadcast: (x) => nd.add(x, nd.ones([4, 1, 1])),
  einsum: (x) => nd.einsum("ij,kj->ik", x, x),
  triangle: (x) => nd.tril(x),
  diagonal: (x) => nd.diagonal(x),
  backwards: (x) => nd.slice(x, "::-1"),
  kron: (x) => nd.kron(x, nd.ones([2, 2])),
};

const shapes = [
  [0, 3],
  [3, 0],
  [0, 0],
  [1, 1],
  [1, 3],
  [3, 1],
];

test.each(Object.entries(functions))("%s", (_, f) => {
  for (const shape of shapes) {
    const elements = Float64Array.from({ length: shape[0]! * shape[1]! }, (__, i) =>
      Math.sin(i + 1),
    );
    const x = nd.array(elements).reshape(shape);
    const eager = f(x);
    const compiled = jit(f, { scope: { nd } })(x);
    expect([compiled.dtype, compiled.shape]).toEqual([eager.dtype, eager.shape]);
    compiled.data.forEach((value, i) => expect(value).toBeCloseTo(eager.data[i]!, 12));
    const { value, pullback } = vjp(f, { scope: { nd } })(x);
    expect(pullback(nd.onesLike(value) as never).shape).toEqual(shape);
  }
});
