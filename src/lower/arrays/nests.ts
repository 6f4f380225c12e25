// Nests of counted loops over the elements of arrays.
import { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { add, select, sub } from "../../ops/arith.ts";
import { and } from "../../ops/bits.ts";
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

/** A loop over one axis. */
export function loopOf(axis: Unknown): Loop {
  return { axes: [axis], extent: extentOf(axis) };
}

/** The indices of loops over an array of `shape`, from the outermost. */
export function axesOf(shape: readonly number[]): Unknown[] {
  return shape.map(loopIndex);
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

/** Gets as many sites as there are iterations at once, all with the same builder. */
type Bodies = (sites: readonly Site[], carried: readonly Value[]) => readonly Value[];

/** Runs `body` in these loops, outermost first, with values carried through all of them. */
export function inLoops(
  site: Site,
  loops: readonly Loop[],
  inits: readonly Value[],
  body: Body,
): readonly Value[] {
  return severalAtOnce(site, loops, 1, inits, ([one], carried) => body(one!, carried));
}

/** The same, `times` iterations of the innermost loop at once as long as there are so many. */
export function severalAtOnce(
  site: Site,
  loops: readonly Loop[],
  times: number,
  inits: readonly Value[],
  body: Bodies,
): readonly Value[] {
  const [first, ...rest] = loops;
  if (first === undefined) return body([site], inits);
  const { b } = site;
  const [from, to] = [int(b, 0), int(b, first.extent)];
  if (rest.length > 0) {
    return forRange(b, [from, to, 1], inits, (inner, index, carried) =>
      severalAtOnce(site.inside(inner, first, index), rest, times, carried, body),
    );
  }
  const middle = int(b, first.extent - (first.extent % times));
  return innermost(site, first, { from, middle, to }, times, inits, body);
}

/**
 * Runs `body` for `count` iterations of `loop` from `start` on, with carried values. They are counted
 * from 0, so that it is plain to see that those from elsewhere on are others.
 */
export function inRange(
  site: Site,
  loop: Loop,
  { start, count }: { readonly start: Value; readonly count: number },
  inits: readonly Value[],
  body: Body,
): readonly Value[] {
  const { b } = site;
  return forRange(b, [int(b, 0), int(b, count), 1], inits, (inner, i, carried) =>
    body(site.inside(inner, loop, add(inner, start, i)), carried),
  );
}

interface Stretch {
  readonly from: Value;
  /** Up to where there are several iterations. */
  readonly middle: Value;
  readonly to: Value;
}

function innermost(
  site: Site,
  loop: Loop,
  { from, middle, to }: Stretch,
  times: number,
  inits: readonly Value[],
  body: Bodies,
): readonly Value[] {
  const run = (start: Value, end: Value, step: number, init: readonly Value[]): readonly Value[] =>
    forRange(site.b, [start, end, step], init, (b, index, carried) => {
      const sites = Array.from({ length: step }, (_, k) =>
        site.inside(b, loop, k === 0 ? index : add(b, index, int(b, k))),
      );
      return body(sites, carried);
    });
  if (times === 1) return run(from, to, 1, inits);
  return run(middle, to, 1, run(from, middle, times, inits));
}

/** Runs through the elements of a block, `times`, which is a power of two, at once. */
export type Block = (
  at: Site,
  times: number,
  inits: readonly Value[],
  body: Bodies,
) => readonly Value[];

/**
 * Runs through `loops` in blocks of at most `size` elements, `each` for each of them, with values
 * carried from one to the next; undefined, and nothing is done, if there is only one block.
 */
export function inBlocks(
  site: Site,
  loops: readonly Loop[],
  size: number,
  inits: () => readonly Value[],
  each: (at: Site, block: Block, carried: readonly Value[]) => readonly Value[],
): readonly Value[] | undefined {
  let first = loops.length;
  let inside = 1;
  while (first > 0 && inside * loops[first - 1]!.extent <= size) inside *= loops[--first]!.extent;
  if (first === 0) return undefined;
  const whole = loops.slice(first);
  const cut = loops[first - 1]!;
  const length = Math.max(1, Math.floor(size / inside));
  return inLoops(site, loops.slice(0, first - 1), inits(), (at, before) => {
    const { b } = at;
    return forRange(b, [int(b, 0), int(b, cut.extent), length], before, (inner, from, carried) => {
      const block: Block = (here, times, init, body) => {
        const next = add(here.b, from, int(here.b, length));
        const end = int(here.b, cut.extent);
        const even = cut.extent % length === 0;
        const to = even ? next : select(here.b, lt(here.b, next, end), next, end);
        if (whole.length > 0) {
          return forRange(here.b, [from, to, 1], init, (deep, index, so) =>
            severalAtOnce(here.inside(deep, cut, index), whole, times, so, body),
          );
        }
        const count = sub(here.b, to, from);
        const middle = sub(here.b, to, and(here.b, count, int(here.b, times - 1)));
        return innermost(here, cut, { from, middle, to }, times, init, body);
      };
      return each(at.inside(inner), block, carried);
    });
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
