/**
 * Functions compiled on their own: recursive ones, and those that are differentiated. What they use
 * from outside becomes parameters, what they change outside becomes results. Both are found by
 * running the body, again and again until they settle.
 */
import { build, coerce, coerceCell } from "./coerce.ts";
import { widen, widening } from "./widen.ts";
import { closed, runInPlace } from "./interpreter.ts";
import { Builder } from "../ir/builder.ts";
import type { Attrs, Value } from "../ir/func.ts";
import { bool as boolType, type Type } from "../ir/types.ts";
import { call } from "../ops/control.ts";
import { spanOf } from "../syntax/tree.ts";
import { boolValue } from "./convert.ts";
import { becomeRow, putOnHeap, replaceContent, sitesOf } from "./content.ts";
import { goOn } from "./guards.ts";
import { wayFor } from "./handlers.ts";
import { Dead, hinted, Left, type Machine, type Thrown } from "./machine.ts";
import { forEachCell } from "./merge.ts";
import {
  exactShape,
  forgetsFunctions,
  hasConflict,
  isChoosable,
  leafTypes,
  unionShape,
  type FreshShape,
  type Shape,
} from "./shapes.ts";
import { matchObjects } from "./matching.ts";
import { canHold, siteOf } from "./slots.ts";
import { BoundaryState } from "./state.ts";
import {
  bool,
  describe,
  never,
  newObj,
  no,
  sameAbs,
  sameElements,
  type Abs,
  type Cell,
  type ClosureAbs,
  type Content,
  type Held,
  type Obj,
} from "./values.ts";

/** A function of the module, and how to call it. */
export interface Compiled {
  readonly name: string;
  /** The closure whose code it is; undefined for code that is called once. */
  readonly closure: ClosureAbs | undefined;
  readonly args: Shape[];
  /** Cells outside that it reads, in the order of their parameters. */
  readonly captures: Map<Cell, Shape>;
  result: Shape;
  /** Cells outside that it changes, in the order of their results. */
  readonly written: Map<Cell, Shape>;
  /**
   * Where it leads what it throws, if that is caught where it is called: by kind, the ways out that
   * it takes. Their flags are its last results; what is thrown is among what it changes.
   */
  readonly ways: Map<unknown, Thrown> | undefined;
  readonly throws: Map<unknown, Thrown>;
  /** What objects among its arguments hold afterwards, where that is changed. */
  readonly changed: Map<FreshShape, Shape>;
  /** Arrays outside and among its arguments that have become rows of others, and hold what they held. */
  readonly rows: Set<Cell | FreshShape>;
  /** The object that stands for each object among the arguments, inside. */
  inside: ReadonlyMap<FreshShape, Obj>;
  building: boolean;
  /** Whether it has been found never to return: its calls of itself end with the same error. */
  ends: boolean;
  /** Whether it has called itself in this attempt. */
  used: boolean;
}

/** Thrown to try again with wider shapes. */
class Again extends Error {
  readonly of: Compiled;

  constructor(of: Compiled) {
    super();
    this.of = of;
  }
}

const MOST_ATTEMPTS = 30;
const MOST_VERSIONS = 60;

/** Calls a closure by a function of the module, which is made if there is none that fits. */
export function callCompiled(
  m: Machine,
  closure: ClosureAbs,
  args: readonly Abs[],
  self: Abs | undefined,
): Abs {
  const all = self === undefined ? args : [...args, self];
  const { fn } = closure;
  const versions = m.compiled.get(fn) ?? [];
  m.compiled.set(fn, versions);
  for (const one of versions) {
    if (one.closure?.scope !== closure.scope || one.closure.code !== closure.code) continue;
    if (one.args.length !== all.length) continue;
    if ((one.ways === undefined) !== (m.handler === undefined)) continue;
    if (one.building) {
      if (adapt(m, one, all)) return emitCall(m, one, all);
    } else if (fits(m, one, all)) return emitCall(m, one, all);
  }
  if (versions.length >= MOST_VERSIONS) {
    m.fault(
      "NB2009",
      `\`${fn.name}\` is called with ever new kinds of arguments`,
      "let recursive calls pass numbers and arrays instead of functions and constant strings",
    );
  }
  const compiled = newCompiled(m, fn.name, closure, all);
  versions.push(compiled);
  const count = args.length;
  compile(m, compiled, all, (inner) => {
    const own = self === undefined ? undefined : inner[count];
    return runInPlace(m, closure, inner.slice(0, count), own);
  });
  return emitCall(m, compiled, all);
}

