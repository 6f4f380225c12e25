// Random numbers that take as many tries as it takes; those of fixed cost are made of other operations.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Op } from "../../ir/op.ts";
import { showType, sizeOf, type ArrayType, type Type } from "../../ir/types.ts";
import { mul } from "../arith.ts";
import { reject } from "../signatures.ts";
import { digamma } from "../special/gamma.ts";
import { kernelOp } from "./kernel.ts";
import { arrayAt } from "./signatures.ts";
import { inLanes } from "./stacks.ts";

function keyAndArray(types: readonly Type[]): ArrayType {
  const key = arrayAt(types, 0, "f64");
  if (types.length !== 2 || key.shape.length !== 1 || key.shape[0] !== 2) {
    reject(types, "the two words of a key as f64, and an array");
  }
  return arrayAt(types, 1, "f64", "f32");
}

const call = (name: string) => (types: readonly Type[]) => ({
  name,
  sizes: [sizeOf((types[1] as ArrayType).shape)],
});
const work =
  (each: number) =>
  (types: readonly Type[]): number =>
    each * sizeOf((types[1] as ArrayType).shape);

/** At a fixed probability: the derivative that makes expectations right. */
export const randomGamma: Op = kernelOp<[key: Value, shapes: Value]>({
  name: "random_gamma",
  doc: "random_gamma key, a: a number of the gamma distribution of each shape a and scale 1; key is its two words as f64",
  type: (types) => [keyAndArray(types)],
  call: call("randomGamma"),
  work: work(500),
  rule: {
    kind: "jvp",
    jvp: (b, [, a], [, da], y) => da && mul(b, da, slope(b, a as Value, y)),
  },
  // numbers go by their place in a lane
  batch: null,
});

function slope(b: Builder, a: Value, z: Value): Value {
  return b.emit1(randomGammaSlope, [a, z, digamma(b, a)]);
}

export const randomGammaSlope: Op = kernelOp<[shapes: Value, numbers: Value, digammas: Value]>({
  name: "random_gamma_slope",
  doc: "random_gamma_slope a, z, d: how z changes with a where the gamma distribution function stays; d is ψ(a)",
  type: (types) => {
    const a = arrayAt(types, 0, "f64", "f32");
    const same = types.every((type) => showType(type) === showType(a));
    if (types.length !== 3 || !same) reject(types, "three arrays of one type");
    return [a];
  },
  call: call("randomGammaSlope"),
  work: work(1000),
  rule: { kind: "none", why: "second derivatives of gamma numbers by their shape are not known" },
  batch: (b, x, lanes, attrs, op) => b.emit1(op, inLanes(b, x, lanes), attrs),
});

export const randomPoisson: Op = kernelOp<[key: Value, rates: Value]>({
  name: "random_poisson",
  doc: "random_poisson key, r: a number of the Poisson distribution of each rate r, as a float; key is its two words as f64",
  type: (types) => [keyAndArray(types)],
  call: call("randomPoisson"),
  work: work(300),
  rule: { kind: "zero", why: "a whole number does not change" },
  batch: null,
});
