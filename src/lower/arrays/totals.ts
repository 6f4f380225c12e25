// All that some loops run through, joined to one number.
import type { Value } from "../../ir/func.ts";
import { elemFor } from "../../ir/types.ts";
import { add, mul } from "../../ops/arith.ts";
import { int } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { alloc, load, storeTo } from "../../ops/memory.ts";
import { BLOCK, plainly, type Accumulator } from "./accumulate.ts";
import { inBlocks, inLoops, inRange, type Loop, type Site } from "./nests.ts";
import type { Work } from "./reduce.ts";

/** Elements of a stretch, and from how many on there are stretches. */
const STRETCH = 32 * BLOCK;
const LONG = 4 * STRETCH;

/** Everything that `work` is over, joined. */
export function total(site: Site, work: Work): Value {
  const { whole, accumulator, over } = work;
  const { b } = site;
  const elements = whole ?? plainly(work.join);
  const state =
    whole === undefined && accumulator !== undefined
      ? inBlocks(
          site,
          over,
          BLOCK,
          () => accumulator.start(b),
          (at, block, carried) => {
            const [made] = block(at, 1, elements.start(at.b), ([one], before) =>
              taken(one!, work, elements, before),
            );
            return accumulator.add(at.b, carried, made!);
          },
        )
      : undefined;
  if (state !== undefined) return accumulator!.finish(b, state);
  const all = inLoops(site, over, elements.start(b), (inner, before) =>
    taken(inner, work, elements, before),
  );
  return elements.finish(b, all);
}

/**
 * The same of a long row: what stretches of it come to is written down, and then joined. Stretches
 * do not depend on one another, so that threads may share them.
 */
export function longTotal(site: Site, work: Work): Value {
  const [row, ...more] = work.over;
  if (row === undefined || more.length > 0 || row.extent < LONG) return total(site, work);
  const { b } = site;
  const way = work.whole ?? work.accumulator ?? plainly(work.join);
  const count = Math.floor(row.extent / STRETCH);
  const parts = way.start(b).map(({ type }) => {
    const memory = { kind: "mem", elem: elemFor(type) } as const;
    return b.emit1(alloc, [int(b, count)], { type: memory, raw: true });
  });
  const stretches = [int(b, 0), int(b, count), 1] as const;
  forRange(b, stretches, [], (inner, i) => {
    const from = mul(inner, i, int(inner, STRETCH));
    const state = part(site.inside(inner), work, row, from, STRETCH);
    state.forEach((x, k) => storeTo(inner, parts[k]!, i, x));
    return [];
  });
  let state = forRange(b, stretches, way.start(b), (inner, i, before) => {
    const next = parts.map((memory) => load(inner, memory, i));
    return way.merge(inner, before, next);
  });
  const done = count * STRETCH;
  if (done < row.extent) {
    state = way.merge(b, state, part(site, work, row, int(b, done), row.extent - done));
  }
  return way.finish(b, state);
}

/** What `count` elements of a row come to. */
function part(site: Site, work: Work, row: Loop, from: Value, count: number): readonly Value[] {
  const { whole, accumulator, join } = work;
  const elements = whole ?? plainly(join);
  const run = (at: Site, start: Value, some: number): readonly Value[] =>
    inRange(at, row, { start, count: some }, elements.start(at.b), (one, before) =>
      taken(one, work, elements, before),
    );
  if (whole !== undefined || accumulator === undefined) return run(site, from, count);
  const { b } = site;
  const [blocks, rest] = [Math.floor(count / BLOCK), count % BLOCK];
  const first = accumulator.start(b);
  const state = forRange(b, [int(b, 0), int(b, blocks), 1], first, (inner, i, before) => {
    const start = add(inner, from, mul(inner, i, int(inner, BLOCK)));
    return accumulator.add(inner, before, run(site.inside(inner), start, BLOCK)[0]!);
  });
  if (rest === 0) return state;
  const left = run(site, add(b, from, int(b, blocks * BLOCK)), rest);
  return accumulator.add(b, state, left[0]!);
}

/** The state with one more element. */
function taken(
  site: Site,
  { element }: Work,
  way: Accumulator,
  state: readonly Value[],
): readonly Value[] {
  return way.add(site.b, state, element(site));
}
