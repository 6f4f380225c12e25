// Jacobians by rows: one run of the function, backwards, for each number of the result.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { f32, f64, isReference, loadedType, type MemType } from "../ir/types.ts";
import { eq } from "../ops/compare.ts";
import { int as intLiteral, literal, num as numLiteral, zero } from "../ops/constant.ts";
import { forRange } from "../ops/control.ts";
import { toF64, widen } from "../ops/convert.ts";
import { length as lengthOf, load, storeTo, zerosLike } from "../ops/memory.ts";
import { backward, valueOf, type Subject } from "./differential.ts";
import { separateRuns, within, type Runs, type Site } from "./jacobian-site.ts";
import { newMemory } from "./memory.ts";
import {
  depthOf,
  eachElement,
  elementAt,
  floats,
  inUse,
  lengthOfRun,
  nestedType,
  newNested,
  storeNumber,
  type Numbers,
} from "./numbers.ts";

type Cotangents = readonly (Value | undefined)[];

/** The matrix as nested memory; the argument is more than one number. */
export function reverseMatrix(site: Site, runs?: Runs): Value {
  const { m, subject, rows, columns } = site;
  if (rows.kind === "number" && runs === undefined) {
    const found = backward(m, subject, rows.leaf === undefined ? [] : [numLiteral(m.b, 1)]);
    valueOf(m, subject, found.results);
    return rowOf(m.b, columns, found.cotangents, subject.values);
  }
  const { results, subject: next } = runs ?? separateRuns(site);
  const type = nestedType(depthOf(columns) as number, f64);
  const matrix = newNested(m.b, rows, results, { type });
  const seeds = results.map((result) => {
    const tangent = tangentType(result.type);
    if (tangent === undefined || !isReference(tangent)) return undefined;
    return m.b.emit1(zerosLike, [result], { type: tangent });
  });
  new Rows(site, { next, results, seeds, matrix }).visit(m.b, rows, []);
  return matrix;
}

interface Run {
  readonly next: () => Subject;
  /** Of a run of the function itself. */
  readonly results: readonly Value[];
  /** Cotangents of the results that are references, all zero. */
  readonly seeds: Cotangents;
  readonly matrix: Value;
}

class Rows {
  readonly #site: Site;
  readonly #run: Run;

  constructor(site: Site, run: Run) {
    this.#site = site;
    this.#run = run;
  }

  visit(b: Builder, numbers: Numbers, path: readonly Value[]): void {
    switch (numbers.kind) {
      case "number": {
        const { leaf } = numbers;
        const one = numLiteral(b, 1);
        return this.#row(b, path, new Map(leaf === undefined ? [] : [[leaf, one]]));
      }
      case "run": {
        const seed = this.#run.seeds[numbers.leaf] as Value;
        const length = lengthOfRun(b, numbers, this.#run.results);
        return eachElement(b, [seed, length, seed], depthOf(numbers) as number, (c, mem, i, at) => {
          const type = loadedType((mem.type as MemType).elem);
          storeTo(c, mem, i, literal(c, 1, type));
          this.#row(c, [...path, ...at], new Map());
          storeTo(c, mem, i, literal(c, 0, type));
        });
      }
      case "items":
        if (numbers.items.every((item) => item.kind === "number")) {
          return this.#numbers(b, numbers.items, path);
        }
        return numbers.items.forEach((item, i) => this.visit(b, item, [...path, intLiteral(b, i)]));
    }
  }

  /** A list of numbers, each a result of its own: one loop. */
  #numbers(b: Builder, items: readonly Numbers[], path: readonly Value[]): void {
    const leaves = items.map((item) => (item.kind === "number" ? item.leaf : undefined));
    forRange(b, [intLiteral(b, 0), intLiteral(b, items.length), 1], [], (c, i) => {
      const seeds = leaves.flatMap((leaf, at): [number, Value][] =>
        leaf === undefined ? [] : [[leaf, toF64(c, eq(c, i, intLiteral(c, at)))]],
      );
      this.#row(c, [...path, i], new Map(seeds));
      return [];
    });
  }

  /** Runs backwards and stores the row; `numbers` are the cotangents that are not zero. */
  #row(b: Builder, path: readonly Value[], numbers: ReadonlyMap<number, Value>): void {
    const { m, columns } = this.#site;
    const { next, seeds: zeros, matrix } = this.#run;
    within(m, b, () => {
      const subject = next();
      const seeds: (Value | undefined)[] = [...zeros];
      for (const [leaf, seed] of numbers) seeds[leaf] = seed;
      const { cotangents } = backward(m, subject, seeds);
      const to = elementAt(b, matrix, path.slice(0, -1));
      storeTo(b, to, path.at(-1) as Value, rowOf(b, columns, cotangents, subject.values));
    });
  }
}

/** A row of the matrix: the cotangent of the argument, in double precision. */
function rowOf(
  b: Builder,
  columns: Numbers,
  cotangents: Cotangents,
  leaves: readonly Value[],
): Value {
  switch (columns.kind) {
    case "number": {
      const x = columns.leaf === undefined ? undefined : cotangents[columns.leaf];
      return x ?? zero(b, f64);
    }
    case "run": {
      const mem = inUse(b, columns, cotangents[columns.leaf] as Value, leaves);
      if (loadedType((mem.type as MemType).elem) !== f32) return mem;
      const length = lengthOf(b, mem);
      const wide = newMemory(b, floats, length);
      forRange(b, [intLiteral(b, 0), length, 1], [], (c, i) => {
        storeTo(c, wide, i, widen(c, load(c, mem, i)));
        return [];
      });
      return wide;
    }
    case "items": {
      const type = nestedType(depthOf(columns) as number, f64) as MemType;
      const mem = newMemory(b, type, intLiteral(b, columns.items.length));
      columns.items.forEach((item, i) => {
        const at = intLiteral(b, i);
        const row = rowOf(b, item, cotangents, leaves);
        if (isReference(row.type)) storeTo(b, mem, at, row);
        else storeNumber(b, mem, at, row);
      });
      return mem;
    }
  }
}
