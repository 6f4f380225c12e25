// Branches: both sides run on states of their own, which are merged where they meet.
import { build, coerce, coerceCell, type Building } from "./coerce.ts";
import { widen, widening } from "./widen.ts";
import { liesOnHeap, movedInside, refuseSplit } from "./moved.ts";
import type { Value } from "../ir/func.ts";
import { not } from "../ops/bits.ts";
import { ifOp } from "../ops/control.ts";
import { openSides, opposite } from "./facts.ts";
import { Dead, hinted, type Branch, type Machine } from "./machine.ts";
import { isAbsent, type Shape } from "./shapes.ts";
import { State } from "./state.ts";
import {
  bool,
  never,
  no,
  sameElements,
  type Abs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
  type Held,
  type RunContent,
  type Scope,
} from "./values.ts";

/** Runs one of two sides, and gives the value of that one. */
export function branch(
  m: Machine,
  condition: BoolAbs | ConstAbs,
  then: () => Abs | void,
  otherwise: () => Abs | void,
): Abs {
  if (condition.kind === "const") return (condition.value ? then() : otherwise()) ?? never;
  const known = m.state.knows(condition.value);
  if (known !== undefined) return (known ? then() : otherwise()) ?? never;
  const [one, other] = openSides(m, condition.value);
  m.within(one, then);
  m.within(other, otherwise);
  return merge(m, condition.value, one, other);
}

/** Emits the `if` of two finished branches, and goes on with what they have in common. */
export function merge(m: Machine, condition: Value, one: Branch, other: Branch): Abs {
  const outer = m.state;
  // the sides look through to `outer`, and must not see there what is merged of them already
  const merged = new State(outer);
  m.state = merged;
  const merging = new Merging(m, condition, one, other);
  const value = merging.value(one.value, other.value);
  merging.cells();
  merging.exits();
  merging.finish();
  m.state = outer;
  for (const [cell, held] of merged.written) outer.set(cell, held);
  for (const [target, when] of merged.exits) outer.exits.set(target, when);
  outer.gone = hasLeft(one.state) && hasLeft(other.state);
  outer.dead ||= merged.dead;
  if (one.state.dead && other.state.dead) throw new Dead();
  if (one.state.dead || other.state.dead) {
    const { known } = one.state.dead ? other.state : one.state;
    for (const [fact, is] of known) outer.known.set(fact, is);
  }
  return value;
}

/** Whether nothing goes on from here. */
export function hasLeft({ dead, gone, exits }: State): boolean {
  return dead || gone || [...exits.values()].some((flag) => flag.kind === "const" && flag.value);
}

const isOne = (held: Held): boolean => held.kind !== "choice" && held.kind !== "never";

class Merging {
  readonly #m: Machine;
  readonly #condition: Value;
  readonly #sides: readonly [Branch, Branch];
  readonly #yields: [Value[], Value[]] = [[], []];
  readonly #results: Value[] = [];
  readonly #done = new Set<Cell>();
  readonly #w;
  readonly #made: Building["made"] = new Map();
  readonly #seen: [Set<Shape>, Set<Shape>] = [new Set(), new Set()];
  /** What each side has handed on: values, and what cells hold. */
  readonly #handed: [shape: Shape, held: Held, cell: Cell | undefined][][] = [[], []];

  constructor(m: Machine, condition: Value, one: Branch, other: Branch) {
    this.#m = m;
    this.#condition = condition;
    this.#sides = [one, other];
    this.#w = widening(other.state, false);
  }

