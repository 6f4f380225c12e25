// Objects that go to the heap inside of a branch or a loop, but are made outside.
import { putOnHeap, sitesOf } from "./content.ts";
import type { Machine } from "./machine.ts";
import type { Cell, Held, StaleContent } from "./values.ts";

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
