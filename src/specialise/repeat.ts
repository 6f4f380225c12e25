// The engine of all loops: finds what a loop carries from one iteration to the next.
import { build, coerce, coerceCell } from "./coerce.ts";
import { widen, widening, type Widening } from "./widen.ts";
import type { Attrs, Region, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { bool as boolType, i32, type Type } from "../ir/types.ts";
import { flag } from "../ops/constant.ts";
import { forOp, loopOp } from "../ops/control.ts";
import { becomeRow } from "./content.ts";
import { keepItems } from "./itemwise.ts";
import { liesOnHeap, refuseMoved, refuseSplit } from "./moved.ts";
import { boolValue } from "./convert.ts";
import { Dead, hinted, type Branch, type Machine } from "./machine.ts";
import { forEachCell } from "./merge.ts";
import { going } from "./flow.ts";
import { closed } from "./interpreter.ts";
import {
  isBoolean,
  isFunction,
  isNumeric,
  leafTypes,
  type FreshShape,
  type Shape,
} from "./shapes.ts";
import type { State, Target } from "./state.ts";
import {
  bool,
  never,
  newObj,
  no,
  sameAbs,
  sameElements,
  yes,
  type Abs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
  type Held,
} from "./values.ts";

export interface Loop {
  /** Runs one iteration, and says whether there is another one. A counted loop gets its index. */
  readonly iteration: (index: Value | undefined) => BoolAbs | ConstAbs;
  /** Cells that the loop is likely to change. */
  readonly guess: readonly Cell[];
  /** From, below, and by which step a counted loop counts. */
  readonly count?: readonly [lo: Value, hi: Value, step: number] | undefined;
  /** Where the loop ends early, which is after it. */
  readonly onBreak: Target;
  /** Whether only a jump ends it. */
  readonly endless: boolean;
}

/** What an iteration hands to the next; in this order in parameters, yields and results. */
type Carried = Map<Cell, Shape>;

/** Thrown where a counted loop turns out to be left on the way: it must be a general one. */
class Uncounted extends Error {}

const MOST_ATTEMPTS = 20;

/** Tries a counted loop; false, and as if nothing had happened, if it is left on the way. */
export function counted(m: Machine, run: () => boolean): boolean {
  const saved = m.save();
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Uncounted)) throw error;
    m.restore(saved);
    return false;
  }
}

/** Emits a loop. Gives the cells that it changes. */
export function repeat(m: Machine, loop: Loop): ReadonlySet<Cell> {
  const before = m.state;
  const carried = guessed(before, loop.guess);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const one = new Attempt(m, loop, before, carried);
    if (one.learn()) continue;
    const inits = one.enter();
    if (inits === undefined) continue;
    one.emit(inits);
    return new Set(carried.keys());
  }
  return m.fault(
    "NB2006",
    "the kinds of the variables of this loop do not settle",
    "give every variable one kind of value in all iterations",
  );
}

function guessed(before: State, cells: readonly Cell[]): Carried {
  const carried: Carried = new Map();
  for (const cell of cells) {
    const held = before.get(cell);
    if (held === undefined) continue;
    if (isNumeric(held)) carried.set(cell, { kind: "num" });
    else if (isBoolean(held)) carried.set(cell, { kind: "bool" });
  }
  return carried;
}

class Attempt {
  readonly #m: Machine;
  readonly #loop: Loop;
  readonly #before: State;
  readonly #carried: Carried;
  readonly #body: Branch;
  readonly #params: Value[] = [];
  readonly #index: Value | undefined;
  readonly #origins: Map<FreshShape, number>;
  #again: BoolAbs | ConstAbs = { kind: "const", value: false };
  /** What the carried cells held when the iteration began. */
  #heads: ReadonlyMap<Cell, Held> = new Map();