  cells(): void {
    const [one, other] = this.#sides;
    for (const cell of [...one.state.written.keys(), ...other.state.written.keys()]) {
      if (this.#m.state.has(cell)) this.#cell(cell);
    }
  }

  exits(): void {
    const [a, b] = this.#sides.map((side) => side.state) as [State, State];
    for (const target of new Set([...a.exits.keys(), ...b.exits.keys()])) {
      const left = a.dead ? never : (a.exits.get(target) ?? no);
      const right = b.dead ? never : (b.exits.get(target) ?? no);
      const merged = this.value(left, right) as BoolAbs | ConstAbs;
      if (merged.kind === "bool" || merged.value === true) this.#m.state.exits.set(target, merged);
    }
    if (a.dead && b.dead) this.#m.state.dead = true;
  }

  /** The value that is `a` on one side and `b` on the other. */
  value(a: Held, b: Held): Abs {
    const held = this.#join(a, b, undefined);
    this.#carry(held);
    return held as Abs;
  }

  #join(a: Held, b: Held, cell: Cell | undefined): Held {
    if (a.kind === "const" && b.kind === "const" && a.value !== b.value) {
      if (a.value === true && b.value === false) return bool(this.#condition);
      if (a.value === false && b.value === true) return bool(not(this.#m.b, this.#condition));
    }
    const [one] = this.#sides;
    const shape = widen({ kind: "same", held: a, state: one.state }, b, this.#w, cell?.obj);
    if (shape.kind === "choice" && isOne(a) && isOne(b)) {
      return { kind: "choice", first: this.#condition, of: [a as Abs, b as Abs] };
    }
    for (const [i, held] of [a, b].entries()) {
      const side = this.#sides[i] as Branch;
      // a dead side gives zeros; it is not entered again, but its region must yield
      this.#on(side, () => {
        const seen = this.#seen[i]!;
        const leaves =
          side.state.dead || cell === undefined
            ? coerce(this.#m, shape, side.state.dead ? never : held, seen)
            : coerceCell(this.#m, shape, cell, seen);
        this.#yields[i]!.push(...leaves);
        if (!side.state.dead) this.#handed[i]!.push([shape, held, cell]);
      });
    }
    const held = build(this.#m, shape, {
      made: this.#made,
      leaf: (type) => {
        const result: Value = { type };
        if (cell !== undefined) hinted(result, cell.name);
        this.#results.push(result);
        return result;
      },
    });
    if (held.kind !== "maybe" || a.kind === "maybe" || b.kind === "maybe") return held;
    // which side it is says whether it is there
    return { ...held, present: isAbsent(a) ? opposite(this.#m, this.#condition) : this.#condition };
  }

  #on(side: Branch, run: () => void): void {
    const { b, state } = this.#m;
    this.#m.b = side.b;
    this.#m.state = side.state;
    try {
      run();
    } finally {
      this.#m.b = b;
      this.#m.state = state;
    }
  }

  #cell(cell: Cell): void {
    if (this.#done.has(cell)) return;
    this.#done.add(cell);
    const [a, b] = this.#sides.map(({ state }) =>
      state.dead ? never : (state.get(cell) ?? never),
    ) as [Held, Held];
    if (a.kind === "never" && b.kind === "never") return;
    if (sameElements(a, b)) {
      this.#m.state.set(cell, (a as RunContent).fixed ? a : b);
      return;
    }
    const held = this.#join(a, b, cell);
    this.#m.state.set(cell, held);
    this.#carry(held);
  }

  /** Takes along what `held` leads to that only a side knows. */
  #carry(held: Held): void {
    forEachCell(held, (cell) => {
      if (!this.#m.state.has(cell)) this.#cell(cell);
      else if (this.#done.has(cell)) return;
      else this.#within(cell);
    });
  }

  /** A cell made here, whose content leads further. */
  #within(cell: Cell): void {
    if (!this.#m.state.written.has(cell)) return;
    this.#done.add(cell);
    this.#carry(this.#m.get(cell));
  }

  /** What bringing values into a shape has made stale, when their cells had been merged already. */
  #leaveStale(): void {
    for (const { state } of this.#sides) {
      if (state.dead) continue;
      for (const [cell, held] of state.written) {
        if (!this.#m.state.has(cell)) continue;
        if (held.kind === "stale") this.#m.state.set(cell, held);
        else if (liesOnHeap(held) && !liesOnHeap(this.#m.state.get(cell))) {
          this.#m.state.set(cell, movedInside(cell));
        }
      }
    }
  }

  finish(): void {
    const [one, other] = this.#sides;
    this.#leaveStale();
    for (const [i, side] of this.#sides.entries()) {
      this.#on(side, () => {
        for (const [shape, held, cell] of this.#handed[i]!) {
          refuseSplit(this.#m, shape, (cell && side.state.get(cell)) ?? held, cell);
        }
      });
    }
    const regions = [one.b.finish(this.#yields[0]), other.b.finish(this.#yields[1])];
    const types = ifOp.type([this.#condition.type], {}, regions);
    if (types.length !== this.#results.length) throw new Error("internal: yields of a branch");
    const { b } = this.#m;
    b.append({
      op: ifOp,
      args: [this.#condition],
      attrs: {},
      regions,
      results: this.#results,
      span: b.span,
    });
  }
}

/** Calls `visit` with every cell that `held` leads to directly. */
export function forEachCell(held: Held, visit: (cell: Cell) => void): void {
  switch (held.kind) {
    case "array":
    case "object":
      return visit(held.obj.cell);
    case "items":
      return held.items.forEach((item) => forEachCell(item, visit));
    case "fields":
      return held.fields.forEach((field) => forEachCell(field, visit));
    case "method":
      return forEachCell(held.of, visit);
    case "maybe":
      return forEachCell(held.value, visit);
    case "choice":
      return held.of.forEach((one) => forEachCell(one, visit));
    case "made":
      return held.args.forEach((arg) => forEachCell(arg, visit));
    case "accessor":
      for (const one of [held.get, held.set]) if (one) forEachCell(one, visit);
      return;
    case "closure": {
      if (held.self) forEachCell(held.self, visit);
      for (let scope: Scope | undefined = held.scope; scope; scope = scope.outer) {
        scope.cells.forEach(visit);
      }
      return;
    }
    default:
      return;
  }
}
