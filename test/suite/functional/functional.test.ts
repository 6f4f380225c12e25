import { expect, test } from "vitest";
import { particle } from "./particle.ts";
import { saddle } from "./saddle.ts";
import { forward, reverse } from "./vectors.ts";

const modes = [
  ["forward over forward", forward, forward],
  ["forward over reverse", forward, reverse],
  ["reverse over forward", reverse, forward],
  ["reverse over reverse", reverse, reverse],
] as const;

test.each(modes)("saddle, %s", (_, outer, inner) => {
  for (const x of saddle(outer, inner).flat()) expect(x).toBeCloseTo(8.246324826140356e-6, 15);
});

test.each(modes)("particle, %s", (_, outer, inner) => {
  expect(particle(outer, inner)).toBeCloseTo(0.20719187464861197, 12);
});
