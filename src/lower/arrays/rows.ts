// Rows of elements joined element by element, as they lie in memory.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { elemFor, type Type } from "../../ir/types.ts";
import { int, literal } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { alloc, fill, load, storeTo } from "../../ops/memory.ts";
import { BLOCK, type Accumulator } from "./accumulate.ts";
import { inBlocks, inLoops, severalAtOnce, type Block, type Loop, type Site } from "./nests.ts";
import type { Place } from "./places.ts";
import type { Work } from "./reduce.ts";

/** Where the results of rows go. */
export interface Row {
  /** The loop along a row. */
  readonly row: Loop;
  /** Where the result of an element goes in `to`. */
  readonly place: Place;
  readonly to: Value;
}

/** Writes, for each run of the loops `kept`, the rows that `work` is over, joined. */
export function rows(
  outer: Site,
  kept: readonly Loop[],
  work: Work,
  { row, place, to }: Row,
): void {
  const { accumulator, over } = work;
  const sizes = over.reduce((n, { extent }) => n * extent, 1);
  if (accumulator !== undefined && sizes > BLOCK) {
    const blocks = new RowBlocks(outer.b, work, accumulator, row);
    inLoops(outer, kept, [], (site) => {
      blocks.run(site, (inner, x) => storeTo(inner.b, to, inner.place(place), x));
      return [];
    });
    return;
  }
  outer.b.emit(fill, [to, literal(outer.b, work.join.neutral, work.join.type)]);
  const all: Block = (at, times, inits, body) => severalAtOnce(at, over, times, inits, body);
  inLoops(outer, kept, [], (site) => {
    joinRows(site, all, work, row, (inner) => [to, inner.place(place)]);
    return [];
  });
}

// Each element of the rows of a block joined with what is there already.
function joinRows(
  site: Site,
  block: Block,
  { element, join, together }: Work,
  row: Loop,
  target: (inner: Site, index: Value) => readonly [memory: Value, index: Value],
): void {
  block(site, together, [], (sites) => {
    inRow(sites, row, (inner, index) => {
      const [{ b }] = inner as [Site];
      let parts = inner.map(element);
      while (parts.length > 1) {
        const half = parts.length / 2;
        parts = parts.slice(0, half).map((x, i) => join.join(b, x, parts[half + i]!));
      }
      const [memory, at] = target(inner[0]!, index);
      storeTo(b, memory, at, join.join(b, load(b, memory, at), parts[0]!));
    });
    return [];
  });
}

function inRow(
  sites: readonly Site[],
  row: Loop,
  body: (inner: readonly Site[], index: Value) => void,
): void {
  const { b } = sites[0]!;
  forRange(b, [int(b, 0), int(b, row.extent), 1], [], (deep, index) => {
    body(
      sites.map((site) => site.inside(deep, row, index)),
      index,
    );
    return [];
  });
}

/** Rows in blocks, whose results are joined in rows of the accumulator's numbers. */
class RowBlocks {
  readonly #work: Work;
  readonly #accumulator: Accumulator;
  readonly #row: Loop;
  readonly #block: Value;
  readonly #state: readonly Value[];

  constructor(b: Builder, work: Work, accumulator: Accumulator, row: Loop) {
    const scratch = ({ type }: { readonly type: Type }): Value =>
      b.emit1(alloc, [int(b, row.extent)], {
        type: { kind: "mem", elem: elemFor(type) },
        raw: true,
      });
    this.#work = work;
    this.#accumulator = accumulator;
    this.#row = row;
    this.#block = scratch(work.join);
    this.#state = accumulator.start(b).map(scratch);
  }

  run(site: Site, give: (inner: Site, x: Value) => void): void {
    const { join, over } = this.#work;
    const { b } = site;
    const [row, accumulator, part] = [this.#row, this.#accumulator, this.#block];
    const state = (inner: Builder, i: Value): Value[] => this.#state.map((m) => load(inner, m, i));
    const start = accumulator.start(b);
    this.#state.forEach((m, k) => b.emit(fill, [m, start[k]!]));
    inBlocks(
      site,
      over,
      BLOCK,
      () => [],
      (at, block) => {
        at.b.emit(fill, [part, literal(at.b, join.neutral, join.type)]);
        joinRows(at, block, this.#work, row, (_, index) => [part, index]);
        inRow([at], row, ([one], i) => {
          const { b: inner } = one!;
          const next = accumulator.add(inner, state(inner, i), load(inner, part, i));
          next.forEach((x, k) => storeTo(inner, this.#state[k]!, i, x));
        });
        return [];
      },
    );
    inRow([site], row, ([inner], i) =>
      give(inner!, accumulator.finish(inner!.b, state(inner!.b, i))),
    );
  }
}
