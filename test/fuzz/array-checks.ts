// What holds of programs of N-d arrays, which are computed in other orders than they are written in.
import { grad, hvp, jit, jvp, nd, vmap, type NdArray } from "../../src/index.ts";
import { slopeOf } from "./differences.ts";
import { expectClose } from "./gradients.ts";
import { compiledText } from "./program.ts";
import {
  called,
  expectSame,
  functionOf,
  interpreted,
  plain,
  rows,
  scope,
  specialised,
  stagesOf,
  Unusable,
  type Fn,
  type Outcome,
  type Point,
} from "./subject.ts";

const toleranceOf = (text: string): number => (/Float32/.test(text) ? 1e-4 : 1e-9);

/** The outcome of a program at its numbers, or at others that are moved by `t`. */
type Around = (t: number) => Outcome;

function isNear(wanted: Outcome, found: Outcome, tolerance: number): boolean {
  if (typeof wanted === "string" || typeof found === "string") return wanted === found;
  const near = (x: number, y: number): boolean =>
    Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * (1 + Math.abs(x));
  return wanted.length === found.length && wanted.every((x, i) => near(x, found[i]!));
}

/** Throws unless an outcome is that of a program but for rounding. */
function expectNear(what: string, around: Around, found: Outcome, tolerance: number): void {
  const wanted = around(0);
  if (isNear(wanted, found, tolerance)) return;
  requireSteady(around, tolerance);
  throw new Error(`${what}: ${String(found)} instead of ${String(wanted)}`);
}

// Where a program jumps within rounding, sums in another order may be on the other side.
function requireSteady(around: Around, tolerance: number): void {
  for (const t of [1e-11, -1e-11]) {
    if (!isNear(around(0), around(t), tolerance)) throw new Unusable("jumps within rounding");
  }
}

const moved = (point: Point, t: number): Point => point.map((p, i) => p + t * Math.cos(3 * i + 1));

/**
 * The same bits outside of compiled code and in the interpreter, however it is optimised; the same
 * but for rounding once arrays are memory, and as WebAssembly.
 */
export function checkArrays(text: string, point: Point): void {
  const expected = plain(text)(point);
  const made = specialised(functionOf(text), point);
  expectSame("specialised", expected, interpreted(made.module, made, point));
  const { derived, final } = stagesOf(made);
  expectSame("optimised", expected, interpreted(derived, made, point));
  const tolerance = toleranceOf(text);
  const around: Around = (t) => plain(text)(moved(point, t));
  expectNear("arrays in memory", around, interpreted(final, made, point), tolerance);
  expectNear("jit", around, called(jit(functionOf(text), scope), point), tolerance);
}

/** Arguments with `length` numbers in each array. */
function longer(point: Point, length: number): Parameters<Fn> {
  const [x, y] = point as [number, number];
  const numbers = (k: number): Float64Array =>
    Float64Array.from(
      { length },
      (_, i) => point[2 + ((k + i) % (2 * rows))]! + 0.03 * i + 0.017 * k,
    );
  return [x, y, numbers(0), numbers(rows)];
}

/** One compiled function, and its gradient, for arrays of other lengths, in any order. */
export function checkLengths(text: string, point: Point): void {
  const make = new Function("tick", "grad", "nd", `return (${compiledText(text)})`);
  const eager = make(() => undefined, grad, nd) as Fn;
  plain(text)(point);
  const fn = functionOf(text);
  const compiled = jit(fn, scope);
  const slopes = grad(fn, { ...scope, wrt: [0, 1, 2, 3] });
  const firsts = new Map<number, readonly number[]>();
  for (const length of [6, 2, 300, 40, 6, 2]) {
    const args = (): Parameters<Fn> => longer(point, length);
    const around: Around = (t) => [eager(...longer(moved(point, t), length))];
    const tolerance = toleranceOf(text);
    expectNear(`length ${length}`, around, [Number(compiled(...args()))], tolerance);
    if (length > 100) continue;
    const flat = flatten(slopes(...args()) as unknown[]);
    const first = firsts.get(length);
    if (first === undefined) {
      firsts.set(length, flat);
      expectTangent(fn, args(), flat, { around, tolerance });
    } else expectSame(`gradient for length ${length} again`, first, flat);
  }
}

