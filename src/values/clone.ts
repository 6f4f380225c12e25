/** A copy of data that shares nothing changeable with it; functions are kept as they are. */
export function cloned<X>(value: X, known: Map<object, unknown> = new Map()): X {
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before as X;
  if (ArrayBuffer.isView(value)) {
    const copy = copyOfView(value as unknown as Float64Array, known);
    known.set(value, copy);
    return copy as unknown as X;
  }
  const copy = (Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value))) as X;
  known.set(value, copy);
  for (const key of Object.keys(value) as (keyof X)[]) copy[key] = cloned(value[key], known);
  return copy;
}

/** Views of one buffer stay views of one buffer. */
function copyOfView(view: Float64Array, known: Map<object, unknown>): Float64Array {
  const { buffer, byteOffset, length } = view;
  let bytes = known.get(buffer) as ArrayBuffer | undefined;
  if (bytes === undefined) known.set(buffer, (bytes = buffer.slice(0) as ArrayBuffer));
  return new (view.constructor as Float64ArrayConstructor)(bytes, byteOffset, length);
}
