// Convolution: by Fourier transforms, and of vectors by products.
import { add, mul, sub } from "../ops/arith.ts";
import { pad } from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { flip, shaped } from "./arrange.ts";
import { axesOf, type Axes } from "./axes.ts";
import { conv1d } from "./conv.ts";
import { filled, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { fft, fftn, ifft, ifftn, type Complex } from "./fft.ts";
import { part } from "./join.ts";
import { ofOneDtype } from "./matmul.ts";
import { optionsOf } from "./options.ts";
import { commonShape, floatArray, spread, together } from "./promote.ts";
import { keptShape } from "./reduce.ts";

function times([a, b]: Complex, [c, d]: Complex): Complex {
  const product = (p: NdArray, q: NdArray): NdArray => bind(mul, [p, q]);
  return [bind(sub, [product(a, c), product(b, d)]), bind(add, [product(a, d), product(b, c)])];
}

/** What convolutions take. */
export interface ConvolveOptions {
  /** All of it (default), the middle as large as x, or where one lies within the other. */
  readonly mode?: "full" | "same" | "valid" | undefined;
}

/** What `fftconvolve` takes. */
export interface FftConvolveOptions extends ConvolveOptions {
  /** Along which axes; the others broadcast. Default: all. */
  readonly axes?: Axes | undefined;
}

/** Convolution of two arrays with equally many axes, by Fourier transforms. */
export function fftconvolve(x: Operand, y: Operand, options: FftConvolveOptions = {}): NdArray {
  const [a, b] = [floatArray("fftconvolve", x), floatArray("fftconvolve", y)];
  if (a.ndim !== b.ndim) {
    fault("NB6005", `\`fftconvolve\` of ${show(a)} and ${show(b)}`, "both need as many axes");
  }
  const { axes: along, mode: asked } = optionsOf("fftconvolve", options);
  const axes = axesOf("fftconvolve", along, a.ndim);
  const outer = commonShape(
    "fftconvolve",
    [a, b].map(({ dtype, shape }) => ({ dtype, shape: keptShape(shape, axes) })),
  );
  const [p, q] = [a, b].map((z) =>
    spread(
      "fftconvolve",
      z,
      outer.map((n, i) => (axes.includes(i) ? z.shape[i]! : n)),
    ),
  ) as [NdArray, NdArray];
  const mode = modeOf("fftconvolve", asked);
  if (mode === "valid") wantWithin("fftconvolve", p, q, axes);
  const whole = p.size === 0 || q.size === 0 ? ofNothing(p, q, axes) : cyclic(p, q, axes);
  return axes.reduce((z, axis) => middle(z, axis, p.shape[axis]!, q.shape[axis]!, mode), whole);
}

type Mode = NonNullable<ConvolveOptions["mode"]>;

function modeOf(name: string, mode: Mode = "full"): Mode {
  if (mode === "full" || mode === "same" || mode === "valid") return mode;
  return fault("NB5010", `\`${name}\`: mode "${String(mode)}"`, '"full", "same" or "valid"');
}

function wantWithin(name: string, a: NdArray, b: NdArray, axes: readonly number[]): void {
  const fits = (p: NdArray, q: NdArray): boolean => axes.every((i) => p.shape[i]! >= q.shape[i]!);
  if (fits(a, b) || fits(b, a)) return;
  fault(
    "NB6005",
    `\`${name}\` of ${show(a)} and ${show(b)} with mode "valid"`,
    "one has to be at least as long as the other along all axes",
  );
}

// Lengths of all of it.
const fullShape = (a: NdArray, b: NdArray, axes: readonly number[]): number[] =>
  a.shape.map((n, i) => (axes.includes(i) ? Math.max(0, n + b.shape[i]! - 1) : n));

function ofNothing(a: NdArray, b: NdArray, axes: readonly number[]): NdArray {
  const [p] = together("fftconvolve", [filled(0, a.dtype, []), filled(0, b.dtype, [])], "float");
  return filled(0, p!.dtype, fullShape(a, b, axes));
}

// Of all of a convolution of n and m elements along an axis, what a mode asks for.
function middle(z: NdArray, axis: number, n: number, m: number, mode: Mode): NdArray {
  if (mode === "full" || n === 0 || m === 0) return z;
  if (mode === "same") {
    const from = Math.floor((m - 1) / 2);
    return part(z, axis, from, from + n);
  }
  return part(z, axis, Math.min(n, m) - 1, Math.max(n, m));
}

// The convolution of both with zeros behind, to the full lengths, around the ends.
function cyclic(a: NdArray, b: NdArray, axes: readonly number[]): NdArray {
  const shape = fullShape(a, b, axes);
  const grown = (x: NdArray): NdArray =>
    bind(pad, [x], {
      low: shape.map(() => 0),
      high: shape.map((n, i) => n - x.shape[i]!),
      interior: shape.map(() => 0),
    });
  const [p, q] = together("fftconvolve", [grown(a), grown(b)], "float") as [NdArray, NdArray];
  return ifftn(...times(fftn(p, null, { axes }), fftn(q, null, { axes })), { axes })[0];
}

/** Convolution of two vectors; with mode "same" the middle is as long as the longer one. */
export function convolve(x: Operand, y: Operand, options: ConvolveOptions = {}): NdArray {
  const { mode } = optionsOf("convolve", options);
  return slid("convolve", x, y, modeOf("convolve", mode), (b) => b);
}

/** Σₙ x[n + k]·y[n] for each shift k of two vectors (default mode "valid"); with "same" as many as the longer one has. */
export function correlate(x: Operand, y: Operand, options: ConvolveOptions = {}): NdArray {
  const { mode = "valid" } = optionsOf("correlate", options);
  return slid("correlate", x, y, modeOf("correlate", mode), (b) => flip(b));
}

// By products, as NumPy has it.
function slid(
  name: string,
  x: Operand,
  y: Operand,
  mode: Mode,
  turned: (b: NdArray) => NdArray,
): NdArray {
  const [a, given] = ofOneDtype(name, [x, y]) as [NdArray, NdArray];
  if (a.ndim !== 1 || given.ndim !== 1 || a.size === 0 || given.size === 0) {
    fault("NB6005", `\`${name}\` of ${show(a)} and ${show(given)}`, "give vectors with elements");
  }
  const b = turned(given);
  const [n, m] = [a.size, b.size];
  const kernel = shaped(flip(b), [1, 1, m]);
  const whole = conv1d(shaped(a, [1, 1, n]), kernel, { padding: [[m - 1, m - 1]] });
  const all = shaped(whole, [n + m - 1]);
  if (mode !== "same") return middle(all, 0, n, m, mode);
  // the middle of correlations, being that of the longer vector, is counted from the other end
  const [least, most] = [Math.min(n, m), Math.max(n, m)];
  const before = name === "correlate" && n < m ? least : least - 1;
  const from = Math.floor(before / 2);
  return part(all, 0, from, from + most);
}

/** Convolution around the ends, along the last axis, which is as long in both; the others broadcast. */
export function circularConvolve(x: Operand, y: Operand): NdArray {
  const [a, b] = together("circularConvolve", [x, y], "float") as [NdArray, NdArray];
  return ifft(...times(fft(a), fft(b)))[0];
}
