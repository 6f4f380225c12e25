import * as fft from "./fft.ts";
import * as linalg from "./linalg.ts";
import { methodOf } from "./methods.ts";
import * as all from "./public.ts";

/** The public functions on arrays, by name: what compiled code recognises. */
export const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
  ...all,
  ...prefixed("linalg", linalg),
  ...prefixed("fft", fft),
};

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

function prefixed(name: string, of: Functions): Functions {
  return Object.fromEntries(Object.entries(of).map(([key, fn]) => [`${name}.${key}`, fn]));
}

// Functions of more than one operand, or none; where it is Infinity, all arguments are.
const counts: Readonly<Record<string, number>> = {
  ...many(0, "arange eye identity ones tri zeros fft.fftfreq fft.rfftfreq"),
  ...many(
    2,
    "add arrayEqual booleanIndex circularConvolve compress conv1d conv2d convTranspose1d convTranspose2d convolve correlate cross divide divmod dot dynamicSlice equal fftconvolve floorDivide fmod full fullLike gammainc gammaincc greater greaterEqual hypot inner isclose kron less lessEqual linspace logaddexp logaddexp2 logicalAnd logicalOr logicalXor logspace matmul maximum minimum multiply notEqual outer polygamma power arctan2 remainder searchsorted subtract take takeAlongAxis tensordot vdot xlog1py xlogy zeta fft.fft fft.fft2 fft.fftn fft.ifft fft.ifft2 fft.ifftn fft.hfft fft.irfft fft.irfft2 fft.irfftn linalg.lstsq linalg.solve linalg.triangularSolve",
  ),
  ...many(3, "betainc clip dynamicUpdateSlice where"),
  ...many(Infinity, "einsum gather scatterAdd scatterSet slice"),
};

function many(count: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(" ").map((name) => [name, count]));
}

let operands: Map<object, number> | undefined;

/**
 * How many of the arguments of a function on arrays, from the first on, are operands, numbers among
 * them; the others are options, which are known when compiling.
 */
export function operandsOf(fn: object): number {
  if (operands === undefined) {
    operands = new Map();
    for (const [name, one] of Object.entries(functions)) {
      operands.set(one, Math.max(operands.get(one) ?? 1, counts[name] ?? 1));
      if (counts[name] === 0) operands.set(one, 0);
    }
  }
  const method = methodOf(fn);
  return method === undefined ? (operands.get(fn) ?? Infinity) : operandsOf(method) - 1;
}

/** Whether it takes one array for a list of the arrays along its first axis. */
export const takesParts = (fn: object): boolean =>
  [all.array, all.asarray, all.concatenate, all.hstack, all.stack, all.vstack].some(
    (one) => one === fn,
  );
