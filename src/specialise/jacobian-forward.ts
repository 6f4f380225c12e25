// Jacobians by columns: several of them with each run of the function.
import { Builder } from "../ir/builder.ts";
import type { Directions } from "../ir/derivative.ts";
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { f64, loadedType, type MemType, type Type } from "../ir/types.ts";
import { add, mul } from "../ops/arith.ts";
import { le, lt } from "../ops/compare.ts";
import { int as intLiteral, literal, numberLike, zero } from "../ops/constant.ts";
import { forRange, ifElse } from "../ops/control.ts";
import { length as lengthOf, load, storeTo, zerosFor } from "../ops/memory.ts";
import { forwardIn, valueOf, type Subject } from "./differential.ts";
import { elementsRead, type Column, type Elements } from "./jacobian-elements.ts";
import { separateRuns, within, type Runs, type Site } from "./jacobian-site.ts";
import type { Machine } from "./machine.ts";
import {
  depthOf,
  eachElement,
  elementAt,
  leavesAmong,
  lengthOfRun,
  nestedType,
  newNested,
  storeNumber,
  type Numbers,
  type RunNumbers,
} from "./numbers.ts";

/** Directions of one run where the number of columns is known when running only. */
const BLOCK = 4;
/** Most directions of one run; each is a copy of the linear part of the function. */
const MOST = 16;

/** The matrix as nested memory; a number if it has no rows and no columns. */
export function forwardMatrix(
  site: Site,
  elements: Elements | undefined = elementsRead(site),
  runs?: Runs,
): Value {
  const { m, subject, columns } = site;
  const numbers = elements?.columns ?? numbersAmong(columns);
  const memories = elements === undefined ? memoriesAmong(columns) : [];
  const chunks = chunked(numbers, MOST);
  const of = elements?.of ?? ((run: Subject): Subject => run);
  if (runs === undefined && memories.length === 0 && chunks.length === 1) {
    const block = unitBlock(m, of(subject), chunks[0] as Column[], elements?.count);
    const found = block.run();
    valueOf(m, subject, found.results);
    const matrix = newMatrix(site, found.results);
    return put(site, m.b, matrix, block, found);
  }
  const { results, subject: next } = runs ?? separateRuns(site);
  const matrix = newMatrix(site, results);
  for (const chunk of chunks) {
    const block = unitBlock(m, of(next()), chunk, elements?.count);
    put(site, m.b, matrix, block, block.run());
  }
  for (const { at, path } of memories) denseColumns(site, { run: at, path, matrix, next });
  return matrix as Value;
}

function numbersAmong(columns: Numbers): Column[] {
  return leavesAmong(columns).flatMap(({ at, path }) =>
    at.kind === "number" && at.leaf !== undefined ? [{ leaf: at.leaf, path }] : [],
  );
}

function memoriesAmong(columns: Numbers): { at: RunNumbers; path: readonly number[] }[] {
  return leavesAmong(columns).flatMap(({ at, path }) => (at.kind === "run" ? [{ at, path }] : []));
}

type Found = ReturnType<typeof forwardIn>;

/** One run of the function in several directions. */
interface Block {
  readonly directions: Directions;
  /** Puts the derivatives of one number of the result in place: `row` is its row, if there is one. */
  readonly store: (b: Builder, place: Place, tangent: (d: number) => Value) => void;
}

/** Where the derivatives of one number of the result go: a memory, and the way inside it. */
interface Place {
  readonly matrix: Value;
  readonly path: readonly Value[];
}

function storeAt(b: Builder, { matrix, path }: Place, inside: readonly Value[], x: Value): void {
  const all = [...path, ...inside];
  const at = elementAt(b, matrix, all.slice(0, -1));
  storeNumber(b, at, all.at(-1) as Value, x);
}

function newMatrix(
  { m, subject, rows, columns }: Site,
  results: readonly Value[],
): Value | undefined {
  const depth = depthOf(columns) as number;
  if (depth === 0 && depthOf(rows) === 0) return undefined;
  const type = nestedType(depth, f64);
  const make = (b: Builder): Value => newNested(b, columns, subject.values, { type: f64 });
  return newNested(m.b, rows, results, depth === 0 ? { type } : { type, make });
}

/** Stores all derivatives of a run; gives the matrix, or the number that stands for it. */
function put(
  { rows }: Site,
  outer: Builder,
  matrix: Value | undefined,
  { directions, store }: Block,
  { results, tangents }: Found,
): Value {
  const visit = (b: Builder, numbers: Numbers, path: readonly Value[]): void => {
    switch (numbers.kind) {
      case "number": {
        const leaf = numbers.leaf === undefined ? [] : (tangents[numbers.leaf] ?? []);
        // a number known when compiling: the matrix is zero as it is
        if (leaf.length === 0) return;
        return store(b, { matrix: matrix as Value, path }, (d) => leaf[d] as Value);
      }
      case "run": {
        const wide = tangents[numbers.leaf]?.[0] as Value;
        const length = lengthOfRun(b, numbers, results);
        const k = intLiteral(b, directions.length);
        const mem = results[numbers.leaf] as Value;
        return eachElement(b, [mem, length, wide], depthOf(numbers) as number, (c, row, i, at) => {
          const first = mul(c, i, k);
          const place = { matrix: matrix as Value, path: [...path, ...at] };
          store(c, place, (d) => load(c, row, d === 0 ? first : add(c, first, intLiteral(c, d))));
        });
      }
      case "items":
        return numbers.items.forEach((item, i) => visit(b, item, [...path, intLiteral(b, i)]));
    }
  };
  if (matrix === undefined) {
    const leaf =
      rows.kind === "number" && rows.leaf !== undefined ? tangents[rows.leaf] : undefined;
    return leaf?.[0] ?? zero(outer, f64);
  }
  visit(outer, rows, []);
  return matrix;
}

