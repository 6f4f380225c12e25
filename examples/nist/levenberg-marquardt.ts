import { reduce, solveDamped, solveTriangle, type Triangle } from "./least-squares.ts";

/** A function from parameters to residuals, with its derivatives. */
export interface Problem {
  residuals(b: Float64Array): Float64Array;
  /** A row for each residual. */
  jacobian(b: Float64Array): readonly Float64Array[];
  /** Second derivatives of the residuals along the line b + t v, at t = 0. */
  curvature(b: Float64Array, v: Float64Array): Float64Array;
}

export interface Fit {
  parameters: Float64Array;
  sumOfSquares: number;
  /** Evaluations of the Jacobian. */
  iterations: number;
}

export interface FitOptions {
  /** Most evaluations of the Jacobian; 2000 unless given. */
  limit?: number;
}

/** A step that is expected to take off less than this part of the sum of squares ends the search. */
const FLAT = 1e-13;
/** An acceleration longer than this part of its step says that the step is too long. */
const BEND = 0.75;

interface Place {
  b: Float64Array;
  residuals: Float64Array;
  sum: number;
}

function squares(v: Float64Array): number {
  let sum = 0;
  for (const value of v) sum += value * value;
  return sum;
}

function placeAt(problem: Problem, b: Float64Array): Place {
  const residuals = problem.residuals(b);
  return { b, residuals, sum: squares(residuals) };
}

function minus(b: Float64Array, step: Float64Array): Float64Array {
  return b.map((value, i) => value - step[i]);
}

/** The length of a step, each parameter by its scale. */
function scaledLength(step: Float64Array, scale: Float64Array): number {
  return Math.sqrt(squares(step.map((value, i) => value * scale[i])));
}

/** The scale of a parameter is the length of its column of the Jacobian, the largest so far. */
function updateScale(scale: Float64Array, rows: readonly Float64Array[]): void {
  for (let j = 0; j < scale.length; j++) {
    const column = Float64Array.from(rows, (row) => row[j]);
    scale[j] = Math.max(scale[j], Math.sqrt(squares(column)));
  }
}

/** How much the linear model of the residuals expects a step to take off the sum of squares. */
function expectedDecrease({ rows, right }: Triangle, step: Float64Array): number {
  let decrease = 0;
  for (let i = 0; i < right.length; i++) {
    let change = 0;
    for (let j = i; j < step.length; j++) change += rows[i][j] * step[j];
    decrease += change * (2 * right[i] - change);
  }
  return decrease;
}

/**
 * Damped steps, each bent by half of its acceleration (Transtrum and Sethna 2012): the second
 * derivative along the step tells how the path of least squares turns away from a straight line. The
 * damping follows the ratio of the decrease found to the decrease expected (Nielsen 1999).
 */
function search(
  problem: Problem,
  start: Place,
  scale: Float64Array,
  limit: number,
): [Place, number] {
  let place = start;
  let damping = 1e-3;
  let growth = 2;
  for (let iterations = 1; iterations < limit; iterations++) {
    const rows = problem.jacobian(place.b);
    updateScale(scale, rows);
    const model = reduce(rows, place.residuals);
    for (;;) {
      const weights = scale.map((s) => Math.sqrt(damping) * (s || 1));
      const step = solveDamped(model, weights);
      const expected = expectedDecrease(model, step);
      if (!(expected > FLAT * place.sum)) return [place, iterations];
      const bend = solveDamped(reduce(rows, problem.curvature(place.b, step)), weights);
      const next = placeAt(
        problem,
        minus(
          minus(place.b, step),
          bend.map((value) => value / 2),
        ),
      );
      const ratio = (place.sum - next.sum) / expected;
      if (ratio > 0 && scaledLength(bend, scale) <= (BEND / 2) * scaledLength(step, scale)) {
        place = next;
        damping *= Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3);
        growth = 2;
        break;
      }
      damping *= growth;
      growth *= 2;
    }
  }
  return [place, limit];
}

/**
 * Undamped steps for as long as each is shorter than the one before. At the minimum the sum of squares
 * is so flat that its changes are rounding, and only the Jacobian can tell where the minimum is.
 */
function polish(
  problem: Problem,
  start: Place,
  scale: Float64Array,
  limit: number,
): [Place, number] {
  let place = start;
  let last = Infinity;
  for (let iterations = 1; iterations <= limit; iterations++) {
    const step = solveTriangle(reduce(problem.jacobian(place.b), place.residuals));
    const length = scaledLength(step, scale);
    const next = placeAt(problem, minus(place.b, step));
    if (!(length < last && next.sum <= 1.01 * place.sum)) return [place, iterations];
    place = next;
    last = length;
  }
  return [place, limit];
}

/**
 * Least squares by the method of Levenberg (1944) and Marquardt (1963): each step solves the linear
 * model of the residuals, damped in proportion to the scale of each parameter.
 */
export function fit(problem: Problem, start: Float64Array, options: FitOptions = {}): Fit {
  const { limit = 2000 } = options;
  const scale = new Float64Array(start.length);
  const [found, searched] = search(problem, placeAt(problem, start.slice()), scale, limit);
  const [place, polished] = polish(problem, found, scale, 50);
  return { parameters: place.b, sumOfSquares: place.sum, iterations: searched + polished };
}
