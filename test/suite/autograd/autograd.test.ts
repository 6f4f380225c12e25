// The programs are after the examples of autograd (https://github.com/HIPS/autograd, MIT license).
import { describe, expect, test } from "vitest";
import { checkGrad, checkRules, explain, grad, hessian, jit, vjp } from "nabla";
import { agrees, close, withGradient, type Matrix, type Vector } from "./checks.ts";
import * as convolution from "./convolution.ts";
import { example, logSumExp } from "./define-gradient.ts";
import { sqrt, sqrtByHand, sqrtByLoop } from "./fixed-points.ts";
import { distance, project, simulate } from "./fluid.ts";
import * as net from "./neural-net.ts";
import * as ode from "./ode-net.ts";
import { adam, bfgs, conjugateGradients, descend } from "./optimise.ts";
import { list, normal, table } from "./random.ts";
import * as recurrent from "./recurrent.ts";
import { rosenbrock, valley } from "./rosenbrock.ts";
import { derivatives, elementwise, sine, tanh } from "./tanh.ts";

describe("Rosenbrock's valley", () => {
  test.each([
    ["by Broyden, Fletcher, Goldfarb and Shanno", bfgs],
    ["by conjugate gradients", conjugateGradients],
  ])("%s", (_, optimise) => {
    close(optimise(withGradient(rosenbrock), [-1.2, 1]).x, [1, 1], 6);
    close(
      optimise(
        withGradient(valley),
        list(6, () => 0),
      ).x,
      list(6, () => 1),
      5,
    );
  });
  test("its curvature", () => {
    const h = hessian(rosenbrock)([1, 1]);
    h.forEach((row, i) =>
      close(
        [...row],
        [
          [802, -400],
          [-400, 200],
        ][i]!,
      ),
    );
  });
});

describe("curves and their derivatives", () => {
  const at = [-2, -0.3, 0, 0.7, 1.5];
  test("the hyperbolic tangent, to fourth order", () => {
    const wanted = [
      (t: number) => t,
      (t: number) => 1 - t ** 2,
      (t: number) => -2 * t + 2 * t ** 3,
      (t: number) => -2 + 8 * t ** 2 - 6 * t ** 4,
      (t: number) => 16 * t - 40 * t ** 3 + 24 * t ** 5,
    ];
    derivatives(tanh, 4).forEach((d, k) =>
      close(
        at.map((x) => d(x)),
        at.map((x) => wanted[k]!(Math.tanh(x))),
      ),
    );
    close(
      elementwise(tanh)(at),
      at.map((x) => 1 - Math.tanh(x) ** 2),
    );
  });
  test("the sine, to fourth order", () => {
    const wanted = [
      Math.sin,
      Math.cos,
      (x: number) => -Math.sin(x),
      (x: number) => -Math.cos(x),
      Math.sin,
    ];
    // at 0 the series has one term, and its derivatives are those of x
    const besides = at.filter((x) => x !== 0);
    derivatives(sine, 4).forEach((d, k) =>
      close(
        besides.map((x) => d(x)),
        besides.map(wanted[k]!),
        12,
      ),
    );
  });
});

describe("fixed points", () => {
  test.each([
    ["by the equation", sqrt],
    ["by a rule of one's own", sqrtByHand],
    ["through the steps", sqrtByLoop],
  ])("%s", (_, root) => {
    for (const a of [0.25, 2, 17]) {
      close(
        [root(a), grad(root)(a), grad(grad(root))(a)],
        [a ** 0.5, 0.5 * a ** -0.5, -0.25 * a ** -1.5],
      );
    }
  });
});

