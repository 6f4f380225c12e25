import type { BoolAbs, Cell, ConstAbs, Held } from "./values.ts";

/** Where control can go other than to the next statement: out of a loop, a call, an iteration. */
export interface Target {
  readonly name: string;
}

/**
 * What every cell holds at one point of the program. A branch works on a layer of its own over the
 * state around it. `exits` tells by which of the ways out this point has been left already.
 */
export class State {
  readonly written: Map<Cell, Held> = new Map();
  readonly exits: Map<Target, BoolAbs | ConstAbs> = new Map();
  readonly outer: State | undefined;
  /** Nothing gets here: the program has ended with an error. */
  dead = false;

  constructor(outer?: State) {
    this.outer = outer;
  }

  get(cell: Cell): Held | undefined {
    return this.written.get(cell) ?? this.outer?.get(cell);
  }

  has(cell: Cell): boolean {
    return this.get(cell) !== undefined;
  }

  set(cell: Cell, held: Held): void {
    this.written.set(cell, held);
  }
}

/**
 * The state inside a function that is compiled on its own: what is outside is seen through
 * `translate`, which makes parameters of it.
 */
export class BoundaryState extends State {
  readonly imported: Map<Cell, Held> = new Map();
  readonly #translate: (cell: Cell, held: Held) => Held;

  constructor(outer: State, translate: (cell: Cell, held: Held) => Held) {
    super(outer);
    this.#translate = translate;
  }

  override get(cell: Cell): Held | undefined {
    const own = this.written.get(cell) ?? this.imported.get(cell);
    if (own !== undefined) return own;
    const held = this.outer?.get(cell);
    if (held === undefined) return undefined;
    const inside = this.#translate(cell, held);
    this.imported.set(cell, inside);
    return inside;
  }

  override has(cell: Cell): boolean {
    return this.written.has(cell) || this.outer?.has(cell) === true;
  }
}
