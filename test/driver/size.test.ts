import { expect, test } from "vitest";
import { explain } from "nabla";

// The size of what is compiled is counted, since times drift.

/** A simulation of some fifty lines: masses on springs, with drag and a moving wall. */
function simulate(q: { x: Float64Array; k: number; drag: number }, steps: number): number {
  const n = q.x.length;
  const x = q.x.slice();
  const v = new Float64Array(n);
  const force = new Float64Array(n);
  const dt = 0.01;
  let work = 0;
  const spring = (left: number, right: number, rest: number): number => {
    const stretch = right - left - rest;
    if (stretch < -0.5 * rest) {
      return q.k * stretch * 10;
    }
    return q.k * stretch;
  };
  for (let t = 0; t < steps; t++) {
    const wall = Math.sin(t * dt);
    for (let i = 0; i < n; i++) {
      let f = -q.drag * v[i] * Math.abs(v[i]);
      if (i > 0) {
        f -= spring(x[i - 1], x[i], 1);
      } else {
        f -= spring(wall, x[i], 1);
      }
      if (i < n - 1) {
        f += spring(x[i], x[i + 1], 1);
      }
      force[i] = f;
    }
    for (let i = 0; i < n; i++) {
      v[i] += dt * force[i];
      x[i] += dt * v[i];
      work += force[i] * v[i] * dt;
    }
    if (Math.abs(work) > 1e6) {
      break;
    }
  }
  let energy = 0;
  for (let i = 0; i < n; i++) {
    energy += 0.5 * v[i] * v[i];
    const left = i === 0 ? 0 : x[i - 1];
    const stretch = x[i] - left - 1;
    energy += 0.5 * q.k * stretch * stretch;
  }
  return energy + 0.1 * work;
}

const chain = (n: number): { x: Float64Array; k: number; drag: number } => ({
  x: Float64Array.from({ length: n }, (_, i) => i * 1.1),
  k: 3,
  drag: 0.1,
});

test("what is compiled does not depend on the sizes of data or on trip counts", () => {
  const small = explain(simulate)(chain(3), 10);
  const large = explain(simulate)(chain(3000), 1e9);
  expect(large.derivative).toBe(small.derivative);
});

test("constant trip counts are not unrolled", () => {
  const few = explain((x: number) => {
    let s = x;
    for (let i = 0; i < 10; i++) s = Math.sin(s);
    return s;
  })(1);
  const many = explain((x: number) => {
    let s = x;
    for (let i = 0; i < 1000000; i++) s = Math.sin(s);
    return s;
  })(1);
  expect(many.derivative.replaceAll("1000000", "10").length).toBeLessThan(
    few.derivative.length + 50,
  );
});

test("the gradient of fifty lines is compiled from a moderate number of instructions", () => {
  const { derivative } = explain(simulate)(chain(3), 10);
  expect(derivative.split("\n").length).toBeLessThan(1500);
});