describe("a network in a differential equation", () => {
  test("the solver, on a rotation", () => {
    const times = [0, 0.5, 1.3];
    const end = (start: Vector): Vector => {
      const path = ode.solve(([x, y]) => [-y!, x!], start, times, 20);
      return path.at(-1)!;
    };
    const { value, pullback } = vjp(end)([1, 2]);
    const [c, s] = [Math.cos(1.3), Math.sin(1.3)];
    close(value, [c - 2 * s, s + 2 * c], 6);
    close(pullback([1, 0]), [c, -s], 6);
  });
  test("learns a spiral", () => {
    const times = Array.from({ length: 6 }, (_, i) => 0.2 * i);
    const spiral = ode.solve(
      ([x, y]) => [-0.1 * x! ** 3 - 2 * y! ** 3, 2 * x! ** 3 - 0.1 * y! ** 3],
      [1.2, 0],
      times,
      20,
    );
    const draw = normal(1);
    const layers = [2, 5, 2].slice(1).map((n, i) => ({
      weights: table(n, [2, 5][i]!, () => 0.3 * draw()),
      biases: list(n, () => 0),
    }));
    const misfit = ode.misfit(times, spiral);
    agrees(checkGrad(misfit)(layers));
    const fitted = adam(grad(misfit), layers, 300, 0.03);
    expect(misfit(fitted)).toBeLessThan(0.02 * misfit(layers));
  });
});

describe("recurrent networks", () => {
  const alphabet = "abcd ";
  const read = (text: string): recurrent.Text =>
    Array.from(text, (c) => Array.from(alphabet, (a) => Number(a === c)));
  const texts = ["abc dcb", "cab bac"].map(read);
  const draw = normal(9);
  const [letters, size] = [alphabet.length, 4];
  const gate = (): Matrix => table(size, letters + size + 1, () => 0.3 * draw());
  const predict = (): Matrix => table(letters, size + 1, () => 0.3 * draw());

  test("a plain one", () => {
    const start = { initial: list(size, draw), change: gate(), predict: predict() };
    const loss = recurrent.loss(recurrent.recurrentOutputs, texts);
    agrees(checkGrad(loss, { most: 40 })(start));
    expect(loss(adam(grad(loss), start, 150, 0.03))).toBeLessThan(0.3 * loss(start));
  });
  test("one with gates", () => {
    const start = {
      initial: { cell: list(size, draw), hidden: list(size, draw) },
      forget: gate(),
      ingate: gate(),
      outgate: gate(),
      change: gate(),
      predict: predict(),
    };
    const loss = recurrent.loss(recurrent.gatedOutputs, texts);
    agrees(checkGrad(loss, { most: 40 })(start));
    expect(loss(adam(grad(loss), start, 150, 0.03))).toBeLessThan(0.3 * loss(start));
  });
});

