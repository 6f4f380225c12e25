// Inputs of GradBench's problems in any size, made from their definitions: the same in every run.
import { readFileSync } from "node:fs";
import { list, normal, table, uniform } from "../test/suite/autograd/random.ts";

/** An input of the protocol. */
export type Input = Readonly<Record<string, unknown>>;

const SEED = 1;

/** An input that cannot be made up: the scene of `ba`, the hand of `ht`. */
function recorded(file: string): Input {
  const path = new URL(`../test/gradbench/data/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { input: Input }).input;
}

export function llsq(n: number, m: number): Input {
  return { x: list(m, uniform(SEED)), n };
}

export function lse(n: number): Input {
  return { x: list(n, uniform(SEED)) };
}

export function ode(n: number, s: number): Input {
  return { x: list(n, uniform(SEED)), s };
}

export function det(ell: number): Input {
  return { A: list(ell * ell, uniform(SEED)), ell };
}

export function gmm(d: number, k: number, n: number): Input {
  const next = uniform(SEED);
  const draw = normal(SEED);
  return {
    d,
    k,
    n,
    m: 0,
    gamma: 1,
    alpha: list(k, draw),
    mu: table(k, d, next),
    q: table(k, d, draw),
    l: table(k, (d * (d - 1)) / 2, draw),
    x: table(n, d, draw),
  };
}

export function kmeans(k: number, n: number, d: number): Input {
  const next = uniform(SEED);
  return { points: table(n, d, next), centroids: table(k, d, next) };
}

/** A text of `c` characters of 14 bits each. */
export function lstm(layers: number, c: number): Input {
  const b = 14;
  const next = uniform(SEED);
  return {
    main_params: table(2 * layers, 4 * b, next),
    extra_params: table(3, b, next),
    state: table(2 * layers, b, next),
    sequence: table(c, b, () => Number(next() < 0.5)),
  };
}

/** The protocol sends one camera, point, weight and feature, which are repeated. */
export function ba(n: number, m: number, p: number): Input {
  return { ...recorded("ba/ba1_n49_m7776_p31843.json"), n, m, p };
}

/** `c` points measured on a hand: each at a vertex, or within a triangle, by two numbers. */
export function ht(c: number, kind: "vertices" | "triangles"): Input {
  const file = kind === "triangles" ? "complicated" : "simple";
  const input = recorded(`ht/${file}_small_hand1_t26_c100.json`);
  const data = input["data"] as { readonly model: Readonly<Record<string, readonly unknown[]>> };
  const { triangles, base_positions: vertices } = data.model;
  const next = uniform(SEED);
  const ends = (kind === "triangles" ? triangles : vertices)!.length;
  return {
    theta: input["theta"],
    data: {
      model: data.model,
      correspondences: list(c, () => Math.floor(next() * ends)),
      points: table(c, 3, normal(SEED)),
    },
    us: kind === "triangles" ? table(c, 2, () => next() / 2) : [],
  };
}
