import type { Value } from "../ir/func.ts";
import type { Location } from "../analysis/effects.ts";

/** Where in a memory: a value, or a constant index; for a record its field is in the location. */
export type Spot = Value | number;

/** What is known to be at some spots, seen through one reference. */
interface Spots {
  readonly fixed: Map<number, Value>;
  readonly others: Map<Value, Value>;
}

/** What is known of one location. */
interface Known {
  readonly through: Map<Value, Spots>;
  /** Whether what is known outside of this region still holds. */
  outer: boolean;
}

/**
 * What memory is known to contain at one point of a function: one layer for each region around the
 * point, the innermost last. Each question costs a look-up for each layer.
 */
export class Contents {
  private readonly layers: Map<Location, Known>[] = [new Map()];

  enter(): void {
    this.layers.push(new Map());
  }

  leave(): void {
    this.layers.pop();
  }

  at(location: Location, ref: Value, spot: Spot): Value | undefined {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const known = this.layers[i]!.get(location);
      const spots = known?.through.get(ref);
      const value = typeof spot === "number" ? spots?.fixed.get(spot) : spots?.others.get(spot);
      if (value !== undefined) return value;
      if (known?.outer === false) return undefined;
    }
    return undefined;
  }

  /** Notes that `x` is there, as was just read. */
  saw(location: Location, ref: Value, spot: Spot, x: Value): void {
    const { through } = this.top(location);
    let spots = through.get(ref);
    if (spots === undefined) through.set(ref, (spots = { fixed: new Map(), others: new Map() }));
    if (typeof spot === "number") spots.fixed.set(spot, x);
    else spots.others.set(spot, x);
  }

  /**
   * Notes that `x` was written there: nothing else is known of the location any more, but for other
   * constant indices of the same memory where the index is constant.
   */
  wrote(location: Location, ref: Value, spot: Spot, x: Value): void {
    const { through } = this.top(location);
    const kept = typeof spot === "number" ? through.get(ref) : undefined;
    this.forget(location);
    if (kept !== undefined) {
      kept.others.clear();
      through.set(ref, kept);
    }
    this.saw(location, ref, spot, x);
  }

  forget(location: Location): void {
    const known = this.top(location);
    known.through.clear();
    known.outer = false;
  }

  private top(location: Location): Known {
    const layer = this.layers.at(-1)!;
    let known = layer.get(location);
    if (known === undefined) layer.set(location, (known = { through: new Map(), outer: true }));
    return known;
  }
}
