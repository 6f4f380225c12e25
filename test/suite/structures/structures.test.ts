// Programs over linked objects, with known answers.
import { describe, expect, test } from "vitest";
import { checkGrad, grad, jit } from "../../../src/index.ts";
import { agrees } from "../../specialise/agrees.ts";
import { billiards } from "./billiards.ts";
import { parsed, value } from "./calculator.ts";
import { horner } from "./expressions.ts";
import { shortest, type Place } from "./shortest-path.ts";
import { loss, type Model, type Tree } from "./tree-network.ts";

describe("a network over trees", () => {
  const leaf = (word: number): Tree => ({ kind: "leaf", word });
  const node = (left: Tree, right: Tree, sentiment: number): Tree => ({
    kind: "node",
    left,
    right,
    sentiment,
  });
  const tree = node(node(leaf(0), leaf(1), 0.5), node(leaf(2), node(leaf(1), leaf(0), 0), -0.5), 1);
  const model: Model = {
    words: [
      [0.1, -0.2],
      [0.3, 0.4],
      [-0.5, 0.6],
    ],
    left: [
      [0.7, -0.1],
      [0.2, 0.5],
    ],
    right: [
      [-0.3, 0.8],
      [0.6, -0.4],
    ],
    readout: [0.9, -0.7],
  };
  test("gradients of all parts of the model", () => {
    expect(jit(loss)(model, tree)).toBe(loss(model, tree));
    checkGrad((m: Model) => loss(m, tree))(model);
  });
  test("learning", () => {
    const step = (m: Model): void => {
      const g = grad(loss)(m, tree) as unknown as Model;
      m.readout = m.readout.map((x, i) => x - 0.1 * g.readout[i]!);
      m.left = m.left.map((row, i) => row.map((x, j) => x - 0.1 * g.left[i]![j]!));
      m.right = m.right.map((row, i) => row.map((x, j) => x - 0.1 * g.right[i]![j]!));
      m.words = m.words.map((row, i) => row.map((x, j) => x - 0.1 * g.words[i]![j]!));
    };
    const learnt = structuredClone(model);
    for (let i = 0; i < 300; i++) step(learnt);
    expect(loss(learnt, tree)).toBeLessThan(0.05 * loss(model, tree));
  });
});

describe("shortest paths", () => {
  /** Roads between numbered places: from, to and length. */
  const town = (roads: readonly (readonly [number, number, number])[]): Place[] => {
    const places: Place[] = Array.from({ length: 6 }, (_, id) => ({ id, distance: 0, roads: [] }));
    for (const [from, to, length] of roads) places[from]!.roads.push({ to: places[to]!, length });
    return places;
  };
  const roads = [
    [0, 1, 7],
    [0, 2, 9],
    [0, 5, 40],
    [1, 2, 1],
    [1, 3, 15],
    [2, 3, 11],
    [2, 4, 2],
    [3, 5, 6],
    [4, 3, 4],
    [4, 5, 90],
    [3, 0, 1],
  ] as const;
  test("the derivative by a road's length is whether the path takes it", () => {
    const places = town(roads);
    expect(jit(shortest)(places)).toBe(20);
    expect(places.map((place) => place.distance)).toEqual([0, 7, 8, 14, 10, 20]);
    const slopes = grad(shortest)(town(roads)) as unknown as Place[];
    const taken = slopes.flatMap((place, from) =>
      place.roads.flatMap((road, i) =>
        (road.length as number) === 1 ? [`${from}-${places[from]!.roads[i]!.to.id}`] : [],
      ),
    );
    expect(taken).toEqual(["0-1", "1-2", "2-4", "3-5", "4-3"]);
  });
});

describe("billiards", () => {
  test("two balls", () => {
    // the gap is 1.5, the second has mass 1.5 and gets 2/2.5 of the velocity
    const at = (push: number): number => 2 + (2 / 2.5) * push * (10 - 1.5 / push);
    expect(billiards(1, 2, 10)).toBeCloseTo(at(1), 12);
    expect(jit(billiards)(1, 2, 10)).toBe(billiards(1, 2, 10));
    expect(grad(billiards)(1, 2, 10)).toBeCloseTo(8, 12);
  });
  test.each([3, 5])("%i balls, which hit one another again and again", (n) => {
    expect(jit(billiards)(3, n, 40)).toBe(billiards(3, n, 40));
    const h = 1e-5;
    const slope = (billiards(3 + h, n, 40) - billiards(3 - h, n, 40)) / (2 * h);
    expect(grad(billiards)(3, n, 40)).toBeCloseTo(slope, 5);
  });
});

test("expressions", () => {
  const c = [3, -1, 0.5, 2];
  const built = (x: number, coefficients: number[]): number => horner(coefficients).at(x);
  expect(jit(built)(1.5, c)).toBe(built(1.5, c));
  expect(grad(built)(1.5, c)).toBeCloseTo(-1 + 2 * 0.5 * 1.5 + 3 * 2 * 1.5 ** 2, 12);
  expect(grad(built, { wrt: 1 })(1.5, c)).toEqual([1, 1.5, 1.5 ** 2, 1.5 ** 3]);
  expect(grad(grad(built))(1.5, c)).toBeCloseTo(1 + 6 * 2 * 1.5, 12);
  // built outside, and passed
  const given = horner(c);
  const at = (x: number, e: typeof given): number => e.at(x);
  expect(grad(at)(1.5, given)).toBe(grad(built)(1.5, c));
});

describe("a calculator", () => {
  const text = "2*x^2*sin(x*y) - max(x, y, 0.5) / (1 + exp(-y)) + square(x) - mean(x, 2, y, 3)";
  test("the text is read and computed when running", () => {
    agrees((x = 0, y = 0) => value(parsed(text), { x, y }), 1.3, 0.7);
  });
  test("the tree is given", () => {
    const tree = parsed(text);
    agrees((x = 0, y = 0) => value(tree, { x, y }), 1.3, 0.7);
  });
  test("the tree is computed again and again", () => {
    const f = (x = 0, n = 0): number => {
      const tree = parsed("i*x + square(i - x)");
      let sum = 0;
      for (let i = 0; i < Math.floor(n); i++) sum += value(tree, { x, i });
      return sum;
    };
    agrees(f, 1.3, 4.5);
  });
  test("errors of the parser", () => {
    const f = (x: number): number => value(parsed("2*(x + 1"), { x });
    expect(() => jit(f)(2)).toThrow(SyntaxError);
  });
});
