// Axes taken together.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { dtypeOf, sizeOf, type ArrayType } from "../../ir/types.ts";
import { int } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { load, storeTo } from "../../ops/memory.ts";
import { accumulator, exactly, type Accumulator } from "./accumulate.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import {
  courseThrough,
  fewestLoops,
  inLoops,
  inPieces,
  siteOutside,
  type Loop,
  type Site,
} from "./nests.ts";
import { extentOf, linear, timesOf, type Place, type Unknown } from "./places.ts";

/** Elements that are taken together before anything is done about rounding. */
const BLOCK = 128;

/** Elements of a row from which whole rows are taken together, not element by element. */
const ROW = 8;

/** What is reduced, in loops. */
interface Work {
  readonly element: (site: Site) => Value;
  readonly over: readonly Loop[];
  readonly kind: Accumulator;
}

/** Emits a reduction. */
export function reduce(lowering: Lowering, b: Builder, instr: Instr): Form {
  const { op, args, results } = instr;
  const [x, y] = [args[0]!, results[0]!];
  const size = sizeOf(shapeOf(x));
  const kind = accumulator(op.name, dtypeOf(y.type)!, size > BLOCK);
  const reduced = new Set(listOf(instr, "axes"));
  const course = courseThrough(b.span, shapeOf(x), (site, index) =>
    lowering.element(site, x, index),
  );
  const element = (site: Site): Value => lowering.element(site, x, course.index);
  const axes = (inside: boolean): Unknown[] =>
    course.axes.flatMap((parts, axis) => (reduced.has(axis) === inside ? parts : []));
  const work = { element, over: fewestLoops(axes(true), course.asked), kind };
  const outer = siteOutside(b);
  if (sizeOf(shapeOf(y)) === 1) return { kind: "same", element: total(outer, work, size === 0) };
  const made = lowering.room(b, y.type as ArrayType);
  const place = linear(
    shapeOf(y),
    course.index.filter((_, axis) => !reduced.has(axis)),
  );
  const kept = fewestLoops(axes(false), [...course.asked, place]);
  const row = kept.at(-1);
  if (size > 0 && row !== undefined && inRows(row, work.over, course.asked)) {
    inLoops(outer, kept.slice(0, -1), [], (site) => {
      rows(site, work, { row, place, to: made, lowering });
      return [];
    });
  } else {
    inLoops(outer, kept, [], (site) => {
      const sum = total(site, work, size === 0);
      storeTo(site.b, made, site.place(place), sum);
      return [];
    });
  }
  return { kind: "buffer", memory: made };
}

// Whether what is read lies along the rows of the result.
function inRows(row: Loop, over: readonly Loop[], asked: readonly Place[]): boolean {
  if (row.extent < ROW || over.length === 0) return false;
  const along = (loop: Loop): number =>
    asked.filter((place) => Math.abs(timesOf(place, loop.axes.at(-1)!)) === 1).length;
  return along(row) > along(over.at(-1)!);
}

/** Everything in the loops `over` taken together: in blocks, whose results are then taken together. */
function total(site: Site, { element, over, kind }: Work, empty: boolean): Value {
  const start = kind.start(site.b);
  if (empty) return kind.finish(site.b, start);
  const plain = exactly(kind);
  const sum = (at: Site, loops: readonly Loop[]): Value =>
    inLoops(at, loops, plain.start(at.b), (inner, [before]) => [
      plain.join(inner.b, before!, element(inner)),
    ])[0]!;
  const [outside, cut, inside] = blocks(over);
  if (kind.parts === 1 || (outside.length === 0 && cut === undefined)) {
    return kind.finish(site.b, kind.add(site.b, start, sum(site, over)));
  }
  const made = inLoops(site, outside, start, (at, carried) => {
    if (cut === undefined) return kind.add(at.b, carried, sum(at, inside));
    const length = Math.max(1, Math.floor(BLOCK / extentsOf(inside)));
    return inPieces(at, cut, length, carried, (b, { from, to }, before) => {
      const [part] = forRange(b, [from, to, 1], plain.start(b), (inner, index, [all]) => {
        const piece = at.inside(inner, cut, index);
        return inLoops(piece, inside, [all!], (deep, [so]) => [
          plain.join(deep.b, so!, element(deep)),
        ]);
      });
      return kind.add(b, before, part!);
    });
  });
  return kind.finish(site.b, made);
}

const extentsOf = (loops: readonly Loop[]): number => loops.reduce((n, l) => n * l.extent, 1);

// Inner loops that make a block together, the one around them that is cut into pieces, the rest.
function blocks(
  loops: readonly Loop[],
): readonly [outside: readonly Loop[], cut: Loop | undefined, inside: readonly Loop[]] {
  let first = loops.length;
  let size = 1;
  while (first > 0 && size * loops[first - 1]!.extent <= BLOCK) size *= loops[--first]!.extent;
  const inside = loops.slice(first);
  if (first === 0) return [[], undefined, inside];
  return [loops.slice(0, first - 1), loops[first - 1]!, inside];
}

interface Rows {
  readonly row: Loop;
  /** Where the result of an element of the row goes. */
  readonly place: Place;
  readonly to: Value;
  readonly lowering: Lowering;
}

/** Rows of elements taken together, element by element. */
function rows(site: Site, { element, over, kind }: Work, { row, place, to, lowering }: Rows): void {
  throw new Error(
    String([site, element, over, kind, row, place, to, lowering, extentOf, int, load]),
  );
}
