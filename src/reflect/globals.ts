/**
 * Names that mean the same everywhere unless a program declares them itself. Only these are looked
 * up in `globalThis`: any other name found there may be something else than the program means, as
 * `name` and `length` are in a browser.
 */
const names =
  "undefined NaN Infinity globalThis isNaN isFinite parseFloat parseInt Math Number String Boolean " +
  "Object Function Symbol BigInt Array Float64Array Float32Array Int32Array Uint32Array Int16Array " +
  "Uint16Array Int8Array Uint8Array Uint8ClampedArray BigInt64Array BigUint64Array ArrayBuffer " +
  "SharedArrayBuffer DataView Atomics Map Set WeakMap WeakSet WeakRef Iterator Promise Proxy Reflect " +
  "RegExp Date JSON Intl Error TypeError RangeError ReferenceError SyntaxError EvalError URIError " +
  "AggregateError console performance structuredClone queueMicrotask setTimeout clearTimeout " +
  "setInterval clearInterval WebAssembly crypto";

const wellKnown: ReadonlySet<string> = new Set(names.split(" "));

export function isWellKnownGlobal(name: string): boolean {
  return wellKnown.has(name);
}
