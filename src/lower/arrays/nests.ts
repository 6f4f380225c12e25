// Nests of counted loops over the elements of arrays.
import { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { int } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { emitPlace, loopIndex, placeOf, type Place, type Unknown } from "./places.ts";

/**
 * Where elements are computed: code in `b`, inside of the loops that `bound` has the indices of. In
 * a trial run, before loops are made, nothing is bound: only what places are asked for is of
 * interest.
 */
export class Site {
  readonly b: Builder;
  readonly #bound: Map<Unknown, Value | null> | undefined;
  /** The places that were asked for. */
  readonly asked: Place[];
  /** Elements that have been computed here, by array: see `Elements`. */
  readonly known: Map<Value, { readonly index: readonly Place[]; readonly element: Value }[]> =
    new Map();

  constructor(b: Builder, bound?: Map<Unknown, Value | null>, asked: Place[] = []) {
    this.b = b;
    this.#bound = bound;
    this.asked = asked;
  }

  /** The number `place`. */
  place(place: Place): Value {
    this.asked.push(place);
    return this.#bound === undefined ? int(this.b, 0) : emitPlace(this.b, place, this.#bound);
  }

  /** The same loops, with code in `b`, where also these indices are bound. */
  inside(b: Builder, more: Iterable<readonly [Unknown, Value | null]> = []): Site {
    return new Site(b, this.#bound && new Map([...this.#bound, ...more]), this.asked);
  }
}

/** Code that stands in no loop over elements. */
export function siteOutside(b: Builder): Site {
  return new Site(b, new Map());
}

/** Loops over neighbouring axes that are one: from the outermost, as many as they have elements. */
export interface Loop {
  readonly axes: readonly Unknown[];
  readonly extent: number;
}

const extentOf = ({ least, most }: Unknown): number => most - least + 1;

/** The indices of an array of `shape`, from the outermost axis. */
export function axesOf(shape: readonly number[], depth: number = 0): Unknown[] {
  return shape.map((extent, axis) => loopIndex(extent, depth + axis));
}

/** What `body` asks for when it computes elements in loops over `axes`. */
export function trial(outer: Site, body: (site: Site) => void): readonly Place[] {
  const site = new Site(new Builder(outer.b.span));
  body(site);
  return site.asked;
}

/**
 * As few loops as run through `axes`, in that order: two are one where everything that is `asked`
 * for goes on from the end of a row to the start of the next.
 */
export function fewestLoops(axes: readonly Unknown[], asked: readonly Place[]): Loop[] {
  const loops: Loop[] = [];
  const timesOf = (place: Place, axis: Unknown): number =>
    place.terms.find(({ of }) => of === axis)?.times ?? 0;
  for (const axis of axes) {
    const extent = extentOf(axis);
    if (extent === 1) continue;
    const before = loops.at(-1);
    const outer = before?.axes.at(-1);
    if (
      outer !== undefined &&
      asked.every((place) => timesOf(place, outer) === timesOf(place, axis) * extent)
    ) {
      loops[loops.length - 1] = {
        axes: [...before!.axes, axis],
        extent: before!.extent * extent,
      };
    } else loops.push({ axes: [axis], extent });
  }
  return loops;
}

/** What one loop index stands for, of those that run along together. */
export function boundBy({ axes }: Loop, index: Value): [Unknown, Value | null][] {
  return axes.map((axis, i) => [axis, i === axes.length - 1 ? index : null]);
}

/** Runs `body` in these loops, outermost first, with values carried through all of them. */
export function inLoops(
  site: Site,
  loops: readonly Loop[],
  inits: readonly Value[],
  body: (site: Site, carried: readonly Value[]) => readonly Value[],
): readonly Value[] {
  const [first, ...rest] = loops;
  if (first === undefined) return body(site, inits);
  const { b } = site;
  return forRange(b, [int(b, 0), int(b, first.extent), 1], inits, (inner, index, carried) =>
    inLoops(site.inside(inner, boundBy(first, index)), rest, carried, body),
  );
}

/** Runs `body` for each element of an array of `shape`, in order. */
export function forEach(
  outer: Site,
  shape: readonly number[],
  body: (site: Site, index: readonly Place[]) => void,
): void {
  if (shape.includes(0)) return;
  const axes = axesOf(shape);
  const index = axes.map(placeOf);
  const asked = trial(outer, (site) => body(site, index));
  inLoops(outer, fewestLoops(axes, asked), [], (site) => {
    body(site, index);
    return [];
  });
}
