// Elements of an argument in memory that are parameters of their own for a Jacobian.
import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { calleesOf, rewriteRegion, walk } from "../ir/rewrite.ts";
import { loadedType, type MemType } from "../ir/types.ts";
import { lt } from "../ops/compare.ts";
import { constant, int as intLiteral, literalOf, zero } from "../ops/constant.ts";
import { bounds, ifElse } from "../ops/control.ts";
import { length as lengthOf, load } from "../ops/memory.ts";
import type { Subject } from "./differential.ts";
import type { Site } from "./jacobian-site.ts";
import type { Machine } from "./machine.ts";
import { depthOf, lengthOfRun } from "./numbers.ts";

/** Instructions that the linear parts of all directions may come to. */
const ROOM = 12_000;

/** A column that is a parameter of the function, and where it is in a row. */
export interface Column {
  readonly leaf: number;
  readonly path: readonly number[];
}

/** An argument of which only some elements are read, which are parameters of their own instead. */
export interface Elements {
  readonly columns: readonly Column[];
  /** How many elements the argument has. */
  readonly count: Value;
  /** A run of the function in which these elements are parameters. */
  readonly of: (subject: Subject) => Subject;
}

/**
 * Where an argument in memory is read at constant places only, as the parts of a state are, what
 * does not depend on one of these elements is not computed for it.
 */
export function elementsRead({ m, subject, columns }: Site): Elements | undefined {
  if (columns.kind !== "run" || depthOf(columns) !== 1) return undefined;
  const { compiled, values } = subject;
  const func = m.funcs.get(compiled.name) as Func;
  if (func.rules !== undefined) return undefined;
  const reads = constantReads(func.region, func.region.params[columns.leaf] as Value);
  if (reads === undefined) return undefined;
  const places = [...new Set(reads.values())].toSorted((i, j) => i - j);
  if (places.length * sizeOf(m, compiled.name) > ROOM) return undefined;
  const mem = values[columns.leaf] as Value;
  const type = loadedType((mem.type as MemType).elem);
  const elements = new Map(places.map((place): [number, Value] => [place, { type }]));
  const region = rewriteRegion(func.region, (_, __, old) => {
    const place = reads.get(old);
    return place === undefined ? undefined : [elements.get(place) as Value];
  });
  const params = [...region.params, ...elements.values()];
  const name = m.freshName(compiled.name);
  m.funcs.set(name, { ...func, name, region: { ...region, params } });
  const count = lengthOfRun(m.b, columns, values);
  const given = elementsOr0(m.b, mem, places, count);
  return {
    columns: places.map((place, i) => ({ leaf: values.length + i, path: [place] })),
    count,
    of: (run) => ({
      ...run,
      compiled: { ...compiled, name },
      values: [...run.values, ...given],
    }),
  };
}

/** The elements at `places`; 0 where there is none, which reading it would say. */
function elementsOr0(
  b: Builder,
  mem: Value,
  places: readonly number[],
  count: Value,
): readonly Value[] {
  const type = loadedType((mem.type as MemType).elem);
  const at = (c: Builder, place: number): Value => load(c, mem, intLiteral(c, place));
  return ifElse(
    b,
    lt(b, intLiteral(b, Math.max(-1, ...places)), count),
    (c) => places.map((place) => at(c, place)),
    (c) =>
      places.map((place) => {
        const there = lt(c, intLiteral(c, place), count);
        const [x] = ifElse(
          c,
          there,
          (d) => [at(d, place)],
          (d) => [zero(d, type)],
        );
        return x as Value;
      }),
  );
}

/** The places at which `mem` is read, if it is not used otherwise. */
function constantReads(region: Region, mem: Value): ReadonlyMap<Instr, number> | undefined {
  const known = new Map<Value, number>();
  const reads = new Map<Instr, number>();
  let others = region.yields.includes(mem);
  walk(region, (instr) => {
    const { op, args, attrs, results, regions } = instr;
    if (op === constant) known.set(results[0] as Value, Number(literalOf(attrs)));
    // what the check lets through is the index itself
    const index = op === bounds ? known.get(args[0] as Value) : undefined;
    if (index !== undefined) known.set(results[0] as Value, index);
    others ||= regions.some((inner) => inner.yields.includes(mem));
    if (!args.includes(mem) || op === lengthOf) return;
    const place = op === load ? known.get(args[1] as Value) : undefined;
    if (place === undefined || place < 0) others = true;
    else reads.set(instr, place);
  });
  return others ? undefined : reads;
}

/** Instructions of a function and of those that it calls. */
function sizeOf(m: Machine, name: string, seen: Set<string> = new Set()): number {
  const func = m.funcs.get(name);
  if (func === undefined || seen.has(name)) return 0;
  seen.add(name);
  let size = 0;
  walk(func.region, () => void size++);
  for (const callee of calleesOf(func.region)) size += sizeOf(m, callee, seen);
  return size;
}