export function newCompiled(
  m: Machine,
  base: string,
  closure: ClosureAbs | undefined,
  args: readonly Abs[],
): Compiled {
  const memo = new Map<Obj, FreshShape>();
  return {
    name: m.freshName(base === "" ? "f" : base),
    closure,
    args: args.map((arg) => argumentShape(m, arg, memo)),
    captures: new Map(),
    result: { kind: "same", held: never, state: m.state },
    written: new Map(),
    ways: m.handler && new Map(),
    throws: new Map(),
    changed: new Map(),
    rows: new Set(),
    inside: new Map(),
    building: true,
    ends: false,
    used: false,
  };
}

/** The shape of an argument: every number a parameter, every object one of its own. */
function argumentShape(m: Machine, held: Held, memo: Map<Obj, FreshShape>): Shape {
  switch (held.kind) {
    case "num":
    case "int":
      return { kind: "num" };
    case "const":
      if (typeof held.value === "number") return { kind: "num" };
      return { kind: "same", held, state: m.state };
    case "array":
    case "object": {
      const known = memo.get(held.obj);
      if (known !== undefined) return known;
      const content = m.get(held.obj.cell).kind;
      if (content === "record" || content === "list") return unionShape(held, m.state);
      const { name } = held.obj.cell;
      const tokens = new Set([newObj(name, siteOf(held.obj))]);
      const fresh: FreshShape = {
        kind: "fresh",
        of: held.kind,
        name,
        content: { kind: "same", held: never, state: m.state },
        origins: new Set(tokens),
        tokens,
      };
      memo.set(held.obj, fresh);
      fresh.content = argumentShape(m, m.get(held.obj.cell), memo);
      return fresh;
    }
    case "items":
      return { kind: "items", items: held.items.map((item) => argumentShape(m, item, memo)) };
    case "fields": {
      const fields = new Map(
        [...held.fields].map(([name, field]) => [name, argumentShape(m, field, memo)] as const),
      );
      return { kind: "fields", prototype: held.prototype, fields };
    }
    default:
      return exactShape({ kind: "same", held, state: m.state });
  }
}

/** Whether a finished function takes these arguments, and finds outside what it was made for. */
export function fits(m: Machine, compiled: Compiled, args: readonly Abs[]): boolean {
  const w = widening(m.state, true);
  return (
    compiled.args.every((shape, i) => widen(shape, args[i] as Abs, w) === shape) &&
    [...compiled.captures].every(([cell, shape]) => {
      const held = m.state.get(cell);
      return held !== undefined && widen(shape, held, w, cell.obj) === shape;
    })
  );
}

/** Widens the shapes of a function in the making; false where it cannot serve this call. */
export function adapt(m: Machine, compiled: Compiled, args: readonly Abs[]): boolean {
  const w = widening(m.state, true);
  const wider = compiled.args.map((shape, i) => widen(shape, args[i] as Abs, w));
  if (forgetsFunctions(compiled.args, wider, args) || wider.some(hasConflict)) return false;
  let changed = false;
  wider.forEach((shape, i) => {
    if (shape === compiled.args[i]) return;
    compiled.args[i] = shape;
    changed = true;
  });
  for (const [cell, shape] of compiled.captures) {
    const next = widen(shape, m.state.get(cell) ?? never, w, cell.obj);
    if (next === shape) continue;
    compiled.captures.set(cell, next);
    changed = true;
  }
  if (changed) throw new Again(compiled);
  return true;
}

/** What a body gives: a value, or the results themselves where somebody else knows what they mean. */
type Body = (args: readonly Abs[]) => Abs | readonly Value[];

/** Makes the function: runs its body until what it takes and gives does not change any more. */
export function compile(m: Machine, compiled: Compiled, args: readonly Abs[], run: Body): void {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const before = new Map([...m.compiled].map(([fn, all]) => [fn, all.length]));
    const done = new Attempt(m, compiled).run(run);
    if (done) {
      compiled.building = false;
      return;
    }
    // what was compiled on the way has relied on what this function was taken to give
    for (const [fn, all] of m.compiled) all.length = before.get(fn) ?? 0;
  }
  m.fault(
    "NB2006",
    `what \`${compiled.name}\` takes and gives does not settle`,
    "let it take and return the same kinds of values at every call",
  );
}

class Attempt {
  readonly #m: Machine;
  readonly #c: Compiled;
  readonly #b: Builder;
  readonly #state: BoundaryState;
  #changed = false;
  /** What the objects among the arguments held on entry. */
  #heads: ReadonlyMap<FreshShape, Held> = new Map();

