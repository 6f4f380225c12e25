import * as make from "./inputs.ts";

/** A problem of GradBench in one size. */
export interface Workload {
  readonly problem: string;
  readonly size: string;
  /** Makes the input anew. */
  readonly input: () => make.Input;
  /** Whether it is among the few of `--quick`. */
  readonly quick: boolean;
}

type Row = readonly [problem: string, size: string, input: () => make.Input];

/** By problem, the small size first: GradBench's sizes, without those that run for minutes. */
const sizes: readonly (readonly Row[])[] = [
  [
    ["llsq", "n 128", () => make.llsq(128, 128)],
    ["llsq", "n 1024", () => make.llsq(1024, 128)],
    ["llsq", "n 16392", () => make.llsq(16392, 128)],
  ],
  [
    ["lse", "n 2500", () => make.lse(2500)],
    ["lse", "n 40000", () => make.lse(40_000)],
    ["lse", "n 1280000", () => make.lse(1_280_000)],
  ],
  [
    ["ode", "n 1000, s 1", () => make.ode(1000, 1)],
    ["ode", "n 1000, s 100", () => make.ode(1000, 100)],
    ["ode", "n 100000, s 10", () => make.ode(100_000, 10)],
  ],
  [
    ["det", "ℓ 6", () => make.det(6)],
    ["det", "ℓ 8", () => make.det(8)],
    ["det", "ℓ 10", () => make.det(10)],
  ],
  [
    ["gmm", "d 2, k 5", () => make.gmm(2, 5, 1000)],
    ["gmm", "d 10, k 25", () => make.gmm(10, 25, 1000)],
    ["gmm", "d 32, k 50", () => make.gmm(32, 50, 1000)],
  ],
  [
    ["kmeans", "k 10, n 1000, d 8", () => make.kmeans(10, 1000, 8)],
    ["kmeans", "k 100, n 10000, d 8", () => make.kmeans(100, 10_000, 8)],
    ["kmeans", "k 500, n 1000, d 16", () => make.kmeans(500, 1000, 16)],
  ],
  [
    ["lstm", "l 2, c 1024", () => make.lstm(2, 1024)],
    ["lstm", "l 4, c 4096", () => make.lstm(4, 4096)],
  ],
  [
    ["ba", "P 31843", () => make.ba(49, 7776, 31_843)],
    ["ba", "P 182072", () => make.ba(161, 48_126, 182_072)],
  ],
  [
    ["ht", "c 100", () => make.ht(100, "vertices")],
    ["ht", "c 3200", () => make.ht(3200, "vertices")],
  ],
  [
    ["ht", "c 100, us", () => make.ht(100, "triangles")],
    ["ht", "c 3200, us", () => make.ht(3200, "triangles")],
  ],
  [["particle", "", () => ({ w: 0 })]],
  [["saddle", "", () => ({ start: [1, 1] })]],
];

export const workloads: readonly Workload[] = sizes.flatMap((rows) =>
  rows.map(([problem, size, input], i) => ({ problem, size, input, quick: i === 0 })),
);

/** The interpreter needs seconds for these. */
const long: ReadonlySet<string> = new Set(["ht", "particle", "saddle"]);

/** The same in sizes that the interpreter runs, for counting. */
export const small: readonly Workload[] = (
  [
    ["hello", "", () => ({ x: 3 })],
    ["llsq", "n 32, m 16", () => make.llsq(32, 16)],
    ["lse", "n 500", () => make.lse(500)],
    ["ode", "n 50, s 20", () => make.ode(50, 20)],
    ["det", "ℓ 5", () => make.det(5)],
    ["gmm", "d 5, k 5, n 20", () => make.gmm(5, 5, 20)],
    ["kmeans", "k 10, n 50, d 8", () => make.kmeans(10, 50, 8)],
    ["lstm", "l 2, c 16", () => make.lstm(2, 16)],
    ["ba", "P 50", () => make.ba(5, 20, 50)],
    ["ht", "c 10", () => make.ht(10, "vertices")],
    ["ht", "c 10, us", () => make.ht(10, "triangles")],
    ["particle", "", () => ({ w: 0 })],
    ["saddle", "", () => ({ start: [1, 1] })],
  ] as const satisfies readonly Row[]
).map(([problem, size, input]) => ({ problem, size, input, quick: !long.has(problem) }));
