/**
 * Where a random program comes from: a list of small numbers. 0 is always the simplest choice, and
 * what comes after the list is 0.
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
  /** Objects of one of the classes of `classes`. */
  readonly shapes: readonly string[];
  /** Arrays of such objects, of any length. */
  readonly lists: readonly string[];
  /** Arrays of objects with numbers `p` and `q`, of any length. */
  readonly records: readonly string[];
  /** Variables that hold null or `{ v, next }`. */
  readonly chains: readonly string[];
  /** Variables that hold null or `{ v, left, right }`. */
  readonly trees: readonly string[];
  /** Variables that hold a number, a text, null, or an object with `p` and `q`. */
  readonly unions: readonly string[];
  /** Arrays of what such variables hold, of any length. */
  readonly mixes: readonly string[];
  /** Variables that hold `{ kind: "disc", r }` or `{ kind: "box", w, h }`. */
  readonly tagged: readonly string[];
  /** Maps from numbers to numbers, and from texts. */
  readonly maps: readonly string[];
  readonly texts: readonly string[];
  /** Sets of numbers. */
  readonly sets: readonly string[];
  /** Functions to numbers that may throw: for where `throws` says that it is caught. */
  readonly throwers: readonly string[];
  readonly throws: readonly string[];
  /** Generators of numbers, without parameters. */
  readonly generators: readonly string[];
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
  shapes: [],
  lists: [],
  records: [],
  chains: [],
  trees: [],
  unions: [],
  mixes: [],
  tagged: [],
  maps: [],
  texts: [],
  sets: [],
  throwers: [],
  throws: [],
  generators: [],
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
  /** With objects, linked structures, unions, maps, errors and generators. */
  readonly heap?: boolean;
  /** Whether derivatives may be taken inside, by a free variable `grad`. */
  readonly nested?: boolean;
}