describe("networks of layers", () => {
  const draw = normal(10);
  const network = (...sizes: number[]): net.Network =>
    sizes.slice(1).map((n, i) => [table(sizes[i]!, n, () => 0.5 * draw()), list(n, () => 0)]);

  test("tell the arms of a pinwheel apart", () => {
    const classes = Array.from({ length: 45 }, (_, i) => i % 3);
    const points = classes.map((c, i) => {
      const radius = 0.3 + 0.04 * i;
      const angle = (2 * Math.PI * c) / 3 + radius + 0.1 * draw();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    const start = network(2, 8, 3);
    const loss = net.classLoss(points, classes, 1e-4);
    agrees(checkGrad(loss, { most: 40 })(start));
    const found = adam(grad(loss), start, 200, 0.05);
    expect(loss(found)).toBeLessThan(0.2 * loss(start));
    const right = points.filter((x, i) => {
      const p = net.logProbabilities(found, x);
      return p.indexOf(Math.max(...p)) === classes[i];
    });
    expect(right.length).toBeGreaterThan(40);
  });
  test("bend to a curve", () => {
    const xs = Array.from({ length: 20 }, (_, i) => i / 4 - 2.5);
    const ys = xs.map((x) => Math.cos(2 * x) + 0.1 * draw());
    const start = network(1, 4, 4, 1);
    const loss = net.curveLoss(xs, ys, 10, 0.01);
    agrees(checkGrad(loss, { most: 40 })(start));
    expect(loss(adam(grad(loss), start, 200, 0.03))).toBeLessThan(0.1 * loss(start));
  });
  test("with convolutions", () => {
    // crosses and rings
    const pictures = Array.from({ length: 6 }, (_, n) =>
      Array.from({ length: 6 }, (__, i) =>
        Array.from({ length: 6 }, (___, j) => {
          const far = Math.max(Math.abs(i - 2.5), Math.abs(j - 2.5));
          const on = n % 2 ? i === j || i + j === 5 : far > 1 && far < 2;
          return Number(on) + 0.2 * draw();
        }),
      ),
    );
    const classes = pictures.map((_, n) => n % 2);
    const small = (): number => 0.4 * draw();
    const start: convolution.Layer[] = [
      { kind: "filters", kernels: [[table(3, 3, small)], [table(3, 3, small)]], biases: [0, 0] },
      { kind: "dense", weights: table(2, 8, small), biases: [0, 0] },
    ];
    const loss = convolution.loss(pictures, classes);
    agrees(checkGrad(loss)(start));
  });
});

describe("a fluid", () => {
  const draw = normal(11);
  const grid = (f: () => number): Matrix => table(6, 7, f);
  const flow = { vx: grid(() => 0.6 * draw()), vy: grid(() => 0.6 * draw()) };
  const smoke = Array.from({ length: 6 }, (_, i) => Array.from({ length: 7 }, () => Number(i < 3)));

  test("keeps its volume better and better", () => {
    const divergence = ({ vx, vy }: typeof flow): number => {
      let sum = 0;
      for (let i = 0; i < 6; i++) {
        for (let j = 0; j < 7; j++) {
          sum +=
            (vx[(i + 1) % 6]![j]! -
              vx[(i + 5) % 6]![j]! +
              vy[i]![(j + 1) % 7]! -
              vy[i]![(j + 6) % 7]!) **
            2;
        }
      }
      return sum;
    };
    expect(divergence(project(flow, 20))).toBeLessThan(divergence(flow));
    close(jit(simulate)(flow, smoke, 3).flat(), simulate(flow, smoke, 3).flat(), 13);
  });
  test("smoke that goes where it is wanted", () => {
    const wanted = smoke.map((row, i) => row.map((_, j) => Number((i + j) % 3 === 0)));
    const loss = distance(smoke, wanted, 3);
    agrees(checkGrad(loss)(flow));
    expect(loss(descend(grad(loss), flow, 30, 0.02))).toBeLessThan(0.8 * loss(flow));
  });
});

test("a derivative of one's own", () => {
  const y = [1.5, -0.4, 2.1];
  checkRules(logSumExp)(y);
  agrees(checkGrad(example)(y));
  const sum = y.reduce((s, yi) => s + Math.exp(yi ** 2), 0);
  close(
    grad(example)(y),
    y.map((yi) => (2 * yi * Math.exp(yi ** 2)) / sum),
  );
  // where the exponentials would overflow
  close(grad(example)([40, 40]), [40, 40]);
});

test("the graph of a function, as text", () => {
  const told = explain(tanh)(0.5);
  const operations = (ir: string): string[] =>
    Array.from(ir.matchAll(/^ {2}%\w+: f64 = (\w+)/gm), ([, name]) => name!);
  // of the function, in the order of its evaluation
  const [, body] = told.ir.split("func @tanh");
  expect(operations(body!)).toEqual(["mul", "exp", "sub", "add", "div"]);
  // and of its derivative, which computes each of them once, and not the value
  const derivative = operations(told.derivative);
  expect(told.derivative).not.toContain("derive ");
  for (const name of ["exp", "sub", "add"]) expect(derivative).toContain(name);
  expect(derivative.filter((name) => name === "exp")).toHaveLength(1);
  expect(told.code).toContain("Math.exp(-2 * x0)");
  expect(told.kept.trim()).toBe("nothing");
  expect(told.toString()).toContain(told.derivative.trim());
});
