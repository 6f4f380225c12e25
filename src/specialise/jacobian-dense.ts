// Columns of a Jacobian that are elements of memory, of which only a run knows how many there are.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { calleesOf, walk } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { loadedType, type MemType, type Type } from "../ir/types.ts";
import { add, mul, sub } from "../ops/arith.ts";
import { and } from "../ops/bits.ts";
import { le, lt } from "../ops/compare.ts";
import { select } from "../ops/arith.ts";
import { int as intLiteral, literal } from "../ops/constant.ts";
import { forRange, ifElse } from "../ops/control.ts";

import { length as lengthOf, load, storeTo, zerosFor } from "../ops/memory.ts";
import { forwardIn, forwardMany, valueOf, type Subject } from "./differential.ts";
import { newMatrix, plus, put, storeAt, when, type Block, type Found } from "./jacobian-matrix.ts";
import { laterRuns, within, type Site } from "./jacobian-site.ts";
import type { Machine } from "./machine.ts";
import { depthOf, lengthOfRun, type RunNumbers } from "./numbers.ts";
import { holdsRecords } from "./shadows.ts";

/** Columns in memory, and the way to it in a row of the matrix. */
export interface Memory {
  readonly run: RunNumbers;
  readonly path: readonly number[];
}

/** A memory of numbers to differentiate by, or of such memories; `inside`: the way to it. */
interface Row {
  readonly mem: Value;
  readonly seed: Value;
  readonly count: Value;
  readonly inside: readonly Value[];
}

/** The columns of a memory, so many with each run. */
export function denseColumns(
  site: Site,
  memory: Memory,
  matrix: Value | undefined,
  next: () => Subject,
): void {
  const { m, subject } = site;
  const width = goesInVectors(m, subject.compiled.name) ? MANY : BLOCK;
  const runs = width === MANY ? inVectors : inBlocks;
  const { row: whole, tangents } = seeded(site, memory, width);
  const visit = (outer: Builder, row: Row, depth: number): void => {
    const { mem, seed, count, inside } = row;
    const step = depth === 1 ? width : 1;
    forRange(outer, [intLiteral(outer, 0), count, step], [], (b, j) => {
      if (depth === 1) {
        within(m, b, () => {
          const { found, store, finish } = runs(m, next(), { row, j, tangents });
          put(site, b, matrix, { width, store }, found);
          finish();
        });
      } else {
        const part = load(b, mem, j);
        const inner = { mem: part, seed: load(b, seed, j), count: lengthOf(b, part) };
        visit(b, { ...inner, inside: [...inside, j] }, depth - 1);
      }
      return [];
    });
  };
  visit(m.b, whole, depthOf(memory.run) as number);
}

/**
 * The matrix, where the columns are one memory of numbers: the first run that gives derivatives is
 * that of the function itself. Undefined if tangents cannot be vectors.
 */
export function vectorMatrix(site: Site, memory: Memory): Value | undefined {
  const { m, subject } = site;
  if (depthOf(memory.run) !== 1 || !goesInVectors(m, subject.compiled.name)) return undefined;
  const { row, tangents } = seeded(site, memory, MANY);
  const next = laterRuns(site);
  const first = inVectors(m, subject, { row, j: intLiteral(m.b, 0), tangents });
  valueOf(m, subject, first.found.results);
  const matrix = newMatrix(site, first.found.results);
  const value = put(site, m.b, matrix, { width: MANY, store: first.store }, first.found);
  first.finish();
  forRange(m.b, [intLiteral(m.b, MANY), row.count, MANY], [], (b, j) => {
    within(m, b, () => {
      const { found, store, finish } = inVectors(m, next(), { row, j, tangents });
      put(site, b, matrix, { width: MANY, store }, found);
      finish();
    });
    return [];
  });
  return value;
}

/** The columns of a memory, with seeds that are zero; and the tangents of all parameters. */
function seeded(
  { m, subject: { values } }: Site,
  { run, path }: Memory,
  width: number,
): { readonly row: Row; readonly tangents: readonly (Value | undefined)[] } {
  const mem = values[run.leaf] as Value;
  const seed = zerosFor(m.b, mem, tangentType(mem.type, width) as Type, width);
  const inside = path.map((i) => intLiteral(m.b, i));
  return {
    row: { mem, seed, count: lengthOfRun(m.b, run, values), inside },
    tangents: values.map((_, i) => (i === run.leaf ? seed : undefined)),
  };
}