  constructor(m: Machine, loop: Loop, before: State, carried: Carried) {
    this.#m = m;
    this.#loop = loop;
    this.#before = before;
    this.#carried = carried;
    this.#body = m.open();
    this.#index = loop.count && { type: i32 };
    this.#origins = new Map(freshIn(carried.values()).map((s) => [s, this.#outerOrigins(s)]));
    m.within(this.#body, () => {
      this.#head();
      this.#again = this.#iterate();
    });
  }

  #iterate(): BoolAbs | ConstAbs {
    const m = this.#m;
    const again = closed(m, () => this.#loop.iteration(this.#index)) as Abs;
    const leaves = m.state.exits.size > 0;
    if (leaves && this.#loop.count) throw new Uncounted();
    // where it is left, it does not go on
    if (again.kind === "never") return no;
    return leaves && again.kind === "const" && again.value
      ? going(m)
      : (again as BoolAbs | ConstAbs);
  }

  /** Puts the parameters of the loop into the cells that it carries. */
  #head(): void {
    const { state } = this.#body;
    const made = new Map();
    for (const [cell, shape] of this.#carried) {
      const leaf = (type: Type): Value => {
        const param = hinted({ type }, cell.name);
        this.#params.push(param);
        return param;
      };
      if (this.#before.get(cell)?.kind === "never" || !this.#before.has(cell)) {
        // filled on the way out only
        leafTypes(shape).forEach(leaf);
        continue;
      }
      state.written.set(cell, build(this.#m, shape, { leaf, made }));
    }
    this.#heads = new Map(state.written);
  }
  /** Whether the iteration changed more than was known; `carried` then says so. */
  learn(): boolean {
    const { state } = this.#body;
    const w = widening(state, true);
    let changed = false;
    const visit = (cell: Cell): void => {
      const end = state.dead ? never : (state.get(cell) ?? never);
      const outside = this.#before.get(cell);
      const known = this.#carried.get(cell);
      if (known === undefined && end.kind === "never") return;
      if (known === undefined && outside && sameElements(outside, end) && !sameAbs(outside, end)) {
        becomeRow(this.#before, cell);
        changed = true;
        return;
      }
      const start: Shape = known ?? { kind: "same", held: outside ?? never, state: this.#before };
      const shape = widen(start, end, w, cell.obj);
      if (shape === start) return;
      if (shape.kind === "conflict" && isFunction(end) && this.#m.prefersItems) {
        this.#m.fault("NB2006", `\`${cell.name}\` is another function in every iteration`);
      }
      this.#carried.set(cell, shape);
      changed = true;
    };
    for (const cell of Array.from(state.written.keys())) {
      if (this.#before.has(cell) || this.#carried.has(cell)) visit(cell);
    }
    for (const cell of this.#escaping()) visit(cell);
    // objects of earlier attempts
    for (const cell of Array.from(this.#carried.keys())) {
      if (this.#before.has(cell) || state.has(cell)) continue;
      this.#carried.delete(cell);
      changed = true;
    }
    if (this.#m.hints.itemwise.size > 0) this.#keepItems();
    const entangled = this.#entangled(w);
    return this.#asMemory(w) || entangled || changed;
  }

  #keepItems(): void {
    for (const [{ obj }, shape] of this.#carried) {
      if (obj && shape.kind === "run") keepItems(this.#m, obj, shape.elem);
    }
    for (const { content, origins } of freshIn(this.#carried.values())) {
      if (content.kind !== "run") continue;
      for (const origin of origins) keepItems(this.#m, origin, content.elem);
    }
  }

  /** An array that becomes memory on the way is memory in whatever may be that array. */
  #asMemory(w: Widening): boolean {
    let changed = false;
    for (const shape of freshIn(this.#carried.values())) {
      for (const { cell } of shape.origins) {
        const head = this.#heads.get(cell);
        if (shape.content.kind !== "items" || head?.kind !== "run") continue;
        shape.content = widen(shape.content, head, w);
        changed = true;
      }
    }
    return changed;
  }

  /** Cells made inside that values which outlive the loop lead to. */
  #escaping(): Set<Cell> {
    const found = new Set<Cell>();
    const seen = new Set<Shape>();
    const { state } = this.#body;
    const visit = (held: Held): void =>
      forEachCell(held, (cell) => {
        if (found.has(cell) || this.#before.has(cell) || this.#heads.has(cell)) return;
        const inner = state.get(cell);
        if (inner === undefined) return;
        found.add(cell);
        visit(inner);
      });
    const through = (shape: Shape, held: Held): void => {
      if (shape.kind === "same") return visit(held);
      if (shape.kind === "maybe") {
        return through(shape.inner, held.kind === "maybe" ? held.value : held);
      }
      if (shape.kind === "fresh" && (held.kind === "array" || held.kind === "object")) {
        if (seen.has(shape)) return;
        seen.add(shape);
        return through(shape.content, state.get(held.obj.cell) ?? never);
      }
      if (shape.kind === "items" && held.kind === "items") {
        shape.items.forEach((item, i) => through(item, held.items[i] ?? never));
      }
      if (shape.kind === "fields" && held.kind === "fields") {
        shape.fields.forEach((field, name) => through(field, held.fields.get(name) ?? never));
      }
    };
    for (const [cell, shape] of this.#carried) through(shape, state.get(cell) ?? never);
    return found;
  }

  /** Two objects of the head that may be one in the next iteration get an origin in common. */
  #entangled(w: Widening): boolean {
    let changed = false;
    for (const [shape, count] of this.#origins) {
      if (this.#outerOrigins(shape) > count) changed = true;
    }
    const ends = w.ends.filter(([shape]) => this.#origins.has(shape));
    for (const [i, [one, a]] of ends.entries()) {
      for (const [other, b] of ends.slice(i + 1)) {
        if (one === other || [...one.tokens].some((token) => other.tokens.has(token))) continue;
        if (![...a.origins].some((origin) => b.origins.has(origin))) continue;
        const token = newObj(one.name);
        one.tokens.add(token);
        other.tokens.add(token);
        one.origins.add(token);
        other.origins.add(token);
        changed = true;
      }
    }
    return changed;
  }

  #outerOrigins(shape: FreshShape): number {
    let count = 0;
    for (const origin of shape.origins) {
      if (this.#before.has(origin.cell) || shape.tokens.has(origin)) count++;
    }
    return count;
  }

  /**
   * What the loop begins with; nothing where that has moved objects to the heap, which the iteration
   * has to find there.
   */
  enter(): Value[] | undefined {
    const { written, outer } = this.#before;
    const known = new Map(written);
    const inits = this.#leavesIn(this.#before, this.#m);
    let moved = false;
    for (const [cell, held] of written) {
      const earlier = known.get(cell) ?? outer?.get(cell);
      if (!liesOnHeap(held) || earlier === undefined || liesOnHeap(earlier)) continue;
      const shape = this.#carried.get(cell)?.kind;
      if (shape === "record" || shape === "list") continue;
      this.#carried.delete(cell);
      moved = true;
    }
    if (moved) return undefined;
    this.#refuseSplit(this.#before);
    return inits;
  }

  #refuseSplit(state: State): void {
    for (const [cell, shape] of this.#carried) {
      refuseSplit(this.#m, shape, state.get(cell) ?? never, cell);
    }
  }

  emit(inits: Value[]): void {
    const m = this.#m;
    const { exits, dead } = this.#body.state;
    const broken = exits.delete(this.#loop.onBreak);
    const flags = dead ? [] : [...exits].filter(([, value]) => value.kind === "bool");
    const region = this.#region(flags.map(([, value]) => value));
    for (const _ of flags) inits.push(flag(m.b, false));
    const types = inits.map((v) => v.type);
    const results = types.map((type): Value => ({ type }));
    const { count } = this.#loop;
    const op: Op = count ? forOp : loopOp;
    const args = count ? [count[0], count[1], ...inits] : inits;
    const attrs: Attrs = count ? { step: count[2] } : {};
    op.type(
      args.map((a) => a.type),
      attrs,
      [region],
    );
    m.b.append({ op, args, attrs, regions: [region], results, span: m.b.span });
    this.#after(results, flags);
    // what bringing the end into shape has made stale
    for (const [cell, held] of this.#body.state.written) {
      const outside = this.#before.has(cell) && !this.#carried.has(cell);
      if (held.kind === "stale" && outside) m.state.set(cell, held);
    }
    this.#refuseMoved();
    // what is left by one jump only is left by that
    if (this.#loop.endless && !broken && flags.length > 0) m.state.leave(m.state.takeExits(), true);
    if (dead && !count) throw new Dead();
  }

  /** Objects from outside that an iteration moves to the heap at its end: they must be there before. */
  #refuseMoved(): void {
    for (const [cell, held] of this.#body.state.written) {
      const outside = this.#carried.get(cell) ?? this.#before.get(cell);
      if (!liesOnHeap(held) || outside === undefined || outside.kind === "never") continue;
      if (outside.kind !== "record" && outside.kind !== "list") refuseMoved(this.#m, cell);
    }
  }

  #region(flags: readonly (BoolAbs | ConstAbs)[]): Region {
    const m = this.#m;
    const { b, state } = this.#body;
    const params = [...this.#params, ...flags.map((): Value => ({ type: boolType }))];
    if (this.#index) params.unshift(this.#index);
    let yields: Value[] = [];
    const inside = { b: m.b, state: m.state };
    m.b = b;
    m.state = state;
    const ends = this.#leavesIn(state, m, state.dead);
    if (!state.dead) this.#refuseSplit(state);
    const extra = flags.map((value) => boolValue(m, value));
    const again = state.dead ? flag(m.b, false) : boolValue(m, this.#again);
    m.b = inside.b;
    m.state = inside.state;
    yields = this.#loop.count ? [...ends, ...extra] : [again, ...ends, ...extra];
    return { params, body: b.body, yields };
  }

  #leavesIn(state: State, m: Machine, dead = false): Value[] {
    const seen = new Set<Shape>();
    const values: Value[] = [];
    for (const [cell, shape] of this.#carried) {
      values.push(...(dead ? coerce(m, shape, never, seen) : coerceCell(m, shape, cell, seen)));
    }
    return values;
  }

  #after(results: readonly Value[], flags: readonly (readonly [Target, unknown])[]): void {
    const m = this.#m;
    const made = new Map();
    let next = 0;
    for (const [cell, shape] of this.#carried) {
      const leaf = (): Value => hinted(results[next++] as Value, cell.name);
      m.state.set(cell, build(m, shape, { leaf, made }));
    }
    for (const [target] of flags) m.state.exits.set(target, bool(results[next++] as Value));
    for (const [target, value] of this.#body.state.exits) {
      if (value.kind === "const" && value.value === true) m.state.exits.set(target, yes);
    }
  }
}

function freshIn(shapes: Iterable<Shape>, found: Set<FreshShape> = new Set()): FreshShape[] {
  for (const shape of shapes) {
    if (shape.kind === "items") freshIn(shape.items, found);
    if (shape.kind === "fields") freshIn(shape.fields.values(), found);
    if (shape.kind === "maybe") freshIn([shape.inner], found);
    if (shape.kind !== "fresh" || found.has(shape)) continue;
    found.add(shape);
    freshIn([shape.content], found);
  }
  return [...found];
}
