// Objects that go to the heap inside of a branch or a loop, but are made outside.
import { putOnHeap } from "./content.ts";
import type { Machine } from "./machine.ts";
import { matchObjects } from "./matching.ts";
import type { FreshShape, Shape } from "./shapes.ts";
import { sitesOf, type Cell, type Held, type Obj, type StaleContent } from "./values.ts";

export const liesOnHeap = (held: Held | undefined): boolean =>
  held?.kind === "record" || held?.kind === "list";

/**
 * What a cell holds outside whose object has gone to the heap inside, when it was brought into the
 * shape of what leads out of there. Its other names do not find it there.
 */
export function movedInside({ name, obj }: Cell): StaleContent {
  const why = `\`${name}\` is kept where only a run knows the place, on one path or in an iteration`;
  return { kind: "stale", why, sites: obj ? sitesOf(obj) : [] };
}

/** Starts over with the object of a cell on the heap from the start. */
export function refuseMoved(m: Machine, cell: Cell): never {
  const { sites, why } = movedInside(cell);
  putOnHeap(m, sites);
  return m.fault("NB2007", why, "keep a copy of it there");
}

/** Whether what an object of this shape holds is handed on, not the object. */
const isApart = ({ kind }: Shape): boolean =>
  kind === "fields" || kind === "items" || kind === "run";

/**
 * Starts over where an object has been handed on by what it holds, as a part of `held` or as what
 * `cell` holds, and has gone to the heap since, for a reference to it that is handed on as well:
 * these would be two objects.
 */
export function refuseSplit(m: Machine, shape: Shape, held: Held, cell?: Cell): void {
  if (cell !== undefined && isApart(shape) && liesOnHeap(held)) refuseMoved(m, cell);
  const handed = new Map<FreshShape, Obj>();
  matchObjects(m, shape, held, handed);
  for (const [{ content }, obj] of handed) {
    if (isApart(content) && liesOnHeap(m.state.get(obj.cell))) refuseMoved(m, obj.cell);
  }
}
