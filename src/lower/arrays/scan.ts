// Running sums and their kin, and recurrences.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { type ArrayType } from "../../ir/types.ts";
import { add, mul, select } from "../../ops/arith.ts";
import { eq } from "../../ops/compare.ts";
import { int, literal } from "../../ops/constant.ts";
import { storeTo } from "../../ops/memory.ts";
import { accumulatorFor, joinOf } from "./accumulate.ts";
import { shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { courseThrough, fewestLoops, inLoops, siteOutside, type Site } from "./nests.ts";
import { linear, moved, scaled, type Place, type Unknown } from "./places.ts";

/** What is carried along the axis. */
interface Running {
  readonly start: (b: Builder) => readonly Value[];
  readonly step: (site: Site, index: readonly Place[], state: readonly Value[]) => readonly Value[];
  readonly element: (b: Builder, state: readonly Value[]) => Value;
}

// Runs along the axis in order, and writes what is there after each step.
function along(lowering: Lowering, b: Builder, instr: Instr, running: Running): Form {
  const [y] = instr.results as [Value];
  const shape = shapeOf(y);
  const axis = instr.attrs["axis"] as number;
  const memory = lowering.room(b, y.type as ArrayType);
  const body = (site: Site, at: readonly Place[], before: readonly Value[]): readonly Value[] => {
    const state = running.step(site, at, before);
    const element = running.element(site.b, state);
    storeTo(site.b, memory, site.place(linear(shape, turnedIndex(instr, at))), element);
    return state;
  };
  const course = courseThrough(b.span, shape, (site, at) => {
    body(site, at, running.start(site.b));
  });
  const loopsOver = (over: boolean): Unknown[] =>
    course.axes.flatMap((parts, i) => ((i === axis) === over ? parts : []));
  const kept = fewestLoops(loopsOver(false), course.asked);
  inLoops(siteOutside(b), kept, [], (site) => {
    const over = fewestLoops(loopsOver(true), course.asked);
    inLoops(site, over, running.start(site.b), (inner, state) => body(inner, course.index, state));
    return [];
  });
  return { kind: "buffer", memory };
}

// The index that the step at `at` reads and writes.
function turnedIndex({ attrs, results }: Instr, at: readonly Place[]): readonly Place[] {
  const axis = attrs["axis"] as number;
  const last = shapeOf(results[0]!)[axis]! - 1;
  return attrs["reverse"] === true ? at.with(axis, moved(scaled(at[axis]!, -1), last)) : at;
}

/** Emits a scan of one array. */
export function scan(lowering: Lowering, b: Builder, instr: Instr): Form {
  const [x] = instr.args as [Value];
  const join = joinOf(instr.op.name, lowering.elementType(x).dtype);
  const sums = accumulatorFor(instr.op.name, join);
  return along(lowering, b, instr, {
    start: (at) => (sums ? sums.start(at) : [literal(at, join.neutral, join.type)]),
    step: (site, at, state) => {
      const element = lowering.element(site, x, turnedIndex(instr, at));
      return sums ? sums.add(site.b, state, element) : [join.join(site.b, state[0]!, element)];
    },
    element: (at, state) => (sums ? sums.finish(at, state) : state[0]!),
  });
}

/** Emits `scan_affine`. */
export function recurrence(lowering: Lowering, b: Builder, instr: Instr): Form {
  const [a, x] = instr.args as [Value, Value];
  const axis = instr.attrs["axis"] as number;
  return along(lowering, b, instr, {
    start: (at) => [literal(at, 0, lowering.elementType(x))],
    step: (site, at, [y]) => {
      const index = turnedIndex(instr, at);
      const { b: inner } = site;
      const own = lowering.element(site, x, index);
      const next = add(inner, mul(inner, lowering.element(site, a, index), y!), own);
      return [select(inner, eq(inner, site.place(at[axis]!), int(inner, 0)), own, next)];
    },
    element: (_, state) => state[0]!,
  });
}
