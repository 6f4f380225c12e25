// One attempt at a function: its body is run, and what it takes and gives is found out.
import { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import type { Type } from "../ir/types.ts";
import { spanOf } from "../syntax/tree.ts";
import { build, coerce, coerceCell } from "./coerce.ts";
import { type Compiled, ownShape } from "./compiled.ts";
import { putOnHeap } from "./content.ts";
import { boolValue } from "./convert.ts";
import type { Host } from "./host.ts";
import { closed } from "./interpreter.ts";
import { Dead, hinted, type Machine } from "./machine.ts";
import { liesOnHeap, refuseMoved, refuseSplit } from "./moved.ts";
import { forEachCell } from "./merge.ts";
import { exactShape, isChoosable, unionShape, type FreshShape, type Shape } from "./shapes.ts";
import { canHold } from "./slots.ts";
import { BoundaryState, type State } from "./state.ts";
import {
  sitesOf,
  describe,
  never,
  no,
  sameAbs,
  sameElements,
  type Abs,
  type Cell,
  type Held,
  type Obj,
} from "./values.ts";
import { widen, widening } from "./widen.ts";

/** What a body gives: a value, or the results themselves where somebody else knows what they mean. */
export type Body = (args: readonly Abs[]) => Abs | readonly Value[];

/** Thrown to try again with wider shapes. */
export class Again extends Error {
  readonly of: Compiled;

  constructor(of: Compiled) {
    super();
    this.of = of;
  }
}

export class Attempt {
  readonly #m: Machine;
  readonly #c: Compiled;
  /** What it is compiled for first. */
  readonly #args: readonly Abs[];
  readonly #b: Builder;
  readonly #state: BoundaryState;
  #changed = false;
  /** What the objects among the arguments held on entry. */
  #heads: ReadonlyMap<FreshShape, Held> = new Map();

  constructor(m: Machine, compiled: Compiled, args: readonly Abs[]) {
    this.#m = m;
    this.#c = compiled;
    this.#args = args;
    this.#b = new Builder(m.b.span);
    this.#state = new BoundaryState(
      m.state,
      (cell, held) => this.#import(cell, held),
      compiled.closure === undefined,
    );
  }

  run(run: Body): boolean {
    const m = this.#m;
    const { b, state, frame, jumps, handler, node } = m;
    const outside = { b, state, frame, jumps, handler, node };
    const { calls } = m;
    const trail = m.trail.length;
    m.b = this.#b;
    m.state = this.#state;
    m.handler = this.#c.ways && { ways: this.#c.ways, state: this.#state };
    m.depth++;
    this.#c.used = false;
    try {
      const inner = this.#parameters();
      let result: ReturnType<Body> = never;
      try {
        // a list of results passes through: where these are made nothing is left, and no guard open
        result = closed(m, () => run(inner) as Abs) as ReturnType<Body>;
      } catch (error) {
        if (!(error instanceof Dead)) throw error;
        this.#state.dead = true;
      }
      return this.#finish(result);
    } catch (error) {
      if (!(error instanceof Again) || error.of !== this.#c) throw error;
      return false;
    } finally {
      m.depth--;
      m.trail.length = trail;
      Object.assign(m, outside, { calls });
    }
  }

  #parameters(): Abs[] {
    const m = this.#m;
    const made = new Map<FreshShape, Obj>();
    const leaf = (type: Type): Value => this.#b.param(type);
    // what is known of results by now may name the objects of earlier attempts
    const using = { leaf, made, before: this.#c.inside };
    const inner = this.#c.args.map((shape) => build(m, shape, using) as Abs);
    this.#c.inside = made;
    const outer = this.#state.outer ?? this.#state;
    inner.forEach((abs, i) => {
      const arg = this.#args[i];
      if (arg) sameLists(m.host, { held: abs, state: m.state }, { held: arg, state: outer });
    });
    this.#heads = new Map([...made].map(([shape, obj]) => [shape, m.get(obj.cell)]));
    // captures known from before keep their places
    for (const cell of Array.from(this.#c.captures.keys())) m.state.get(cell);
    return inner;
  }

  #import(cell: Cell, held: Held): Held {
    const { captures } = this.#c;
    const known = captures.get(cell);
    const w = widening(this.#state.outer ?? this.#state, true);
    const start = known ?? exactShape({ kind: "same", held, state: w.state });
    const shape = widen(start, held, w, cell.obj);
    if (shape !== known) {
      captures.set(cell, shape);
      // a call of itself before this has not passed it
      this.#changed ||= this.#c.used;
    }
    const leaf = (type: Type): Value => hinted(this.#b.param(type), cell.name);
    // objects that are made for it are known to the whole function, not only where it is asked for
    const { state } = this.#m;
    this.#m.state = this.#state;
    const inside = build(this.#m, shape, { leaf, made: new Map() });
    this.#m.state = state;
    this.#m.host.stands(inside, held);
    return inside;
  }

  #finish(result: ReturnType<Body>): boolean {
    const { dead } = this.#state;
    const [wider] = isAbs(result) ? this.#outward([result], [this.#c.result]) : [this.#c.result];
    const returns = !dead && !(isAbs(result) && result.kind === "never");
    if (returns && wider !== this.#c.result) {
      this.#c.result = wider as Shape;
      this.#changed = true;
    }
    if (!dead) {
      this.#learnWrites();
      this.#learnThrown();
    }
    if (this.#changed && this.#c.used) return false;
    if (this.#changed) this.#changed = false;
    if (this.#c.used && dead && !this.#c.ends) {
      this.#c.ends = true;
      return false;
    }
    this.#emit(result);
    return true;
  }

  /** The shapes of values that leave: objects made inside become ones of the caller's. */
  #outward(held: readonly Held[], known: readonly Shape[], owner?: Obj): Shape[] {
    const w = widening(this.#state, true);
    const memo = new Map<Obj, FreshShape>();
    return held.map((one, i) => {
      const shape = known[i] as Shape;
      if (shape.kind === "same" && shape.held.kind === "never") return this.#leaving(one, memo);
      return widen(shape, one, w, owner);
    });
  }

  #leaving(held: Held, memo: Map<Obj, FreshShape>): Shape {
    const state = this.#state;
    switch (held.kind) {
      case "array":
      case "object": {
        const own = [...this.#c.inside.values()].includes(held.obj);
        if (own || state.outer?.has(held.obj.cell)) return { kind: "same", held, state };
        const known = memo.get(held.obj);
        if (known !== undefined) return known;
        const inside = state.get(held.obj.cell)?.kind;
        if (inside === "record" || inside === "list") return unionShape(held, state);
        const fresh = ownShape(held, state);
        memo.set(held.obj, fresh);
        fresh.content = this.#leaving(state.get(held.obj.cell) ?? never, memo);
        return fresh;
      }
      case "items":
        return { kind: "items", items: held.items.map((item) => this.#leaving(item, memo)) };
      case "fields": {
        const fields = new Map(
          [...held.fields].map(([name, field]) => [name, this.#leaving(field, memo)] as const),
        );
        return { kind: "fields", prototype: held.prototype, fields };
      }
      case "maybe":
        if (this.#isMixed(held.value)) return unionShape(held, state);
        return { kind: "maybe", inner: this.#leaving(held.value, memo), absent: held.absent };
      case "closure":
      case "made":
      case "accessor":
      case "choice":
        if (this.#isMixed(held)) return unionShape(held, state);
        return this.#leavingFunction(held);
      default:
        return exactShape({ kind: "same", held, state });
    }
  }

  /** Whether a value is one of several kinds, all of which can lie on the heap. */
  #isMixed(held: Held): boolean {
    return held.kind === "choice" && !isChoosable(held) && canHold(this.#state, held);
  }

  #leavingFunction(held: Abs): Shape {
    let inner = false;
    forEachCell(held, (cell) => {
      inner ||= this.#state.written.has(cell) && this.#state.outer?.has(cell) !== true;
    });
    if (!inner) return exactShape({ kind: "same", held, state: this.#state });
    if (canHold(this.#state, held)) return unionShape(held, this.#state);
    const what = describe(held);
    return { kind: "conflict", sides: [what, `${what} that is made of what a call made`] };
  }

  #learnWrites(): void {
    const { written, changed } = this.#c;
    const thrown = new Set([...(this.#c.ways?.values() ?? [])].map(({ value }) => value));
    for (const [cell, held] of this.#state.written) {
      if (held.kind === "never") continue;
      if (this.#state.outer?.has(cell) !== true && !thrown.has(cell)) continue;
      if (!written.has(cell) && this.#isAsBefore(cell, held, this.#state.imported.get(cell)))
        continue;
      const known = written.get(cell) ?? { kind: "same", held: never, state: this.#state };
      if (!liesOnHeap(this.#state.imported.get(cell)) && liesOnHeap(held)) {
        // what goes to the heap in here is better there from the start
        putOnHeap(this.#m, cell.obj ? sitesOf(cell.obj) : []);
      }
      const [shape] = this.#outward([held], [known], cell.obj);
      if (shape === written.get(cell)) continue;
      written.set(cell, shape as Shape);
      this.#changed = true;
    }
    for (const [shape, head] of this.#heads) {
      const obj = this.#c.inside.get(shape) as Obj;
      const end = this.#state.get(obj.cell) ?? never;
      if (!changed.has(shape) && this.#isAsBefore(shape, end, head)) continue;
      if (!liesOnHeap(head) && liesOnHeap(end)) putOnHeap(this.#m, sitesOf(...shape.origins));
      const known = changed.get(shape) ?? { kind: "same", held: never, state: this.#state };
      const [wider] = this.#outward([end], [known], obj);
      if (wider === changed.get(shape)) continue;
      changed.set(shape, wider as Shape);
      this.#changed = true;
    }
  }

  #learnThrown(): void {
    const { ways, throws } = this.#c;
    for (const [kind, way] of ways ?? []) {
      if (throws.has(kind) || !this.#state.exits.has(way.target)) continue;
      throws.set(kind, way);
      this.#changed = true;
    }
  }

  #isAsBefore(of: Cell | FreshShape, held: Held, before: Held | undefined): boolean {
    if (before === undefined) return false;
    if (sameAbs(before, held)) return true;
    if (!sameElements(before, held)) return false;
    if (!this.#c.rows.has(of)) {
      this.#c.rows.add(of);
      this.#changed = true;
    }
    return true;
  }

  #emit(result: ReturnType<Body>): void {
    const m = this.#m;
    const { dead } = this.#state;
    const seen = new Set<Shape>();
    const yields = isAbs(result)
      ? coerce(m, this.#c.result, dead ? never : result, seen)
      : [...result];
    for (const [cell, shape] of this.#c.written) {
      // a path on which the cell is not changed gives back what it was
      yields.push(...(dead ? coerce(m, shape, never, seen) : coerceCell(m, shape, cell, seen)));
    }
    for (const [shape, content] of this.#c.changed) {
      const obj = this.#c.inside.get(shape);
      if (dead || obj === undefined) yields.push(...coerce(m, content, never, seen));
      else yields.push(...coerceCell(m, content, obj.cell, seen));
    }
    for (const { target } of this.#c.throws.values()) {
      yields.push(boolValue(m, (dead ? undefined : this.#state.exits.get(target)) ?? no));
    }
    if (!dead) {
      if (isAbs(result)) refuseSplit(m, this.#c.result, result);
      for (const [cell, shape] of this.#c.written) {
        refuseSplit(m, shape, m.state.get(cell) ?? never, cell);
      }
      this.#refuseMoved();
    }
    const { name } = this.#c;
    const { closure } = this.#c;
    const span = closure ? spanOf(closure.code.tree, closure.fn) : this.#b.span;
    const userName = closure?.fn.name;
    m.funcs.set(name, { name, region: this.#b.finish(yields), span, userName });
  }

  /** Objects of the caller that what is given has moved to the heap, which the caller is not told. */
  #refuseMoved(): void {
    const state = this.#state;
    const { written, changed, inside } = this.#c;
    for (const [cell, held] of state.written) {
      if (!liesOnHeap(held) || liesOnHeap(state.imported.get(cell))) continue;
      const shape = written.get(cell);
      if (shape?.kind === "record" || shape?.kind === "list") continue;
      if (state.outer?.has(cell) === true) refuseMoved(this.#m, cell);
    }
    for (const [shape, head] of this.#heads) {
      const obj = inside.get(shape) as Obj;
      if (!liesOnHeap(state.get(obj.cell)) || liesOnHeap(head)) continue;
      const known = changed.get(shape);
      if (known?.kind !== "record" && known?.kind !== "list") refuseMoved(this.#m, obj.cell);
    }
  }
}

const isAbs = (result: ReturnType<Body>): result is Abs => "kind" in result;

interface Somewhere {
  readonly held: Held;
  readonly state: State;
}

/** The lists of numbers in an argument have the lengths, as far as is known, of those in what was passed. */
function sameLists(host: Host, inner: Somewhere, outer: Somewhere, depth = 0): void {
  if (depth > DEEPEST) return;
  const [a, b] = [contentOf(inner), contentOf(outer)];
  const part = (x: Held | undefined, y: Held | undefined): void => {
    if (x === undefined || y === undefined) return;
    sameLists(host, { held: x, state: inner.state }, { held: y, state: outer.state }, depth + 1);
  };
  if (a.kind === "typed" && b.kind === "typed") host.hasLengthOf(a.mem, b.mem);
  else if (a.kind === "run" && b.kind === "run") {
    host.hasLengthOf(a.mem, b.mem);
    host.hasLengthOf(a.length, b.length);
  } else if (a.kind === "items" && b.kind === "items")
    a.items.forEach((x, i) => part(x, b.items[i]));
  else if (a.kind === "fields" && b.kind === "fields") {
    for (const [name, field] of a.fields) part(field, b.fields.get(name));
  }
}

/** Objects inside of one another that are looked through for lists. */
const DEEPEST = 8;

function contentOf({ held, state }: Somewhere): Held {
  if (held.kind !== "array" && held.kind !== "object") return held;
  return state.get(held.obj.cell) ?? held;
}
