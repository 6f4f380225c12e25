// Ordinary programs on arrays, as they are written with NumPy: at once, compiled, and their gradients.
import { expect, test } from "vitest";
import { checkGrad, jit, nd, type NdArray } from "../../src/index.ts";

const m = nd.array([[1, 1, 0.5], [1, 0, 2], [0, 1, 1.5]]); // prettier-ignore
const points = nd.array([[1, 2], [1.5, 1.8], [5, 8], [8, 8], [1, 0.6], [9, 11]]); // prettier-ignore
const series = nd.array([1, 3, 2, 5, 8, 7, 9, 4]);
const kernel = nd.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]); // prettier-ignore
const features = [[1, 0.5], [0.2, 1], [-1, 0.3], [0.4, -1]]; // prettier-ignore
const labels = [0, 1, 2, 0];
const links = [[1, 2], [2], [0], [0, 2]]; // prettier-ignore
const scope = { nd, m, kernel, features, labels, links };

const programs: Record<string, [x: NdArray, f: (x: NdArray) => NdArray]> = {
  "k-means": [
    points,
    (x) => {
      let centres = x.slice("0:2");
      for (let t = 0; t < 4; t++) {
        const own: number[] = [];
        for (let i = 0; i < x.shape[0]!; i++) {
          own.push(nd.argmin(nd.norm(centres.sub(x.slice(i)), 2, 1)).item());
        }
        const counts = nd.bincount(own, { length: 2 });
        const sums = nd.scatterAdd(nd.zeros([2, 2]), own, x);
        centres = sums.div(nd.maximum(counts, 1).reshape(2, 1));
      }
      return centres;
    },
  ],
  PageRank: [
    nd.array([0.85]),
    (damping) => {
      const n = links.length;
      let a = nd.zeros([n, n]);
      for (let i = 0; i < n; i++) {
        for (const j of links[i]!) a = nd.scatterSet(a, j, i, 1 / links[i]!.length);
      }
      let r = nd.full([n], 1 / n);
      for (let t = 0; t < 20; t++) r = a.matmul(r).mul(damping).add(nd.sub(1, damping).div(n));
      return r;
    },
  ],
  "the game of life, of floats": [
    nd.array([[0, 1, 0, 0], [0, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0]]), // prettier-ignore
    (x) => {
      let n = x.mul(0);
      for (let i = -1; i <= 1; i++) {
        for (let j = -1; j <= 1; j++) if (i !== 0 || j !== 0) n = n.add(nd.roll(x, [i, j], [0, 1]));
      }
      return nd.where(nd.logicalOr(n.equal(3), n.add(x).equal(3)), n, x);
    },
  ],
  "Gram–Schmidt": [
    m,
    (x) => {
      const basis: NdArray[] = [];
      for (let j = 0; j < x.shape[1]!; j++) {
        let v = x.slice(":", j);
        for (const q of basis) v = v.sub(q.mul(q.dot(v)));
        basis.push(v.div(nd.norm(v)));
      }
      return nd.stack(basis, 1);
    },
  ],
  "power iteration": [
    m,
    (x) => {
      const a = x.add(x.T);
      let v = nd.ones([3]);
      for (let i = 0; i < 40; i++) {
        v = a.matmul(v);
        v = v.div(nd.norm(v));
      }
      return v.dot(a.matmul(v));
    },
  ],
  "an image blurred by slices": [
    nd.sin(nd.arange(12).reshape(3, 4)),
    (x) => {
      const [h, w] = x.shape as [number, number];
      const wide = nd.pad(x, 1, { mode: "edge" });
      let y = nd.zeros([h, w]);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          y = y.add(wide.slice(`${i}:${i + h}`, `${j}:${j + w}`).mul(kernel.at(i, j)));
        }
      }
      return y.div(16);
    },
  ],
  "moving averages": [
    series,
    (x) => {
      const means: NdArray[] = [];
      for (let i = 0; i + 3 <= x.size; i++) means.push(x.slice([i, i + 3]).mean());
      const windows = nd.arange(0, 6, 1, "i32").reshape(6, 1).add([0, 1, 2]).astype("i32");
      return nd.stack(means).add(nd.take(x, windows).mean(1));
    },
  ],
  "softmax regression": [
    nd.array([[0.1, -0.2, 0.3], [0.5, 0.1, -0.4]]), // prettier-ignore
    (w) => {
      const scores = nd.logSoftmax(nd.matmul(features, w));
      let loss = 0;
      for (let i = 0; i < labels.length; i++) loss -= scores.at(i, labels[i]!);
      const picked = nd.gather(scores, [0, 1, 2, 3], labels);
      return nd.sub(loss, picked.sum()).add(nd.oneHot(labels, 3).mul(scores).sum(0));
    },
  ],
  "a histogram with weights": [
    series,
    (x) => {
      const edges = nd.linspace(nd.min(x), nd.max(x), 5);
      const bins = nd.clip(nd.searchsorted(edges, x, { side: "right" }).sub(1), 0, 3);
      return nd.bincount(bins, { weights: x, length: 4 });
    },
  ],
  "a Markov chain": [
    m,
    (x) => {
      const p = nd.softmax(x, 1);
      const a = nd.concatenate([p.T.sub(nd.eye(3)), nd.ones([1, 3])]);
      let s = nd.array([1, 0, 0]);
      const history = [nd.linalg.lstsq(a, [0, 0, 0, 1])];
      for (let t = 0; t < 4; t++) {
        s = s.matmul(p);
        history.push(s);
      }
      return nd.stack(history);
    },
  ],
};

test.each(Object.entries(programs))("%s", (name, [x, f]) => {
  const [compiled, wanted] = [jit(f, { scope })(x), f(x)];
  expect(compiled.shape).toEqual(wanted.shape);
  expect(nd.max(nd.abs(compiled.sub(wanted))).item()).toBeLessThan(1e-13);
  // bounds of bins move with the extremes, and so do neighbours that are counted: steps there
  if (name.startsWith("a histogram") || name.startsWith("the game")) return;
  const loss = (x: NdArray): number => nd.sum(nd.sin(f(x))).item();
  const { ok, worst } = checkGrad(loss, { scope: { ...scope, f }, most: 3 })(x);
  expect(ok, `${worst?.path}`).toBe(true);
});
