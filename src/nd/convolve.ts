// Convolution by Fourier transforms.
import { add, mul, sub } from "../ops/arith.ts";
import { pad } from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { filled, type Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { fft, fftn, ifft, ifftn, type Complex } from "./fft.ts";
import { part } from "./join.ts";
import { floatArray, together } from "./promote.ts";

function times([a, b]: Complex, [c, d]: Complex): Complex {
  const product = (p: NdArray, q: NdArray): NdArray => bind(mul, [p, q]);
  return [bind(sub, [product(a, c), product(b, d)]), bind(add, [product(a, d), product(b, c)])];
}

/** What `fftconvolve` takes. */
export interface ConvolveOptions {
  /** All of it (default), the middle as large as x, or where one lies within the other. */
  readonly mode?: "full" | "same" | "valid" | undefined;
}

/** Convolution of two arrays with equally many axes, by Fourier transforms. */
export function fftconvolve(
  x: Operand,
  y: Operand,
  { mode = "full" }: ConvolveOptions = {},
): NdArray {
  const [a, b] = [floatArray("fftconvolve", x), floatArray("fftconvolve", y)];
  if (a.ndim !== b.ndim) {
    fault("NB6005", `\`fftconvolve\` of ${show(a)} and ${show(b)}`, "both need as many axes");
  }
  const full = a.shape.map((n, i) => Math.max(0, n + b.shape[i]! - 1));
  if (a.size === 0 || b.size === 0)
    return filled(0, "f64", mode === "same" ? a.shape : full.map(() => 0));
  const whole = cyclic(a, b, full);
  if (mode === "full") return whole;
  return whole.shape.reduce((z, _, axis) => {
    const [n, m] = [a.shape[axis]!, b.shape[axis]!];
    if (mode === "same") {
      const from = Math.floor((m - 1) / 2);
      return part(z, axis, from, from + n);
    }
    return part(z, axis, Math.min(n, m) - 1, Math.max(n, m));
  }, whole);
}

// The convolution of both with zeros behind, to these lengths, around the ends.
function cyclic(a: NdArray, b: NdArray, shape: readonly number[]): NdArray {
  const grown = (x: NdArray): NdArray =>
    bind(pad, [x], {
      low: shape.map(() => 0),
      high: shape.map((n, i) => n - x.shape[i]!),
      interior: shape.map(() => 0),
    });
  const [p, q] = together("fftconvolve", [grown(a), grown(b)], "float") as [NdArray, NdArray];
  const axes = { axes: shape.map((_, i) => i) };
  return ifftn(...times(fftn(p, null, axes), fftn(q, null, axes)), axes)[0];
}

/** Convolution around the ends, along the last axis, which is as long in both; the others broadcast. */
export function circularConvolve(x: Operand, y: Operand): NdArray {
  const [a, b] = together("circularConvolve", [x, y], "float") as [NdArray, NdArray];
  return ifft(...times(fft(a), fft(b)))[0];
}