const flatten = (parts: readonly unknown[]): number[] =>
  parts.flatMap((p) => (typeof p === "number" ? [p] : [...(p as Float64Array)]));

/** The gradient along a direction is what forward mode gives. */
function expectTangent(
  fn: Fn,
  args: Parameters<Fn>,
  gradient: readonly number[],
  { around, tolerance }: { readonly around: Around; readonly tolerance: number },
): void {
  let k = 0;
  const next = (): number => Math.cos(3 * k++ + 1);
  const direction = args.map((x) => (typeof x === "number" ? next() : x.map(next)));
  const { tangent } = jvp(fn, scope)(args, direction as Parameters<Fn>);
  const along = flatten(direction).reduce((s, d, i) => s + d * gradient[i]!, 0);
  const size = Math.max(1, ...gradient.map(Math.abs));
  if (!Number.isFinite(along) || Math.abs(tangent - along) <= tolerance * gradient.length * size) {
    return;
  }
  requireSteady(around, tolerance);
  throw new Error(`jvp: ${tangent} instead of ${along}`);
}

/** The program as a function of one array with the numbers of the point. */
function ofOneArray(text: string): (z: NdArray) => number {
  if (/\b[ab]\[/.test(text)) throw new Unusable("writes to typed arrays");
  const whole = `function whole(z) {
    const inner = ${compiledText(text)};
    return inner(z.at(0), z.at(1), nd.slice(z, [2, 8]), nd.slice(z, [8, 14]));
  }`;
  return new Function("nd", `return (${whole})`)(nd) as (z: NdArray) => number;
}

/** Second derivatives are the slopes of the gradient, and those of the other mode. */
export function checkCurved(text: string, point: Point): void {
  plain(text)(point);
  const fn = ofOneArray(text);
  const v = point.map((_, i) => Math.cos(3 * i + 1));
  const weights = point.map((_, i) => Math.sin(2 * i + 1));
  const dot = (x: unknown): number =>
    Array.from((x as NdArray).data).reduce((s, one, i) => s + one * weights[i]!, 0);
  const at = (t: number): NdArray => nd.array(point.map((p, i) => p + t * v[i]!));
  const gradient = grad(fn, scope);
  const second = dot(hvp(fn, scope)(at(0), nd.array(v)));
  const tangent = dot(jvp(gradient, scope)([at(0)], [nd.array(v)] as never).tangent);
  expectClose("forward over reverse", [second], [tangent], 10 * toleranceOf(text));
  if (/Float32/.test(text)) return;
  const { slope, error } = slopeOf((t) => dot(gradient(at(t))));
  if (!Number.isFinite(second) || !(error < 1e-4 * (1 + Math.abs(slope)))) return;
  if (Math.abs(slope - second) > 100 * error + 1e-6 * (1 + Math.abs(slope))) {
    throw new Error(`differences of the gradient: ${slope} ± ${error}, hvp: ${second}`);
  }
}

const lanes = 3;

/** In lanes, the program and its gradient are what they are one after the other. */
export function checkMapped(text: string, point: Point): void {
  plain(text)(point);
  const fn = ofOneArray(text);
  const lane = (k: number): number[] =>
    point.map((p, i) => (k === 0 ? p : p + 0.37 * k * Math.sin(5 * k + i)));
  const all = Array.from({ length: lanes }, (_, k) => lane(k));
  const one = jit(fn, scope);
  const values = all.map((z) => Number(one(nd.array(z))));
  if (!values.every(Number.isFinite)) return;
  const mapped = vmap(fn, scope)(nd.array(all)) as Float64Array;
  expectClose("values in lanes", values, [...mapped], toleranceOf(text));
  const slopes = grad(fn, scope);
  const single = all.flatMap((z) => [...slopes(nd.array(z)).data]);
  const together = vmap(slopes, scope)(nd.array(all)) as unknown as NdArray;
  expectClose("gradients in lanes", single, [...together.data], toleranceOf(text));
}
