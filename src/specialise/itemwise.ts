// Lists whose items have to be known one by one, since the shape of an N-d array hangs on them.
import type { Elem } from "../values/layout.ts";
import { Restart, type Machine } from "./machine.ts";
import { sitesOf, type Obj, type RunContent, type Site } from "./values.ts";

/** Stands for all lists of lists and of typed arrays: a row has no place of its own. */
const ROWS: Site = "rows";

/** Starts over with the lists in the place of `obj` kept item by item, unless that has been tried. */
export function askForItems(m: Machine, obj: Obj, { fixed }: RunContent): void {
  askForSites(m, fixed ? [...sitesOf(obj), ROWS] : sitesOf(obj));
}

/** The same for all lists of lists, and of typed arrays. */
export const askForRows = (m: Machine): void => askForSites(m, [ROWS]);

function askForSites(m: Machine, sites: readonly Site[]): void {
  const { itemwise } = m.hints;
  const fresh = sites.filter((site) => !itemwise.has(site));
  if (fresh.length === 0) return;
  for (const site of fresh) itemwise.set(site, true);
  throw new Restart();
}

/**
 * A fault where a list that is to be kept item by item would be put into memory: the loops around
 * are unrolled. Where they cannot be, specialisation starts over without that wish.
 */
export function keepItems(m: Machine, obj: Obj, elem: Elem | undefined): void {
  const { itemwise, remedies } = m.hints;
  const ofRows = elem?.kind === "array" || elem?.kind === "typed";
  const sites = ofRows ? [...sitesOf(obj), ROWS] : sitesOf(obj);
  const kept = sites.filter((site) => itemwise.get(site) === true);
  if (kept.length === 0) return;
  const error = m.error("NB2008", "the items of this array must be known when compiling");
  remedies.set(error, () => {
    for (const site of kept) itemwise.set(site, false);
    return true;
  });
  throw error;
}