// --- Columns that are numbers of their own ------------------------------------------------------

/**
 * The directions of the unit vectors: in each, one number varies and no other. There may be no more
 * than `count` columns.
 */
function unitBlock(
  m: Machine,
  subject: Subject,
  columns: readonly Column[],
  count: Value | undefined,
): Block & { readonly run: () => Found } {
  const { values } = subject;
  const tangents: (readonly Value[] | undefined)[] = [];
  columns.forEach(({ leaf }) => {
    const one = numberLike(m.b, 1, values[leaf] as Value);
    tangents[leaf] = columns.map(() => one);
  });
  const directions = columns.map(({ leaf }) => values.map((_, i) => i === leaf));
  return {
    directions,
    run: () => forwardIn(m, subject, directions, tangents),
    store: (b, place, tangent) => {
      const one = (c: Builder, { path }: Column, d: number): void =>
        storeAt(
          c,
          place,
          path.map((i) => intLiteral(c, i)),
          tangent(d),
        );
      if (count === undefined) return columns.forEach((column, d) => one(b, column, d));
      const last = Math.max(-1, ...columns.map(({ path }) => path[0] as number));
      ifElse(
        b,
        lt(b, intLiteral(b, last), count),
        (c) => {
          columns.forEach((column, d) => one(c, column, d));
          return [];
        },
        (c) => {
          columns.forEach((column, d) => {
            const there = lt(c, intLiteral(c, column.path[0] as number), count);
            when(c, there, (inner) => one(inner, column, d));
          });
          return [];
        },
      );
    },
  };
}

function when(b: Builder, condition: Value, body: (b: Builder) => void): void {
  ifElse(
    b,
    condition,
    (c) => {
      body(c);
      return [];
    },
    () => [],
  );
}

function chunked<T>(list: readonly T[], most: number): T[][] {
  const count = Math.ceil(list.length / most);
  const size = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, i) => list.slice(i * size, (i + 1) * size));
}

// --- Columns that are elements of memory --------------------------------------------------------

interface Memory {
  readonly run: RunNumbers;
  readonly path: readonly number[];
  readonly matrix: Value | undefined;
  readonly next: () => Subject;
}

/** The columns of a memory, block by block. The seeds are in one memory for all of them. */
function denseColumns(site: Site, { run, path, matrix, next }: Memory): void {
  const { m, subject } = site;
  const { values } = subject;
  const like = values[run.leaf] as Value;
  const seeds = zerosFor(m.b, like, tangentType(like.type, BLOCK) as Type, BLOCK);
  const active = values.map((_, i) => i === run.leaf);
  const directions = Array.from({ length: BLOCK }, () => active);
  const tangents: (readonly Value[] | undefined)[] = [];
  tangents[run.leaf] = [seeds];
  const block = (b: Builder, { seed, count, inside }: Row, j: Value): void => {
    mark(b, seed, j, count, 1);
    const found = forwardIn(m, next(), directions, tangents);
    const store: Block["store"] = (c, place, tangent) =>
      eachOf(c, j, count, (inner, d, i) => storeAt(inner, place, [...inside, i], tangent(d)));
    put(site, b, matrix, { directions, store }, found);
    mark(b, seed, j, count, 0);
  };
  const visit = (outer: Builder, row: Row, depth: number): void => {
    const { mem, seed, count, inside } = row;
    const step = depth === 1 ? BLOCK : 1;
    forRange(outer, [intLiteral(outer, 0), count, step], [], (b, j) => {
      if (depth === 1) within(m, b, () => block(b, row, j));
      else {
        const part = load(b, mem, j);
        const inner = { mem: part, seed: load(b, seed, j), count: lengthOf(b, part) };
        visit(b, { ...inner, inside: [...inside, j] }, depth - 1);
      }
      return [];
    });
  };
  const count = lengthOfRun(m.b, run, values);
  const inside = path.map((i) => intLiteral(m.b, i));
  visit(m.b, { mem: like, seed: seeds, count, inside }, depthOf(run) as number);
}

/** A memory of numbers to differentiate by, or of such memories; `inside`: the way to it. */
interface Row {
  readonly mem: Value;
  readonly seed: Value;
  readonly count: Value;
  readonly inside: readonly Value[];
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
  const at = (c: Builder, d: number): Value => (d === 0 ? j : add(c, j, intLiteral(c, d)));
  ifElse(
    b,
    le(b, at(b, BLOCK), count),
    (c) => {
      for (let d = 0; d < BLOCK; d++) body(c, d, at(c, d));
      return [];
    },
    (c) => {
      body(c, 0, j);
      for (let d = 1; d < BLOCK; d++) {
        const i = at(c, d);
        when(c, lt(c, i, count), (inner) => body(inner, d, i));
      }
      return [];
    },
  );
}
