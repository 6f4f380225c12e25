import * as fft from "./fft.ts";
import * as linalg from "./linalg.ts";
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
