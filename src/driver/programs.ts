// What a function has been compiled to for the types and shapes that it has been called with.
import { keyOf } from "../values/key.ts";
import { layoutOf } from "../values/layout-of.ts";
import type { Path } from "../values/layout.ts";
import { valueAt, valueBefore, type Before, type Source } from "./paths.ts";
import { codeIdentity, type Program } from "./program.ts";

/** Programs of one function that are kept: a function called with a new shape each time has no end of them. */
const MOST = 256;

export interface Fit {
  readonly program: Program;
  /** The values that it needs. */
  readonly roots: readonly unknown[];
}

export class Programs {
  /** Those used last come first. */
  readonly #all: Program[] = [];
  readonly #most: number;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  /** One that fits, with the values of `before` where there are some. */
  find(source: Source, args: readonly unknown[], before?: Before): Fit | undefined {
    const all = this.#all;
    for (let i = 0; i < all.length; i++) {
      const program = all[i]!;
      const roots = rootsOf(program, source, args, before);
      if (roots === undefined || !program.guard(roots)) continue;
      if (i > 0) this.#use(program, i);
      return { program, roots };
    }
    return this.#findByKey(source, args, before);
  }

  /** Keeps `program`, and lets go of the one that has not been used for longest if there are too many. */
  add(program: Program): void {
    if (this.#all.unshift(program) > this.#most) this.#all.pop();
  }

  // Most programs of a function look at the same values: these have one key.
  #findByKey(source: Source, args: readonly unknown[], before?: Before): Fit | undefined {
    const keys = new Map<string | undefined, string>();
    for (const [i, program] of this.#all.entries()) {
      const roots = rootsOf(program, source, args, before);
      if (roots === undefined) continue;
      const known = program.about === undefined ? undefined : keys.get(program.about);
      const key = known ?? keyFor(program, roots, source);
      keys.set(program.about, key);
      if (key !== program.key) continue;
      this.#use(program, i);
      return { program, roots };
    }
    return undefined;
  }

  #use(program: Program, at: number): void {
    this.#all.splice(at, 1);
    this.#all.unshift(program);
  }
}

/** The values a program needs, if it fits them; those of `before` where it has some. */
export function fitting(
  program: Program,
  source: Source,
  args: readonly unknown[],
  before?: Before,
): readonly unknown[] | undefined {
  const roots = rootsOf(program, source, args, before);
  if (roots === undefined) return undefined;
  return program.guard(roots) || keyFor(program, roots, source) === program.key ? roots : undefined;
}

const keyFor = ({ paths }: Program, roots: readonly unknown[], source: Source): string =>
  keyOf(layoutOf(roots, paths), codeIdentity(source));

/** What its paths lead to now; undefined where the program is not for such arguments. */
function rootsOf(
  { count, paths }: Program,
  source: Source,
  args: readonly unknown[],
  before: Before | undefined,
): readonly unknown[] | undefined {
  if (args.length !== count) return undefined;
  const values = valuesAt(paths, source, args);
  if (values === undefined || before === undefined) return values;
  return values.map((now, i) => valueBefore(before, paths[i] as Path, now));
}

/** What the paths lead to now; undefined where one of them leads nowhere. */
function valuesAt(
  paths: readonly Path[],
  source: Source,
  args: readonly unknown[],
): readonly unknown[] | undefined {
  try {
    return paths.map((path) => valueAt(path, source, args));
  } catch {
    // another function is where the path goes through one; compiling says if something is missing
    return undefined;
  }
}
