import type { Region, Value } from "../ir/func.ts";
import type { Saves } from "./saves.ts";
import type { Resolves, Scope } from "./scope.ts";

/**
 * Finds out what the reverse sweep needs of the forward sweep: it is emitted once for nothing, and
 * each value that is asked for is noted and stands for itself.
 */
export class Recorder implements Resolves {
  readonly #saves: Saves;
  /** What is needed of each region. */
  readonly needs: Map<Region, Set<Value>> = new Map();

  constructor(saves: Saves) {
    this.#saves = saves;
  }

  resolve(scope: Scope, v: Value): Value {
    let at: Scope | undefined = scope;
    const region = this.#saves.regionOf(v);
    while (at !== undefined && at.region !== region) at = at.around;
    if (at === undefined) throw new Error("internal: a value that is not around here");
    const known = at.known.get(v);
    if (known !== undefined) return known;
    if (at.goesOn?.value === v) return v;
    const set = this.needs.get(region);
    if (set === undefined) this.needs.set(region, new Set([v]));
    else set.add(v);
    return v;
  }

  enter(): void {}
}
