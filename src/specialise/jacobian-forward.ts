// Jacobians by columns: several of them with each run of the function.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { lt } from "../ops/compare.ts";
import { int as intLiteral, numberLike } from "../ops/constant.ts";
import { ifElse } from "../ops/control.ts";
import { forwardIn, valueOf, type Subject } from "./differential.ts";
import { denseColumns, vectorMatrix, type Memory } from "./jacobian-dense.ts";
import { elementsRead, type Column, type Elements } from "./jacobian-elements.ts";
import { newMatrix, put, storeAt, when, type Block, type Found } from "./jacobian-matrix.ts";
import { separateRuns, type Runs, type Site } from "./jacobian-site.ts";
import type { Machine } from "./machine.ts";
import { leavesAmong, type Numbers } from "./numbers.ts";

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
  const [only] = memories;
  if (runs === undefined && memories.length === 1 && chunks.length === 0) {
    const matrix = vectorMatrix(site, only as Memory);
    if (matrix !== undefined) return matrix;
  }
  const { results, subject: next } = runs ?? separateRuns(site);
  const matrix = newMatrix(site, results);
  for (const chunk of chunks) {
    const block = unitBlock(m, of(next()), chunk, elements?.count);
    put(site, m.b, matrix, block, block.run());
  }
  for (const memory of memories) denseColumns(site, memory, matrix, next);
  return matrix as Value;
}

function numbersAmong(columns: Numbers): Column[] {
  return leavesAmong(columns).flatMap(({ at, path }) =>
    at.kind === "number" && at.leaf !== undefined ? [{ leaf: at.leaf, path }] : [],
  );
}

function memoriesAmong(columns: Numbers): Memory[] {
  return leavesAmong(columns).flatMap(({ at, path }) =>
    at.kind === "run" ? [{ run: at, path }] : [],
  );
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
    width: columns.length,
    run: () => forwardIn(m, subject, directions, tangents),
    store: (b, place, tangent) => {
      const one = (c: Builder, { path }: Column, d: number): void =>
        storeAt(
          c,
          place,
          path.map((i) => intLiteral(c, i)),
          tangent(c, d),
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

function chunked<T>(list: readonly T[], most: number): T[][] {
  const count = Math.ceil(list.length / most);
  const size = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, i) => list.slice(i * size, (i + 1) * size));
}
