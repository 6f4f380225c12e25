/** All numbers in a value, in order. */
export function numbersIn(x: unknown): number[] {
  if (typeof x === "number") return [x];
  if (typeof x !== "object" || x === null) return [];
  const inner = ArrayBuffer.isView(x) ? [...(x as Float64Array)] : Object.values(x);
  return inner.flatMap((y) => numbersIn(y));
}
