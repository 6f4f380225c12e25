/**
 * Where a random program comes from: a list of small numbers. 0 is always the simplest choice and
 * what comes after the list is 0, so that shrinking the list shrinks the program.
 */
export class Choices {
  /** Statements that may still be written. */
  budget: number;
  readonly #list: readonly number[];
  #at = 0;
  #names = 0;

  constructor(list: readonly number[], budget: number) {
    this.#list = list;
    this.budget = budget;
  }

  /** The next choice below `n`. */
  draw(n: number): number {
    return (this.#list[this.#at++] ?? 0) % n;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.draw(items.length)]!;
  }

  /** A name that no other call has given. */
  fresh(base: string): string {
    return `${base}${++this.#names}`;
  }
}

/** What a piece of program may use. */
export interface Names {
  /** Numbers that may be read. */
  readonly numbers: readonly string[];
  /** Numbers that may be assigned. */
  readonly variables: readonly string[];
  /** Arrays of numbers with four elements at least. */
  readonly arrays: readonly string[];
  /** Arrays that may get longer, with four elements at least. */
  readonly stacks: readonly string[];
  /** Arrays of two arrays of numbers. */
  readonly matrices: readonly string[];
  /** Integers from 0 to 3. */
  readonly indices: readonly string[];
  /** Functions of one number. */
  readonly functions: readonly string[];
  /** Objects with numbers `p` and `q`. */
  readonly objects: readonly string[];
  /** Variables that hold truth values. */
  readonly flags: readonly string[];
  /** Labels of the loops around; "" for the nearest one. */
  readonly loops: readonly string[];
}

export const nothing: Names = {
  numbers: [],
  variables: [],
  arrays: [],
  stacks: [],
  matrices: [],
  indices: [],
  functions: [],
  objects: [],
  flags: [],
  loops: [],
};

/** `names` with more. */
export function plus(names: Names, more: Partial<Names>): Names {
  const made: Record<string, readonly string[]> = { ...names };
  for (const [kind, list] of Object.entries(more)) made[kind] = [...made[kind]!, ...list];
  return made as unknown as Names;
}

/** How a program is written; the choices stay what they are, and so does its meaning. */
export interface Style {
  /** Only arithmetic that gives the same bits everywhere. */
  readonly exact?: boolean;
  /** Loops with known bounds are written out, or written so that they could be. */
  readonly unrolled?: "ready" | "done";
  /** Statements without effect in between. */
  readonly dead?: boolean;
  /** All of it is in a function that is called once. */
  readonly wrapped?: boolean;
  /** Whether derivatives may be taken inside, by a free variable `grad`. */
  readonly nested?: boolean;
}
