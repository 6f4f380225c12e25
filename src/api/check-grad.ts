import { NablaError } from "../diagnostics/error.ts";
import { grad } from "./grad.ts";
import { cloned } from "../values/clone.ts";
import { leavesOf, widenArrays } from "./leaves.ts";
import type { Options } from "./options.ts";
import type { Arguments } from "./types.ts";

/** One partial derivative, taken twice. */
export interface Comparison {
  /** The variable in the user's notation, such as `argument 0.x[3]`. */
  readonly path: string;
  /** By nabla. */
  readonly derivative: number;
  /** By differences of the function as it stands. */
  readonly difference: number;
  readonly error: number;
  /** What the differences are good for here: their own estimate of truncation and rounding. */
  readonly tolerance: number;
}

export interface GradientCheck {
  readonly ok: boolean;
  /** Number of partial derivatives compared. */
  readonly compared: number;
  /** The comparison with the largest error in units of its tolerance; absent without variables. */
  readonly worst?: Comparison;
  /** Every comparison whose error is above its tolerance. */
  readonly failures: readonly Comparison[];
  /** Where a derivative comes from that is NaN or infinite: the message of `debug: "nan"`. */
  readonly notFinite?: string;
}

/** Options of `checkGrad`. */
export interface CheckOptions extends Options<number> {
  /** Compare at most this many variables, evenly spread. Default: 200. */
  readonly most?: number;
}

/**
 * Compares the gradient of `f` with differences of `f` run as plain JavaScript: central
 * differences, extrapolated to step 0 (Ridders 1982), whose own error estimate is the tolerance.
 * Costs some 70 runs of `f` for each variable compared.
 *
 * N-d arrays of f32 and f16 are taken as f64, since differences of numbers of f32 say little.
 *
 * At a point where `f` is not smooth the two may differ although both are right.
 */
export function checkGrad<A extends Arguments>(
  f: (...args: A) => number,
  options: CheckOptions = {},
): (...args: A) => GradientCheck {
  const { wrt = 0, most = 200 } = options;
  const gradient = grad(f, options) as (...args: A) => unknown;
  return (...given) => {
    const args = cloned(given);
    widenArrays(args);
    const result = gradient(...cloned(args));
    const variables = [...leavesOf(args as unknown as unknown[], wrt, `argument ${wrt}`)];
    const partials = new Map([...leavesOf([result], 0, `argument ${wrt}`)].map((l) => [l.path, l]));
    const stride = Math.max(1, Math.ceil(variables.length / most));
    const comparisons: Comparison[] = [];
    for (let k = 0; k < variables.length; k += stride) {
      const { path } = variables[k]!;
      const at = (x: number): number => {
        const moved = cloned(args) as unknown as unknown[];
        for (const leaf of leavesOf(moved, wrt, `argument ${wrt}`))
          if (leaf.path === path) leaf.set(x);
        return f(...(moved as unknown as A));
      };
      const derivative = partials.get(path)?.get() ?? NaN;
      comparisons.push(compare(path, derivative, differences(at, variables[k]!.get())));
    }
    const found = summary(comparisons);
    if (comparisons.every((c) => Number.isFinite(c.derivative))) return found;
    const notFinite = reportOf(() => grad(f, { ...options, debug: "nan" })(...cloned(args)));
    return notFinite === undefined ? found : { ...found, notFinite };
  };
}

function reportOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof NablaError && error.code === "NB4010") return error.message;
    throw error;
  }
  return undefined;
}

function compare(
  path: string,
  derivative: number,
  numeric: { value: number; error: number },
): Comparison {
  const { value, error: estimate } = numeric;
  // the estimate is a spread of approximations, not a bound
  const tolerance = 16 * estimate + 1e-12 * Math.abs(value);
  return { path, derivative, difference: value, error: Math.abs(derivative - value), tolerance };
}

function summary(comparisons: readonly Comparison[]): GradientCheck {
  const failures = comparisons.filter((c) => !(c.error <= c.tolerance));
  const severity = (c: Comparison): number => {
    const units = c.error / c.tolerance;
    return Number.isNaN(units) ? Infinity : units;
  };
  const worst = comparisons.toSorted((a, b) => severity(b) - severity(a))[0];
  return {
    ok: failures.length === 0,
    compared: comparisons.length,
    ...(worst && { worst }),
    failures,
  };
}

/**
 * Derivative of `f` at `x` by extrapolated central differences, with an estimate of its error. Of
 * several first steps the one with the least estimate counts: a wide one is exact for smooth
 * functions, a narrow one stays clear of kinks nearby.
 */
export function differences(f: (x: number) => number, x: number): Estimate {
  const scale = Math.max(Math.abs(x), 0.1);
  const tries = [5e-2, 1e-3, 2e-5].map((step) => extrapolated(f, x, step * scale));
  return tries.reduce((best, next) => (next.error < best.error ? next : best));
}

interface Estimate {
  readonly value: number;
  readonly error: number;
}

/**
 * Central differences with steps h, h/1.4, h/1.4², …, extrapolated by Neville's scheme; stops where
 * rounding begins to win (Ridders 1982; Press et al. 2007, §5.7).
 */
function extrapolated(f: (x: number) => number, x: number, first: number): Estimate {
  const ratio = 1.4;
  const rows = 12;
  // a value that took many operations is some dozens of units in the last place off
  const rounding = 64 * Math.abs(f(x)) * Number.EPSILON;
  let h = first;
  let best: Estimate = { value: NaN, error: Infinity };
  let above: number[] = [];
  for (let i = 0; i < rows; i++, h /= ratio) {
    const row = [(f(x + h) - f(x - h)) / (2 * h)];
    for (let j = 1, power = ratio * ratio; j <= i; j++, power *= ratio * ratio) {
      row.push((row[j - 1]! * power - above[j - 1]!) / (power - 1));
      const spread = Math.max(Math.abs(row[j]! - row[j - 1]!), Math.abs(row[j]! - above[j - 1]!));
      const error = spread + rounding / h;
      if (error < best.error) best = { value: row[j]!, error };
    }
    if (i > 2 && Math.abs(row[i]! - above[i - 1]!) >= 4 * best.error) break;
    above = row;
  }
  return best;
}
