/** What every pass must hold to, on a program and arguments for it. */
import { expect } from "vitest";
import { measure } from "../../src/backends/interp/index.ts";
import type { Module } from "../../src/ir/func.ts";
import { printModule } from "../../src/ir/print.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { showData, type Sample } from "../ir/arbitrary.ts";

export interface Outcome {
  /** Results and final contents of the arguments, or the error's text. */
  readonly seen: string;
  /** Cost of the run; 0 for one that failed. */
  readonly cost: number;
}

export function outcomeOf(module: Module, { name, args }: Sample): Outcome {
  const data = args();
  try {
    const { results, counts } = measure(module, name, data);
    return { seen: showData([...results, ...data]), cost: counts.cost };
  } catch (error) {
    if ((error as Error).name !== "NablaError") throw error;
    return { seen: `${(error as Error).message} ${showData(data)}`, cost: 0 };
  }
}

/**
 * The same results, the same memory, the same errors; and at most `factor` times the work, and
 * `factor - 1` hundreds more, for passes that bet on loops to run.
 */
export function expectSame(before: Module, after: Module, sample: Sample, factor = 1): void {
  const old = outcomeOf(before, sample);
  let now: Outcome;
  try {
    verifyModule(after);
    now = outcomeOf(after, sample);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${printModule(after)}`, { cause: error });
  }
  if (now.seen !== old.seen) {
    expect.fail(`${old.seen}\nbecame\n${now.seen}\n${printModule(after)}`);
  }
  if (now.cost > factor * old.cost + 100 * (factor - 1)) {
    expect.fail(`cost ${old.cost} became ${now.cost}\n${printModule(after)}`);
  }
}
