// What may be asked for besides a derivative must not change it; and what it is checked by.
import { grad, hvp, jacfwd, jacrev, jvp } from "../../src/index.ts";
import type { DerivativeOptions } from "../../src/index.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { slopeOf } from "./differences.ts";
import { expectClose } from "./gradients.ts";
import {
  argsOf,
  expectSame,
  functionOf,
  ofArray,
  plain,
  scope,
  type Outcome,
  type Point,
} from "./subject.ts";

/** The gradient, or the code of the error that the call ends with. */
function gradientWith(text: string, point: Point, options: DerivativeOptions): Outcome {
  try {
    const all = { ...scope, ...options, wrt: [0, 1, 2, 3] } as const;
    const parts = grad(functionOf(text), all)(...argsOf(point)) as unknown[];
    const flat = parts.flatMap((x) => (typeof x === "number" ? [x] : [...(x as Float64Array)]));
    // a sum that begins with 0 has no sign, one of -0 alone does
    return flat.map((x) => x + 0);
  } catch (error) {
    if (error instanceof NablaError && error.code.startsWith("NB4")) return error.code;
    throw error;
  }
}

/** With sums in order, snapshots leave every bit of the gradient but signs of zeros; else they are close. */
export function checkOptions(text: string, point: Point): void {
  plain(text)(point);
  const wanted = gradientWith(text, point, {});
  const strict = gradientWith(text, point, { strict: true });
  expectNear("strict", wanted, strict);
  for (const budget of [{ snapshots: 3 }, { memory: 400 }]) {
    const name = Object.keys(budget).join();
    expectNear(name, wanted, gradientWith(text, point, budget));
    if (strict === "NB4008") continue;
    expectSame(name, strict, gradientWith(text, point, { ...budget, strict: true }));
  }
}

// Of two runs that may add up in another order, one of which may have met a kink.
function expectNear(name: string, wanted: Outcome, other: Outcome): void {
  if (other === "NB4008") return;
  if (typeof wanted === "string" || typeof other === "string") expectSame(name, wanted, other);
  else expectClose(name, wanted, other, 1e-9);
}

/** Second derivatives are the slopes of the gradient, where differences can tell. */
export function checkCurvature(text: string, point: Point): void {
  plain(text)(point);
  if (/Float32|fround|Int\d|grad\(/.test(text)) return;
  const f = ofArray<number>(text, "value");
  const v = Float64Array.from(point, (_, i) => Math.cos(3 * i + 1));
  const weights = point.map((_, i) => Math.sin(2 * i + 1));
  const dot = (xs: Float64Array): number => xs.reduce((s, x, i) => s + x * weights[i]!, 0);
  const gradient = grad(f, scope);
  const second = dot(hvp(f, scope)(Float64Array.from(point), v));
  const moved = jvp(gradient as (z: Float64Array) => Float64Array, scope);
  const tangent = dot(moved([Float64Array.from(point)], [v]).tangent as Float64Array);
  if (Math.abs(tangent - second) > 1e-8 * (1 + Math.abs(second))) {
    throw new Error(`jvp of the gradient: ${tangent}, hvp: ${second}`);
  }
  const { slope, error } = slopeOf((t) =>
    dot(gradient(Float64Array.from(point, (p, i) => p + t * v[i]!)) as Float64Array),
  );
  if (!Number.isFinite(second) || !(error < 1e-4 * (1 + Math.abs(slope)))) return;
  if (Math.abs(slope - second) > 100 * error + 1e-6 * (1 + Math.abs(slope))) {
    throw new Error(`differences of the gradient: ${slope} ± ${error}, hvp: ${second}`);
  }
}

/** More numbers, on which those of the point depend: for more columns than are taken in one run. */
const more =
  "for (let k = 14; k < z.length; k++) { a[k % 6] += z[k] * 0.1; b[k % 5] -= z[k] * z[0] * 0.05; }";

/** A Jacobian is the same by columns and by rows, which are gradients. */
export function checkJacobian(text: string, point: Point): void {
  plain(text)(point);
  const f = ofArray<number[]>(text, "[value, a[1] * value, ...a, ...b, 1]", more);
  const extra = Math.abs(Math.trunc(1000 * point[0]!)) % 30;
  const at = Float64Array.from([...point, ...point, ...point].slice(0, point.length + extra));
  const [forward, reverse] = [jacfwd, jacrev].map((by) => {
    const rows = by(f, scope)(at.slice()) as Float64Array[];
    return rows.flatMap((row) => [...row]);
  });
  const rough = /Float32|fround/.test(text) ? 1e4 : 1;
  expectClose("columns and rows", reverse!, forward!, rough * 1e-9);
  const row = ofArray<number>(text, "a[1] * value", more);
  const n = at.length;
  expectClose("a row", [...grad(row, scope)(at)], forward!.slice(n, 2 * n), rough * 1e-9);
}
