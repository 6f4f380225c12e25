// Imports nothing of nabla: it is covered because a module that does imports it.
import * as constants from "./constants.js";

let learningRate: number = 0.1;

export function setRate(rate: number): void {
  learningRate = rate;
}

export const scaled = (factor: number): ((x: number) => number) => {
  let total = 0;
  return (x: number): number => {
    total += x * factor * learningRate;
    return total;
  };
};

export function addScaled(a: number, b: number): number {
  return a + scaled(b)(a) + constants.offset + Math.abs(learningRate);
}

export class Model {
  readonly #weight: number;
  constructor(weight: number) {
    this.#weight = weight;
  }
  apply(x: number): number {
    return this.#weight * x + constants.offset;
  }
}
