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
import { optionsOf } from "./options.ts";
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
  /** Default: the last two, or all for names ending in n; the last ones if `s` is given. */
  readonly axes?: readonly number[] | null | undefined;
  /** The lengths to which these axes are cut, or filled up with zeros. Default: as they are. */
  readonly s?: readonly number[] | null | undefined;
  readonly norm?: FftNorm | null | undefined;
}

/** Σⱼ xⱼ·e^(-2πi·jk/n) along an axis; `im` may be left out (null). */
export function fft(re: Operand, im: Operand | null = null, options: FftOptions = {}): Complex {
  return transformed("fft", re, im, false, optionsOf("fft", options));
}

/** The inverse of `fft`: Σₖ xₖ·e^(2πi·jk/n) / n. */
export function ifft(re: Operand, im: Operand | null = null, options: FftOptions = {}): Complex {
  return transformed("ifft", re, im, true, optionsOf("ifft", options));
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
  const [re, im] = transformed("rfft", x, null, false, optionsOf("rfft", options));
  const at = axisOf("rfft", options.axis ?? -1, re.ndim);
  const half = Math.floor(re.shape[at]! / 2) + 1;
  return [part(re, at, 0, half), part(im, at, 0, half)];
}

/** The inverse of `rfft`, of length `n` (default 2(m - 1) for m operands). */
export function irfft(re: Operand, im: Operand, options: FftOptions = {}): NdArray {
  const [given, other] = together("irfft", [re, im], "float") as Complex;
  const at = axisOf("irfft", optionsOf("irfft", options).axis ?? -1, given.ndim);
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

// Each axis with the length that it gets, if one is asked for.
function axesFor(
  name: string,
  x: NdArray,
  { axes, s }: FftAxesOptions,
  otherwise: readonly number[] | null,
): { axis: number; n: number | null }[] {
  const counts = s ?? null;
  const all = x.shape.map((_, i) => i);
  const given =
    axes ?? (counts === null ? (otherwise ?? all) : all.slice(all.length - counts.length));
  const list = given.map((axis) => axisOf(name, axis, x.ndim));
  if (counts !== null && counts.length !== list.length) {
    fault(
      "NB5010",
      `\`${name}\`: ${counts.length} lengths for ${list.length} axes`,
      "give a length for each axis",
    );
  }
  return list.map((axis, i) => ({ axis, n: counts === null ? null : counts[i]! }));
}

const LAST_TWO = [-2, -1];

function overAxes(
  name: string,
  re: Operand,
  im: Operand | null,
  inverse: boolean,
  options: FftAxesOptions,
  otherwise: readonly number[] | null,
): Complex {
  const start = pair(name, re, im);
  return axesFor(name, start[0], options, otherwise).reduceRight<Complex>(
    ([a, b], { axis, n }) => transformed(name, a, b, inverse, { axis, n, norm: options.norm }),
    start,
  );
}

/** `fft` along two axes. */
export function fft2(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("fft2", re, im, false, optionsOf("fft2", options), LAST_TWO);
}

/** `ifft` along two axes. */
export function ifft2(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("ifft2", re, im, true, optionsOf("ifft2", options), LAST_TWO);
}

/** `fft` along all axes, or those of a list. */
export function fftn(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("fftn", re, im, false, optionsOf("fftn", options), null);
}

/** `ifft` along all axes, or those of a list. */
export function ifftn(
  re: Operand,
  im: Operand | null = null,
  options: FftAxesOptions = {},
): Complex {
  return overAxes("ifftn", re, im, true, optionsOf("ifftn", options), null);
}

function realAxes(
  name: string,
  x: Operand,
  options: FftAxesOptions,
  otherwise: readonly number[] | null,
): Complex {
  const a = floatArray(name, x);
  const list = axesFor(name, a, options, otherwise);
  const { norm } = options;
  const last = list.at(-1) ?? fault("NB5010", `\`${name}\` along no axes`, "give at least one");
  return list
    .slice(0, -1)
    .reduceRight<Complex>(
      ([re, im], { axis, n }) => transformed(name, re, im, false, { axis, n, norm }),
      rfft(a, { ...last, norm }),
    );
}

function inverseRealAxes(
  name: string,
  re: Operand,
  im: Operand,
  options: FftAxesOptions,
  otherwise: readonly number[] | null,
): NdArray {
  const start = pair(name, re, im);
  const list = axesFor(name, start[0], options, otherwise);
  const { norm } = options;
  const last = list.at(-1) ?? fault("NB5010", `\`${name}\` along no axes`, "give at least one");
  const [a, b] = list
    .slice(0, -1)
    .reduce<Complex>(
      ([p, q], { axis, n }) => transformed(name, p, q, true, { axis, n, norm }),
      start,
    );
  return irfft(a, b, { ...last, norm });
}

/** `rfft` along the last of two axes, then `fft` along the other. */
export function rfft2(x: Operand, options: FftAxesOptions = {}): Complex {
  return realAxes("rfft2", x, optionsOf("rfft2", options), LAST_TWO);
}

/** The inverse of `rfft2`; the last axis gets the length 2(m - 1) unless `s` says another. */
export function irfft2(re: Operand, im: Operand, options: FftAxesOptions = {}): NdArray {
  return inverseRealAxes("irfft2", re, im, optionsOf("irfft2", options), LAST_TWO);
}

/** `rfft` along the last of all axes, or of those of a list, then `fft` along the others. */
export function rfftn(x: Operand, options: FftAxesOptions = {}): Complex {
  return realAxes("rfftn", x, optionsOf("rfftn", options), null);
}

/** The inverse of `rfftn`; the last axis gets the length 2(m - 1) unless `s` says another. */
export function irfftn(re: Operand, im: Operand, options: FftAxesOptions = {}): NdArray {
  return inverseRealAxes("irfftn", re, im, optionsOf("irfftn", options), null);
}

// The other direction's factor.
const opposite = (norm: FftNorm | null | undefined): FftNorm | null | undefined =>
  norm === "ortho" ? norm : norm === "forward" ? "backward" : "forward";

/** `fft` of a signal that is its own conjugate backwards, of which the first half is given; it is real. */
export function hfft(re: Operand, im: Operand, options: FftOptions = {}): NdArray {
  const [a, b] = pair("hfft", re, im);
  return irfft(a, bind(neg, [b]), { ...optionsOf("hfft", options), norm: opposite(options.norm) });
}

/** The inverse of `hfft`: the first half. */
export function ihfft(x: Operand, options: FftOptions = {}): Complex {
  const [a, b] = rfft(x, { ...optionsOf("ihfft", options), norm: opposite(options.norm) });
  return [a, bind(neg, [b])];
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
