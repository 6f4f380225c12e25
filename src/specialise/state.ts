import type { Value } from "../ir/func.ts";
import { yes, type BoolAbs, type Cell, type ConstAbs, type Held } from "./values.ts";
import type { Heap } from "./heap.ts";

/** Where control can go other than to the next statement: out of a loop, a call, an iteration. */
export interface Target {
  readonly name: string;
}

/** Flags of ways out, and whether one of them is certain to have been taken. */
export interface Exits {
  readonly flags: readonly (readonly [Target, BoolAbs | ConstAbs])[];
  readonly gone: boolean;
}

/**
 * What every cell holds at one point of the program. A branch works on a layer of its own over the
 * state around it. `exits` tells by which of the ways out this point has been left already.
 */
export class State {
  readonly written: Map<Cell, Held> = new Map();
  readonly exits: Map<Target, BoolAbs | ConstAbs> = new Map();
  /** Conditions that are known at this point, and what they are. */
  readonly known: Map<Value, boolean> = new Map();
  readonly outer: State | undefined;
  /** Whether every path has left by one of `exits`, though not all by the same. */
  gone = false;
  readonly once: boolean = false;
  /** What is known of the heap, at all points alike. */
  readonly heap: Heap;
  /** Nothing gets here: the program has ended with an error. */
  dead = false;

  constructor(around: State | Heap) {
    this.outer = around instanceof State ? around : undefined;
    this.heap = around instanceof State ? around.heap : around;
  }

  /** Takes up what has left for `target`. */
  arrive(target: Target): void {
    if (this.exits.delete(target)) this.gone = false;
  }

  /** All ways out, which are then as if not taken. */
  takeExits(): Exits {
    const { gone } = this;
    const flags = [...this.exits];
    this.exits.clear();
    this.gone = false;
    return { flags, gone };
  }

  /** Has left by the given ways; `surely` if it is known that one of them has been taken. */
  leave({ flags, gone }: Exits, surely = false): void {
    this.gone = gone || surely;
    const only = this.gone && flags.length === 1;
    for (const [target, flag] of flags) this.exits.set(target, only ? yes : flag);
  }

  get(cell: Cell): Held | undefined {
    return this.written.get(cell) ?? this.outer?.get(cell);
  }

  /** What a condition is, if that is known here. */
  knows(condition: Value): boolean | undefined {
    return this.known.get(condition) ?? this.outer?.knows(condition);
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
  /** Whether the function is called at the place where it is compiled, and nowhere else. */
  override readonly once: boolean;
  readonly #translate: (cell: Cell, held: Held) => Held;

  constructor(outer: State, translate: (cell: Cell, held: Held) => Held, once: boolean) {
    super(outer);
    this.#translate = translate;
    this.once = once;
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
