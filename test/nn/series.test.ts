import { expect, test } from "vitest";
import { explain, grad, jit, jvp, vmap } from "../../src/index.ts";
import * as nd from "../../src/api/nd.ts";
import { gru, gruCell, lstm, lstmCell, type RecurrentParams } from "../../src/nn/index.ts";
import { key, normal, split } from "../../src/random/index.ts";

const [first, second, third] = split(key(4), 3);
const series = (steps: number): nd.NdArray => normal(first, [steps, 2, 3]);
const cells = { gru: gruCell.init(second, 3, 4), lstm: lstmCell.init(third, 3, 4) };

const ofLstm = (p: RecurrentParams, x: nd.NdArray): nd.NdArray => {
  const { outputs, state } = lstm(p, x);
  return nd.sum(nd.square(outputs)).add(nd.sum(state.c));
};
const ofGru = (p: RecurrentParams, x: nd.NdArray): nd.NdArray => {
  const { outputs, state } = gru(p, x, nd.ones([2, 4]));
  return nd.sum(nd.square(outputs)).add(nd.sum(state));
};

test.each([
  ["lstm", ofLstm, cells.lstm],
  ["gru", ofGru, cells.gru],
])("%s: values and derivatives are those of the steps", (_, f, params) => {
  const x = series(7);
  expect(jit(f)(params, x).item()).toBeCloseTo(f(params, x).item(), 12);
  const direction = series(7).mul(0.3);
  const h = 1e-5;
  const along = (t: number): number => f(params, x.add(direction.mul(t))).item();
  const slope = nd.sum(grad(f, { wrt: 1 })(params, x).mul(direction)).item();
  expect(slope).toBeCloseTo((along(h) - along(-h)) / (2 * h), 7);
  const ofX = (x: nd.NdArray): nd.NdArray => f(params, x);
  expect(jvp(ofX)([x], [direction]).tangent.item()).toBeCloseTo(slope, 10);
  const moved = { ...params, state: { ...params.state, w: params.state.w.add(h) } };
  const back = { ...params, state: { ...params.state, w: params.state.w.add(-h) } };
  expect(nd.sum(grad(f)(params, x).state.w).item()).toBeCloseTo(
    (f(moved, x).item() - f(back, x).item()) / (2 * h),
    7,
  );
  const lanes = nd.stack([x, x.mul(2)]);
  const mapped = vmap(f, { in: [null, 0] })(params, lanes);
  expect(mapped.at(1)).toBeCloseTo(f(params, x.mul(2)).item(), 12);
});

test("parameters in f32, series in both types", () => {
  const p = lstmCell.init(third, 3, 4, { dtype: "f32" });
  const run = jit((p: RecurrentParams, x: nd.NdArray) => lstm(p, x).outputs);
  expect(run(p, series(3).astype("f32")).dtype).toBe("f32");
  expect(run(p, series(3))).toEqual(lstm(p, series(3)).outputs);
});

test("steps are a loop: no more code for more of them", () => {
  const size = (steps: number): number => String(explain(grad(ofLstm))(cells.lstm, series(steps))).length; // prettier-ignore
  expect(size(40)).toBeLessThan(size(20) * 1.1);
});
