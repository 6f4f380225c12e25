/**
 * Levels of a recursion in parts of equal size, as many as there is room for: what each part begins
 * with, and what it is given from below, is kept, and what its levels compute is not.
 */
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { MemType } from "../ir/types.ts";
import { partAt } from "../diagnostics/span.ts";
import {
  add,
  allocate,
  call,
  forRange,
  idiv,
  ifElse,
  int,
  load,
  lt,
  mul,
  select,
  storeTo,
  sub,
} from "../ops/index.ts";
import { anew, type Levels } from "./recursion-forms.ts";
import { memoryOfType } from "./saves.ts";

/** Runs `n` levels from what level 0 is given on, over `below`: the results of level 0. */
export type Runs = (
  b: Builder,
  given: readonly Value[],
  n: Value,
  below: readonly Value[],
) => readonly Value[];

export class LevelParts {
  readonly #levels: Levels;
  readonly #given: readonly Value[];
  readonly #n: Value;
  readonly #size: Value;
  readonly #starts: readonly Value[];
  #below: readonly Value[] = [];
  readonly count: Value;

  /** Goes down `n` levels, more than `most`, from what level 0 is given, and keeps where parts begin. */
  constructor(b: Builder, levels: Levels, most: number, given: readonly Value[], n: Value) {
    this.#levels = levels;
    this.#given = given;
    this.#n = n;
    this.#size = idiv(b, add(b, n, int(b, most)), int(b, most + 1));
    const last = sub(b, this.#size, int(b, 1));
    this.count = idiv(b, add(b, n, last), this.#size);
    const own = anew(levels.recursion).map((i) => given[i] as Value);
    this.#starts = own.map((v) => this.memory(b, v));
    forRange(b, [int(b, 0), this.count, 1], own, (inner, j, now) => {
      now.forEach((v, i) => storeTo(inner, this.#starts[i] as Value, j, v));
      return this.unlessLast(inner, j, now, (c) =>
        descend(c, levels, this.#with(now), this.#size).slice(1),
      );
    });
  }

  /** What `next` gives, or `last` where `j` is the last part. */
  unlessLast(
    b: Builder,
    j: Value,
    last: readonly Value[],
    next: (b: Builder) => readonly Value[],
  ): readonly Value[] {
    return ifElse(b, lt(b, add(b, j, int(b, 1)), this.count), next, () => last);
  }

  /** Goes up again from `below`: keeps what each part is given from below, and gives the results. */
  goUp(b: Builder, below: readonly Value[], runs: Runs): readonly Value[] {
    this.#below = below.map((v) => this.memory(b, v));
    return this.backwards(b, below, (inner, j, now) => {
      now.forEach((v, i) => storeTo(inner, this.#below[i] as Value, j, v));
      return runs(inner, this.given(inner, j), this.levels(inner, j), now);
    });
  }

  /** Goes through the parts from the last to the first. */
  backwards(
    b: Builder,
    inits: readonly Value[],
    body: (b: Builder, j: Value, now: readonly Value[]) => readonly Value[],
  ): readonly Value[] {
    return forRange(b, [sub(b, this.count, int(b, 1)), int(b, -1), -1], inits, body);
  }

  /** What the first level of part `j` is given. */
  given(b: Builder, j: Value): Value[] {
    return this.#with(this.#starts.map((m) => load(b, m, j)));
  }

  /** How many levels part `j` has. */
  levels(b: Builder, j: Value): Value {
    const left = sub(b, this.#n, mul(b, j, this.#size));
    return select(b, lt(b, left, this.#size), left, this.#size);
  }

  /** What is below part `j`. */
  below(b: Builder, j: Value): Value[] {
    return this.#below.map((m) => load(b, m, j));
  }

  /** An element for each part, of the type of a value. */
  memory(b: Builder, { type }: Value): Value {
    const list: MemType = memoryOfType(type);
    return b.at(partAt(b.span, "kept"), () => allocate(b, list, this.count));
  }

  // The rest is passed on.
  #with(own: readonly Value[]): Value[] {
    const given = [...this.#given];
    anew(this.#levels.recursion).forEach((i, j) => (given[i] = own[j] as Value));
    return given;
  }
}

/** The least of `n` and the number of calls, and what the last of them is given anew. */
export function descend(
  b: Builder,
  { recursion, down }: Levels,
  given: readonly Value[],
  n: Value,
): readonly Value[] {
  const own = anew(recursion).map((i) => given[i] as Value);
  const types = [n, ...own].map((v) => v.type);
  return call(b, down, [...given, n], types);
}
