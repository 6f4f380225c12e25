import { NdArray } from "../nd/array.ts";
import { emptyObject } from "./collection.ts";
import { keepPrivates, privateFields } from "./members.ts";

/** A copy of data that shares nothing changeable with it; functions are kept as they are. */
export function cloned<X>(value: X): X {
  const known = new Map<object, unknown>();
  // made and not yet filled: chains of any length do not need the engine's stack
  const unfilled: [from: object, to: object][] = [];
  const copyOf = (x: unknown): unknown => {
    if (typeof x !== "object" || x === null || x instanceof NdArray) return x;
    const before = known.get(x);
    if (before !== undefined) return before;
    if (ArrayBuffer.isView(x)) {
      const copy = copyOfView(x as unknown as Float64Array, known);
      known.set(x, copy);
      return copy;
    }
    const copy = Array.isArray(x) ? [] : emptyObject(Object.getPrototypeOf(x) as object | null);
    known.set(x, copy);
    unfilled.push([x, copy]);
    return copy;
  };
  const copy = copyOf(value);
  for (let next = unfilled.pop(); next !== undefined; next = unfilled.pop()) {
    const [from, to] = next as [Record<string, unknown>, Record<string, unknown>];
    for (const key of Object.keys(from)) to[key] = copyOf(from[key]);
    keepPrivates(
      to,
      privateFields(from).map(([name, held]) => [name, copyOf(held)] as const),
    );
    if (from instanceof Map) {
      for (const [key, held] of from) Map.prototype.set.call(to, key, copyOf(held));
    } else if (from instanceof Set) for (const key of from) Set.prototype.add.call(to, key);
  }
  return copy as X;
}

/** Views of one buffer stay views of one buffer. */
function copyOfView(view: Float64Array, known: Map<object, unknown>): Float64Array {
  const { buffer, byteOffset, length } = view;
  let bytes = known.get(buffer) as ArrayBuffer | undefined;
  if (bytes === undefined) known.set(buffer, (bytes = buffer.slice(0) as ArrayBuffer));
  return new (view.constructor as Float64ArrayConstructor)(bytes, byteOffset, length);
}
