/** Largest |a − b| / max(1, |a| + |b|) over all numbers; Infinity where the structures differ. */
export function distance(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") {
    if (Object.is(a, b)) return 0; // neither is a number where C has none either
    const error = Math.abs(a - b) / Math.max(1, Math.abs(a) + Math.abs(b));
    return Number.isNaN(error) ? Infinity : error;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return a === b ? 0 : Infinity;
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  if (left.length !== right.size) return Infinity;
  return left.reduce((most, [key, value]) => Math.max(most, distance(value, right.get(key))), 0);
}
