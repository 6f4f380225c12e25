import { showType, type Type } from "../../ir/types.ts";

/**
 * Places for values, each for one type. Lists of types get places in order: the second f64 of any
 * list is where the second f64 of any other is.
 */
export class Slots {
  /** Type of each place. */
  readonly types: Type[] = [];
  readonly #byType = new Map<string, number[]>();

  /** Where values of these types go; makes places there have not been enough of. */
  of(types: readonly Type[]): number[] {
    const taken = new Map<string, number>();
    return types.map((type) => {
      const key = showType(type);
      const n = taken.get(key) ?? 0;
      taken.set(key, n + 1);
      const places = this.#byType.get(key) ?? [];
      this.#byType.set(key, places);
      return (places[n] ??= this.types.push(type) - 1);
    });
  }
}