  constructor(m: Machine, compiled: Compiled) {
    this.#m = m;
    this.#c = compiled;
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
    const inner = this.#c.args.map((shape) => build(m, shape, { leaf, made }) as Abs);
    this.#c.inside = made;
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
    return build(this.#m, shape, { leaf, made: new Map() });
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
        const content: Shape = { kind: "same", held: never, state };
        const { name } = held.obj.cell;
        const tokens = new Set([newObj(name, siteOf(held.obj))]);
        const fresh: FreshShape = {
          kind: "fresh",
          of: held.kind,
          name,
          content,
          origins: new Set(tokens),
          tokens,
        };
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
      if (!isHeld(this.#state.imported.get(cell)) && isHeld(held)) {
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
      if (!isHeld(head) && isHeld(end)) putOnHeap(this.#m, sitesOf(...shape.origins));
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
    const { name } = this.#c;
    const { closure } = this.#c;
    const span = closure ? spanOf(closure.code.tree, closure.fn) : this.#b.span;
    const userName = closure?.fn.name;
    m.funcs.set(name, { name, region: this.#b.finish(yields), span, userName });
  }
}

const isAbs = (result: ReturnType<Body>): result is Abs => "kind" in result;

const isHeld = (held: Held | undefined): boolean =>
  held?.kind === "record" || held?.kind === "list";

/** The values that a call passes: arguments, then what is captured. */
export function operands(m: Machine, compiled: Compiled, args: readonly Abs[]): Value[] {
  const seen = new Set<Shape>();
  const values = compiled.args.flatMap((shape, i) => coerce(m, shape, args[i] as Abs, seen));
  for (const [cell, shape] of compiled.captures) {
    values.push(...coerceCell(m, shape, cell, new Set()));
  }
  return values;
}

export function resultTypes(compiled: Compiled): Type[] {
  const seen = new Set<Shape>();
  return [
    ...leafTypes(compiled.result, seen),
    ...[...compiled.written.values()].flatMap((shape) => leafTypes(shape, seen)),
    ...[...compiled.changed.values()].flatMap((shape) => leafTypes(shape, seen)),
    ...[...compiled.throws].map(() => boolType),
  ];
}

/** A call of the function, with attributes that say how it is differentiated. */
export function emitCall(
  m: Machine,
  compiled: Compiled,
  args: readonly Abs[],
  attrs: Attrs = {},
): Abs {
  compiled.used = true;
  // what it gives is not known yet, or nothing: it ends with an error
  const ends = compiled.building && isNever(compiled.result) && compiled.throws.size === 0;
  if (ends && !compiled.ends) throw new Dead();
  const passed = operands(m, compiled, args);
  const results = call(m.b, compiled.name, passed, resultTypes(compiled), attrs);
  return received(m, compiled, args, results);
}

export function isNever(shape: Shape): boolean {
  return shape.kind === "same" && shape.held.kind === "never";
}

/** Takes over what a call gave: its value, and what it changed. */
export function received(
  m: Machine,
  compiled: Compiled,
  args: readonly Abs[],
  results: readonly Value[],
): Abs {
  let next = 0;
  const leaf = (): Value => results[next++] as Value;
  const actual = new Map<FreshShape, Obj>();
  compiled.args.forEach((shape, i) => matchObjects(m, shape, args[i] as Abs, actual));
  const outside = new Map<Obj, Obj>();
  for (const [shape, obj] of compiled.inside) {
    const own = actual.get(shape);
    if (own) outside.set(obj, own);
  }
  const using = { leaf, made: new Map(), substitute: (obj: Obj): Obj => outside.get(obj) ?? obj };
  const value = build(m, compiled.result, using) as Abs;
  for (const [cell, shape] of compiled.written) m.state.set(cell, build(m, shape, using));
  for (const [shape, content] of compiled.changed) {
    const held = build(m, content, using) as Content;
    const obj = actual.get(shape);
    if (obj) replaceContent(m, obj, held);
  }
  for (const of of compiled.rows) {
    const cell = "kind" in of ? actual.get(of)?.cell : of;
    if (cell) becomeRow(m.state, cell);
  }
  for (const [kind, { value: cell }] of compiled.throws) {
    const flag = bool(results[next++] as Value);
    if (m.handler === undefined) throw new Error("internal: an error that nobody catches");
    const way = wayFor(m.handler, kind);
    m.state.set(way.value, m.get(cell));
    m.state.exits.set(way.target, flag);
  }
  if (isNever(compiled.result)) {
    if (compiled.throws.size === 0) throw new Dead();
    m.state.leave(m.state.takeExits(), true);
    throw new Left();
  }
  goOn(m);
  return value;
}
