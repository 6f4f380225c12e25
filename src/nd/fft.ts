// Fourier transforms. Complex numbers are pairs of arrays, [re, im], independent in derivatives.
import { neg } from "../ops/arith.ts";
import * as ops from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { like, multiply } from "./arithmetic.ts";
import { flip, moveaxis, shaped } from "./arrange.ts";
import { axisOf } from "./axes.ts";
import { where } from "./compare.ts";
import { made, toArray, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault } from "./fault.ts";
import { part, roll } from "./join.ts";
import { floatArray, together } from "./promote.ts";
import { sizeOf } from "../ir/types.ts";

/** Real and imaginary parts. */
export type Complex = [re: NdArray, im: NdArray];

/** Where the factor 1/n goes: to the inverse (backward), half to each (ortho), to the transform (forward). */
export type FftNorm = "backward" | "ortho" | "forward";

/** What transforms along one axis take. */
export interface FftOptions {
  /** The length to which the axis is cut, or filled up with zeros. Default: as it is. */
  readonly n?: number | null | undefined;
  /** Default: the last. */
  readonly axis?: number | undefined;
  /** Default "backward". */
  readonly norm?: FftNorm | null | undefined;
}

/** What transforms along several axes take. */
export interface FftAxesOptions {
  /** Default: the last two. */
  readonly axes?: readonly number[] | undefined;
  readonly norm?: FftNorm | null | undefined;
}

/** Σⱼ xⱼ·e^(-2πi·jk/n) along an axis; `im` may be left out (null). */
export function fft(re: Operand, im: Operand | null = null, options: FftOptions = {}): Complex {
  return transformed("fft", re, im, false, options);
}

/** The inverse of `fft`: Σₖ xₖ·e^(2πi·jk/n) / n. */
export function ifft(re: Operand, im: Operand | null = null, options: FftOptions = {}): Complex {
  return transformed("ifft", re, im, true, options);
}

function pair(name: string, re: Operand, im: Operand | null): Complex {
  if (im === null) {
    const a = floatArray(name, re);
    return [a, like(a, 0)];
  }
  return together(name, [re, im], "float") as Complex;
}

function transformed(
  name: string,
  re: Operand,
  im: Operand | null,
  inverse: boolean,
  { n, axis = -1, norm }: FftOptions,
): Complex {
  const parts = pair(name, re, im);
  const at = axisOf(name, axis, parts[0].ndim);
  const length = lengthOf(name, n ?? parts[0].shape[at]!);
  const rows = parts.map((x) => moveaxis(fitted(x, at, length), at, -1));
  const { shape } = rows[0]!;
  const stack = bind(
    ops.concat,
    rows.map((x) => shaped(x, [1, sizeOf(shape.slice(0, -1)), length])),
    { axis: 0 },
  );
  const y = bind(ops.fft, [stack], { inverse });
  const scaled = multiply(y, scaleOf(name, norm, length, inverse));
  const whole = (i: number): NdArray => moveaxis(shaped(part(scaled, 0, i, i + 1), shape), -1, at);
  return [whole(0), whole(1)];
}

function lengthOf(name: string, n: number): number {
  if (Number.isInteger(n) && n >= 1) return n;
  return fault("NB6005", `\`${name}\` of length ${n}`, "it needs at least one element");
}

/** `x` cut to `length` along an axis, or with zeros behind. */
function fitted(x: NdArray, axis: number, length: number): NdArray {
  const n = x.shape[axis]!;
  if (n >= length) return part(x, axis, 0, length);
  return bind(ops.pad, [x], {
    low: x.shape.map(() => 0),
    high: x.shape.map((_, i) => (i === axis ? length - n : 0)),
    interior: x.shape.map(() => 0),
  });
}

function scaleOf(
  name: string,
  norm: FftNorm | null | undefined,
  n: number,
  inverse: boolean,
): number {
  switch (norm ?? "backward") {
    case "ortho":
      return 1 / Math.sqrt(n);
    case "forward":
      return inverse ? 1 : 1 / n;
    case "backward":
      return inverse ? 1 / n : 1;
  }
  return fault("NB5010", `\`${name}\`: norm "${norm}"`, '"backward", "ortho" or "forward"');
}

