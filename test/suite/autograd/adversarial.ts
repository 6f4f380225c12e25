// Two networks against each other: one makes numbers out of noise, the other tells them from true ones.
import { outputs, type Network } from "./neural-net.ts";

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const relu = (x: number): number => Math.max(0, x);

/** What the one that tells them apart gains, and the other loses. */
export const gain =
  (noise: number[][], samples: number[][]) =>
  (generator: Network, judge: Network): number => {
    const made = noise.map((z) => outputs(generator, z, relu));
    let sum = 0;
    for (const x of samples) sum -= softplus(-outputs(judge, x, Math.tanh)[0]!);
    for (const x of made) sum -= softplus(outputs(judge, x, Math.tanh)[0]!);
    return sum / noise.length;
  };