/** Some of the columns of a row, from `j` on. */
interface Columns {
  readonly row: Row;
  readonly j: Value;
  /** Tangents of the parameters, which lead to the seeds. */
  readonly tangents: readonly (Value | undefined)[];
}

interface Run {
  readonly found: Found;
  readonly store: Block["store"];
  /** Makes the seeds zero again, once all is stored: they may be the tangents of a result. */
  readonly finish: () => void;
}

// --- Many directions in one run -----------------------------------------------------------------

/** Directions of one run, in vectors. */
const MANY = 32;

/** Whether tangents can be vectors in memory: no record has some, no function has rules of its own. */
function goesInVectors(m: Machine, name: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(name)) return true;
  seen.add(name);
  const func = m.funcs.get(name);
  if (func === undefined || func.rules !== undefined) return false;
  let plain = true;
  const look = ({ type }: Value): void => {
    const tangent = tangentType(type);
    if (tangent === undefined) return;
    if (holdsArrays(tangent) || holdsRecords(tangent)) plain = false;
  };
  func.region.params.forEach(look);
  walk(func.region, (instr) => instr.results.forEach(look));
  return plain && [...calleesOf(func.region)].every((callee) => goesInVectors(m, callee, seen));
}

const holdsArrays = (type: Type): boolean =>
  type.kind === "array" || (type.kind === "mem" && holdsArrays(loadedType(type.elem)));

function inVectors(m: Machine, subject: Subject, { row, j, tangents }: Columns): Run {
  const { b } = m;
  const { seed, count, inside } = row;
  const left = sub(b, count, j);
  const some = select(b, lt(b, left, intLiteral(b, MANY)), left, intLiteral(b, MANY));
  const seedEach = (x: number): void => {
    const type = loadedType((seed.type as MemType).elem);
    const first = mul(b, j, intLiteral(b, MANY));
    forRange(b, [intLiteral(b, 0), some, 1], [], (c, d) => {
      const at = add(c, first, mul(c, d, intLiteral(c, MANY + 1)));
      storeTo(c, seed, at, literal(c, x, type));
      return [];
    });
  };
  const to = and(b, add(b, some, intLiteral(b, 1)), intLiteral(b, -2));
  seedEach(1);
  const found = forwardMany(m, subject, { width: MANY, to }, tangents);
  return {
    found,
    finish: () => seedEach(0),
    store: (c, place, tangent) => {
      forRange(c, [intLiteral(c, 0), some, 1], [], (inner, d) => {
        storeAt(inner, place, [...inside, add(inner, j, d)], tangent(inner, d));
        return [];
      });
    },
  };
}

// --- A few directions, whose tangents are numbers -----------------------------------------------

/** Directions of one run; each is a copy of the linear part of the function. */
const BLOCK = 4;

function inBlocks(m: Machine, subject: Subject, { row, j, tangents }: Columns): Run {
  const { seed, count, inside } = row;
  const active = tangents.map((t) => t !== undefined);
  const directions = Array.from({ length: BLOCK }, () => active);
  const given = tangents.map((t) => t && [t]);
  mark(m.b, seed, j, count, 1);
  const found = forwardIn(m, subject, directions, given);
  return {
    found,
    finish: () => mark(m.b, seed, j, count, 0),
    store: (c, place, tangent) =>
      eachOf(c, j, count, (inner, d, i) =>
        storeAt(inner, place, [...inside, i], tangent(inner, d)),
      ),
  };
}

/** Makes the tangent of element `j + d` in direction `d` one, or zero again. */
function mark(b: Builder, seed: Value, j: Value, count: Value, x: number): void {
  const type = loadedType((seed.type as MemType).elem);
  const first = mul(b, j, intLiteral(b, BLOCK));
  eachOf(b, j, count, (c, d) => {
    storeTo(c, seed, add(c, first, intLiteral(c, d * (BLOCK + 1))), literal(c, x, type));
  });
}

/** Runs `body` for those directions of a block that begins at `j` whose columns are there. */
function eachOf(
  b: Builder,
  j: Value,
  count: Value,
  body: (b: Builder, d: number, i: Value) => void,
): void {
  ifElse(
    b,
    le(b, plus(b, j, BLOCK), count),
    (c) => {
      for (let d = 0; d < BLOCK; d++) body(c, d, plus(c, j, d));
      return [];
    },
    (c) => {
      body(c, 0, j);
      for (let d = 1; d < BLOCK; d++) {
        const i = plus(c, j, d);
        when(c, lt(c, i, count), (inner) => body(inner, d, i));
      }
      return [];
    },
  );
}
