// Nests of counted loops over the elements of arrays.
import { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { add, select } from "../../ops/arith.ts";
import { lt } from "../../ops/compare.ts";
import { int } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import {
  emitPlace,
  extentOf,
  loopIndex,
  placeOf,
  plus,
  scaled,
  substituted,
  timesOf,
  type Bound,
  type Place,
  type Split,
  type Unknown,
} from "./places.ts";

/**
 * Where elements are computed: code in `b`, inside of the loops that `bound` has the indices of. In
 * a trial run, before loops are made, nothing is bound: only what is asked for is of interest.
 */
export class Site {
  readonly b: Builder;
  readonly #bound: ReadonlyMap<Unknown, Bound> | undefined;
  readonly #asked: Asked;
  /** Elements that have been computed here, by array: see `element`. */
  readonly known: Map<Value, { readonly index: readonly Place[]; readonly element: Value }[]> =
    new Map();

  constructor(b: Builder, bound?: ReadonlyMap<Unknown, Bound>, asked?: Asked) {
    this.b = b;
    this.#bound = bound;
    this.#asked = asked ?? { places: [], splits: new Map() };
  }

  /** The number `place`. */
  place(place: Place): Value {
    if (this.#bound !== undefined) return emitPlace(this.b, place, this.#bound);
    this.#asked.places.push(place);
    return int(this.b, 0);
  }

  /** Asks for the index of a loop in two parts. */
  split({ of, inner }: Split): void {
    this.#asked.splits.set(of, inner);
  }

  /** Code in `b`, in one more loop, or none. */
  inside(b: Builder, loop?: Loop, index?: Value): Site {
    if (this.#bound === undefined || loop === undefined) return new Site(b, this.#bound);
    const bound = new Map(this.#bound);
    const depth = bound.size;
    const last = loop.axes.at(-1);
    for (const axis of loop.axes) bound.set(axis, { value: axis === last ? index! : null, depth });
    return new Site(b, bound);
  }
}

interface Asked {
  readonly places: Place[];
  readonly splits: Map<Unknown, number>;
}

/** Code that stands in no loop over elements. */
export function siteOutside(b: Builder): Site {
  return new Site(b, new Map());
}

/** How loops run through the elements of an array. */
export interface Course {
  /** For each axis the loop indices that it is made of, the outer ones first. */
  readonly axes: readonly (readonly Unknown[])[];
  /** The index of an element. */
  readonly index: readonly Place[];
  /** All that is asked for in terms of them. */
  readonly asked: readonly Place[];
}

/** Parts that an axis is cut into, one after the other. */
const MOST_SPLITS = 12;

/** The loop indices with which `body` can compute elements of an array of `shape`. */
export function courseThrough(
  span: Builder["span"],
  shape: readonly number[],
  body: (site: Site, index: readonly Place[]) => void,
): Course {
  let axes = shape.map((extent): readonly Unknown[] => [loopIndex(extent)]);
  let index = axes.map(([only]) => placeOf(only!));
  for (let n = 0; ; n++) {
    const asked: Asked = { places: [], splits: new Map() };
    body(new Site(new Builder(span), undefined, asked), index);
    if (asked.splits.size === 0 || n === MOST_SPLITS) return { axes, index, asked: asked.places };
    for (const [of, inner] of asked.splits) {
      const [high, low] = [loopIndex(extentOf(of) / inner), loopIndex(inner)];
      const by = plus(scaled(placeOf(high), inner), placeOf(low));
      axes = axes.map((parts) => parts.flatMap((part) => (part === of ? [high, low] : [part])));
      index = index.map((place) => substituted(place, of, by));
    }
  }
}

/** Loops over neighbouring axes that are one: from the outermost, as many as they have elements. */
export interface Loop {
  readonly axes: readonly Unknown[];
  readonly extent: number;
}

/**
 * As few loops as run through `axes`, in that order: two are one where everything that is `asked`
 * for goes on from the end of a row to the start of the next.
 */
export function fewestLoops(axes: readonly Unknown[], asked: readonly Place[]): Loop[] {
  const loops: Loop[] = [];
  for (const axis of axes) {
    const extent = extentOf(axis);
    if (extent === 1) continue;
    const before = loops.at(-1);
    const outer = before?.axes.at(-1);
    const goesOn = (place: Place): boolean =>
      timesOf(place, outer!) === timesOf(place, axis) * extent;
    if (before !== undefined && asked.every(goesOn)) {
      loops[loops.length - 1] = { axes: [...before.axes, axis], extent: before.extent * extent };
    } else loops.push({ axes: [axis], extent });
  }
  return loops;
}

type Body = (site: Site, carried: readonly Value[]) => readonly Value[];

/** Runs `body` in these loops, outermost first, with values carried through all of them. */
export function inLoops(
  site: Site,
  loops: readonly Loop[],
  inits: readonly Value[],
  body: Body,
): readonly Value[] {
  const [first, ...rest] = loops;
  if (first === undefined) return body(site, inits);
  const { b } = site;
  const range = [int(b, 0), int(b, first.extent), 1] as const;
  return forRange(b, range, inits, (inner, index, carried) =>
    inLoops(site.inside(inner, first, index), rest, carried, body),
  );
}

/** From where to where a piece of a loop runs. */
export interface Piece {
  readonly from: Value;
  readonly to: Value;
}

/** Runs `body` for pieces of `loop`, each of `length` but the last. */
export function inPieces(
  { b }: Site,
  { extent }: Loop,
  length: number,
  inits: readonly Value[],
  body: (b: Builder, piece: Piece, carried: readonly Value[]) => readonly Value[],
): readonly Value[] {
  const end = int(b, extent);
  return forRange(b, [int(b, 0), end, length], inits, (inner, from, carried) => {
    const next = add(inner, from, int(inner, length));
    const to = extent % length === 0 ? next : select(inner, lt(inner, next, end), next, end);
    return body(inner, { from, to }, carried);
  });
}

/** Runs `body` for each element of an array of `shape`, in order. */
export function forEach(
  outer: Site,
  shape: readonly number[],
  body: (site: Site, index: readonly Place[]) => void,
): void {
  if (shape.includes(0)) return;
  const { axes, index, asked } = courseThrough(outer.b.span, shape, body);
  inLoops(outer, fewestLoops(axes.flat(), asked), [], (site) => {
    body(site, index);
    return [];
  });
}