/** `fft` of real numbers, without the second half, which is the conjugate of the first: ⌊n/2⌋ + 1 of them. */
export function rfft(x: Operand, options: FftOptions = {}): Complex {
  const [re, im] = transformed("rfft", x, null, false, options);
  const at = axisOf("rfft", options.axis ?? -1, re.ndim);
  const half = Math.floor(re.shape[at]! / 2) + 1;
  return [part(re, at, 0, half), part(im, at, 0, half)];
}

/** The inverse of `rfft`, of length `n` (default 2(m - 1) for m operands). */
export function irfft(re: Operand, im: Operand, options: FftOptions = {}): NdArray {
  const [given, other] = together("irfft", [re, im], "float") as Complex;
  const at = axisOf("irfft", options.axis ?? -1, given.ndim);
  const n = lengthOf("irfft", options.n ?? 2 * (given.shape[at]! - 1));
  const half = Math.floor(n / 2) + 1;
  const [a, b] = [fitted(given, at, half), imaginary(fitted(other, at, half), at, n)];
  // the others are the conjugates of those between the mean and the middle
  const between = Math.ceil(n / 2);
  const mirrored = (x: NdArray): NdArray => flip(part(x, at, Math.min(1, between), between), at);
  const whole = (x: NdArray, rest: NdArray): NdArray => bind(ops.concat, [x, rest], { axis: at });
  return transformed("irfft", whole(a, mirrored(a)), whole(b, bind(neg, [mirrored(b)])), true, {
    ...options,
    n,
  })[0];
}

// The imaginary parts of the mean, and for an even length of the last, have no meaning.
function imaginary(x: NdArray, axis: number, n: number): NdArray {
  const size = x.shape[axis]!;
  const counts = Uint8Array.from({ length: size }, (_, i) => Number(i > 0 && 2 * i !== n));
  const mask = made(
    "bool",
    x.shape.map((m, i) => (i === axis ? m : 1)),
    counts,
  );
  return where(mask, x, 0);
}

function overAxes(
  name: string,
  re: Operand,
  im: Operand | null,
  inverse: boolean,
  axes: readonly number[],
  norm: FftNorm | null | undefined,
): Complex {
  const start = pair(name, re, im);
  return axes.reduce<Complex>(
    ([a, b], axis) => transformed(name, a, b, inverse, { axis, norm }),
    start,
  );
}

/** `fft` along two axes. */
export function fft2(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("fft2", re, im, false, options.axes ?? [-2, -1], options.norm);
}

/** `ifft` along two axes. */
export function ifft2(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("ifft2", re, im, true, options.axes ?? [-2, -1], options.norm);
}

const allAxes = (re: Operand): number[] => toArray("fftn", re).shape.map((_, i) => i);

/** `fft` along all axes, or those of a list. */
export function fftn(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("fftn", re, im, false, options.axes ?? allAxes(re), options.norm);
}

/** `ifft` along all axes, or those of a list. */
export function ifftn(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("ifftn", re, im, true, options.axes ?? allAxes(re), options.norm);
}

/** The frequencies of `fft` of `n` samples that are `d` apart. */
export function fftfreq(n: number, d = 1): NdArray {
  const half = Math.floor((n - 1) / 2);
  const at = (i: number): number => (i <= half ? i : i - n) / (n * d);
  return made(
    "f64",
    [n],
    Float64Array.from({ length: n }, (_, i) => at(i)),
  );
}

/** The frequencies of `rfft` of `n` samples that are `d` apart. */
export function rfftfreq(n: number, d = 1): NdArray {
  const half = Math.floor(n / 2) + 1;
  return made(
    "f64",
    [half],
    Float64Array.from({ length: half }, (_, i) => i / (n * d)),
  );
}

/** With the frequency 0 in the middle of these axes (all by default). */
export function fftshift(x: Operand, axes: number | readonly number[] | null = null): NdArray {
  return shifted("fftshift", x, axes, (n) => Math.floor(n / 2));
}

/** The inverse of `fftshift`. */
export function ifftshift(x: Operand, axes: number | readonly number[] | null = null): NdArray {
  return shifted("ifftshift", x, axes, (n) => -Math.floor(n / 2));
}

function shifted(
  name: string,
  x: Operand,
  axes: number | readonly number[] | null,
  by: (n: number) => number,
): NdArray {
  const a = toArray(name, x);
  const list = axes === null ? a.shape.map((_, i) => i) : typeof axes === "number" ? [axes] : axes;
  return roll(
    a,
    list.map((axis) => by(a.shape[axisOf(name, axis, a.ndim)]!)),
    list,
  );
}
