import type { Attrs } from "../ir/func.ts";

/**
 * Places of the values carried by a loop that are taken not to vary: those whose derivative is found
 * elsewhere, by `withWinners`.
 */
export function stillOf({ still }: Attrs): ReadonlySet<number> {
  const bits = typeof still === "string" ? [...still] : [];
  return new Set(bits.flatMap((bit, i) => (bit === "1" ? [i] : [])));
}
