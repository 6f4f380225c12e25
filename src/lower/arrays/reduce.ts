// Axes taken together.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { dtypeOf, sizeOf, type ArrayType } from "../../ir/types.ts";
import { literal } from "../../ops/constant.ts";
import { fill, storeTo } from "../../ops/memory.ts";
import { accumulatorFor, joinOf, withoutNaN, type Accumulator, type Join } from "./accumulate.ts";
import { listOf, shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { courseThrough, fewestLoops, inLoops, siteOutside, type Loop, type Site } from "./nests.ts";
import { linear, timesOf, type Place, type Unknown } from "./places.ts";
import { rows } from "./rows.ts";
import { longTotal, total } from "./totals.ts";

/** Elements of a row from which whole rows are joined, not element by element. */
const ROW = 8;

/** Rows at once, of elements for which so few places are read. */
const TOGETHER = 4;
const SIMPLE = 4;

/** What is joined, in loops. */
export interface Work {
  readonly element: (site: Site) => Value;
  readonly over: readonly Loop[];
  readonly join: Join;
  /** How elements of one result are joined, if not so. */
  readonly whole: Accumulator | undefined;
  /** How results of blocks are joined, if not as elements are. */
  readonly accumulator: Accumulator | undefined;
  /** Rows that are joined at once: what they are joined with is read and written less often. */
  readonly together: number;
}

/** Emits a reduction. */
export function reduce(lowering: Lowering, b: Builder, instr: Instr): Form {
  const { op, args, results } = instr;
  const [x, y] = [args[0]!, results[0]!];
  const join = joinOf(op.name, dtypeOf(y.type)!);
  if (sizeOf(shapeOf(x)) === 0) return nothing(lowering, b, y, join);
  const reduced = new Set(listOf(instr, "axes"));
  const course = courseThrough(b.span, shapeOf(x), (site, index) =>
    lowering.element(site, x, index),
  );
  const axes = (over: boolean): Unknown[] =>
    course.axes.flatMap((parts, axis) => (reduced.has(axis) === over ? parts : []));
  const work: Work = {
    element: (site) => lowering.element(site, x, course.index),
    over: fewestLoops(axes(true), course.asked),
    join,
    whole: withoutNaN(op.name, join),
    accumulator: accumulatorFor(op.name, join),
    together: course.asked.length <= SIMPLE && !lowering.keeps(instr) ? TOGETHER : 1,
  };
  const outer = siteOutside(b);
  if (sizeOf(shapeOf(y)) === 1) return { kind: "same", element: longTotal(outer, work) };
  const made = lowering.room(b, y.type as ArrayType);
  const own = course.index.filter((_, axis) => !reduced.has(axis));
  const place = linear(shapeOf(y), own);
  const kept = fewestLoops(axes(false), [...course.asked, place]);
  const row = kept.at(-1)!;
  if (isAlong(row, work.over, course.asked)) {
    rows(outer, kept.slice(0, -1), work, { row, place, to: made });
  } else {
    inLoops(outer, kept, [], (site) => {
      const all = total(site, work);
      storeTo(site.b, made, site.place(place), all);
      return [];
    });
  }
  return { kind: "buffer", memory: made };
}

function nothing(lowering: Lowering, b: Builder, y: Value, { type, neutral }: Join): Form {
  const element = literal(b, neutral, type);
  if (sizeOf(shapeOf(y)) === 1) return { kind: "same", element };
  const memory = lowering.room(b, y.type as ArrayType);
  b.emit(fill, [memory, element]);
  return { kind: "buffer", memory };
}

// Whether what is read lies along the rows of the result.
function isAlong(row: Loop, over: readonly Loop[], asked: readonly Place[]): boolean {
  if (row.extent < ROW || over.length === 0) return false;
  const neighbours = (loop: Loop): number =>
    asked.filter((place) => Math.abs(timesOf(place, loop.axes.at(-1)!)) === 1).length;
  return neighbours(row) > neighbours(over.at(-1)!);
}
