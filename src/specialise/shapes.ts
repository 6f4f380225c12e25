/**
 * Shapes: what values on several paths have in common. A shape says which parts are the same on all
 * of them and which are run-time values, its leaves. `widen` finds the shape, `coerce` brings a value
 * into it on one path, `build` makes the value that stands for all. Branches, loops, and the
 * parameters and results of functions are all made with these three.
 */
import type { Value } from "../ir/func.ts";
import { bool as boolType, f64, i32, memOf, type Type } from "../ir/types.ts";
import { flag } from "../ops/constant.ts";
import { select } from "../ops/arith.ts";
import { zeroOf } from "../ops/control.ts";
import type { Elem } from "../values/layout.ts";
import { sameElem } from "../values/layout-of.ts";
import { memoryOf } from "../values/leaves.ts";
import { storageOf, type TypedKind } from "../values/typed.ts";
import { blankToRun, elemOfItems, itemsToRun } from "./content.ts";
import { boolValue, intValue, isIntLike, rangeOf, numValue } from "./convert.ts";
import type { Machine } from "./machine.ts";
import type { State } from "./state.ts";
import {
  bool,
  describe,
  int,
  mergedObj,
  num,
  sameAbs,
  type Abs,
  type Cell,
  type ConstAbs,
  type MaybeAbs,
  type Content,
  type Held,
  type Obj,
} from "./values.ts";

export type Shape =
  | SameShape
  | { readonly kind: "num" }
  | IntShape
  | { readonly kind: "bool" }
  | { readonly kind: "typed"; readonly element: TypedKind }
  | FreshShape
  | { readonly kind: "items"; readonly items: readonly Shape[] }
  | RunShape
  | {
      readonly kind: "fields";
      readonly prototype: object | null;
      readonly fields: ReadonlyMap<string, Shape>;
    }
  | MaybeShape
  | ChoiceShape
  | { readonly kind: "conflict"; readonly sides: readonly [string, string] };

/** One of several known values; its leaves are bools. */
export interface ChoiceShape {
  readonly kind: "choice";
  readonly of: readonly [Shape, Shape];
}

/** A value of shape `inner` on some paths, and `absent` on the others. */
export interface MaybeShape {
  readonly kind: "maybe";
  readonly inner: Shape;
  readonly absent: ConstAbs;
}

/** In words, for messages: "a number", "an array". */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "same":
      return shape.held.kind === "never" ? "nothing: it never returns" : describe(shape.held);
    case "num":
    case "int":
      return "a number";
    case "bool":
      return "a boolean";
    case "typed":
      return `a ${shape.element}`;
    case "fresh":
      return shape.of === "array" ? "an array" : "an object";
    case "items":
    case "run":
      return "an array";
    case "fields":
      return "an object";
    case "choice": {
      const [one, other] = shape.of.map(describeShape);
      return one === other ? one! : `either ${one} or ${other}`;
    }
    case "maybe":
      return `either ${describe(shape.absent)} or ${describeShape(shape.inner)}`;
    case "conflict":
      return `either ${shape.sides[0]} or ${shape.sides[1]}`;
  }
}

export interface IntShape {
  readonly kind: "int";
  readonly min: number;
  readonly max: number;
}

export interface RunShape {
  readonly kind: "run";
  readonly elem: Elem;
  readonly fixed: boolean;
  readonly grows?: boolean | undefined;
}

/** The same on all paths, as far as it goes: what objects hold is a matter of their cells. */
export interface SameShape {
  readonly kind: "same";
  readonly held: Held;
  readonly state: State;
}

/** An object or array that is another one on each path. */
export interface FreshShape {
  readonly kind: "fresh";
  readonly of: "array" | "object";
  readonly name: string;
  content: Shape;
  readonly origins: Set<Obj>;
  /** Origins that stand for objects of iterations to come. */
  readonly tokens: Set<Obj>;
}

/** What one act of widening remembers: pairs of objects met before, so that sharing is kept. */
export interface Widening {
  readonly state: State;
  /** In a loop any change of an integer makes it a plain number, so that widening ends. */
  readonly loop: boolean;
  readonly pairs: Map<Obj, Map<Obj, FreshShape>>;
  readonly visited: Set<FreshShape>;
  /** Objects that were found to have a fresh shape. */
  readonly ends: (readonly [FreshShape, Obj])[];
}

export function widening(state: State, loop: boolean): Widening {
  return { state, loop, pairs: new Map(), visited: new Set(), ends: [] };
}

/** The least shape that both `shape` and `held` (whose objects are in `w.state`) have. */
export function widen(shape: Shape, held: Held, w: Widening): Shape {
  if (held.kind === "never") return shape.kind === "same" ? exactShape(shape) : shape;
  switch (shape.kind) {
    case "same":
      return widenSame(shape, held, w);
    case "num":
      return isNumeric(held) ? shape : clash("a number", held);
    case "int":
      if (!isNumeric(held)) return clash("a number", held);
      return hull(shape, held, w.loop);
    case "bool":
      return isBoolean(held) ? shape : clash("a boolean", held);
    case "typed":
      if (held.kind === "typed" && held.element === shape.element) return shape;
      return clash(`a ${shape.element}`, held);
    case "fresh":
      return widenFresh(shape, held, w);
    case "items":
    case "run":
    case "fields":
      return widenContent(shape, held as Content, w);
    case "maybe":
      return widenMaybe(shape, held, w);
    case "choice":
      return widenChoice(shape, held, w.state);
    case "conflict":
      return shape;
  }
}

/** Whether two values can be a choice: what they are matters when compiling, not their bits. */
function isChoosable(held: Held): boolean {
  if (held.kind === "choice") return true;
  if (held.kind === "const") return typeof held.value === "string";
  return held.kind === "closure" || held.kind === "host" || held.kind === "made";
}

function isAmong(shape: Shape, held: Held): boolean {
  if (held.kind === "choice") return held.of.every((one) => isAmong(shape, one));
  if (shape.kind === "choice") return shape.of.some((one) => isAmong(one, held));
  return shape.kind === "same" && sameAbs(shape.held, held);
}

/** More than this many are a sign that there is a new one every time. */
const MOST_CHOICES = 32;

function widenChoice(shape: Shape, held: Held, state: State): Shape {
  if (isAmong(shape, held)) return shape;
  if (held.kind === "choice") {
    return held.of.reduce<Shape>((wider, one) => widenChoice(wider, one, state), shape);
  }
  if (!isChoosable(held) || choices(shape) >= MOST_CHOICES)
    return clash(describeShape(shape), held);
  return { kind: "choice", of: [shape, { kind: "same", held, state }] };
}

function choices(shape: Shape): number {
  return shape.kind === "choice" ? choices(shape.of[0]) + choices(shape.of[1]) : 1;
}

/** The shape of a choice, or of what can become one. */
function choiceShape(held: Held, state: State): Shape {
  if (held.kind !== "choice") return { kind: "same", held, state };
  return { kind: "choice", of: [choiceShape(held.of[0], state), choiceShape(held.of[1], state)] };
}

/** undefined and null: what a value can be absent by. */
function isAbsent(held: Held): held is ConstAbs {
  return held.kind === "const" && (held.value === undefined || held.value === null);
}

function widenMaybe(shape: MaybeShape, held: Held, w: Widening): Shape {
  const { inner, absent } = shape;
  if (isAbsent(held)) {
    return Object.is(held.value, absent.value) ? shape : clash(describe(absent), held);
  }
  if (held.kind === "maybe") {
    if (held.absent.value !== absent.value) return clash(describe(absent), held);
    return widenMaybe(shape, held.value, w);
  }
  const wider = widen(inner, held, w);
  if (wider === inner) return shape;
  return wider.kind === "conflict" ? wider : { kind: "maybe", inner: wider, absent };
}

/** The shape of a value that is there on some paths only; undefined where it cannot be absent. */
function maybe(absent: ConstAbs, held: Held, state: State): Shape | undefined {
  switch (held.kind) {
    case "maybe": {
      if (held.absent.value !== absent.value) return undefined;
      return maybe(absent, held.value, state);
    }
    case "num":
    case "int":
    case "bool":
    case "typed":
      return { kind: "maybe", inner: exactShape({ kind: "same", held, state }), absent };
    case "const":
      if (typeof held.value === "number") return { kind: "maybe", inner: { kind: "num" }, absent };
      if (typeof held.value === "boolean")
        return { kind: "maybe", inner: { kind: "bool" }, absent };
      return undefined;
    default:
      return undefined;
  }
}

function widenSame(shape: SameShape, held: Held, w: Widening): Shape {
  const a = shape.held;
  if (a.kind === "never") return exactShape({ kind: "same", held, state: w.state });
  if (sameAbs(a, held)) return shape;
  if (isNumeric(a) && isNumeric(held)) {
    const integers = isIntLike(a) && isIntLike(held);
    if (integers && (a.kind === "int" || (!w.loop && held.kind === "int"))) {
      const [min, max] = rangeOf(a);
      return hull({ kind: "int", min, max }, held, w.loop);
    }
    return { kind: "num" };
  }
  if (isBoolean(a) && isBoolean(held)) return { kind: "bool" };
  // in a loop a closure is a new one every time
  const lasting = !w.loop || (a.kind !== "closure" && held.kind !== "closure");
  if (lasting && isChoosable(a) && isChoosable(held)) {
    return widenChoice(choiceShape(a, shape.state), held, w.state);
  }
  if (isText(a) && isText(held)) {
    return { kind: "same", held: { kind: "text", text: "…" }, state: shape.state };
  }
  if (a.kind === "typed" && held.kind === "typed" && a.element === held.element) {
    return { kind: "typed", element: a.element };
  }
  if ((a.kind === "array" || a.kind === "object") && held.kind === a.kind) {
    return freshPair(a.kind, a.obj, shape.state, held.obj, w);
  }
  const optional = isAbsent(a)
    ? maybe(a, held, w.state)
    : isAbsent(held)
      ? maybe(held, a, shape.state)
      : a.kind === "maybe"
        ? widenMaybe(exactShape(shape) as MaybeShape, held, w)
        : held.kind === "maybe"
          ? widenBoth(a, shape.state, held, w)
          : undefined;
  if (optional !== undefined) return optional;
  if (a.kind === "blank") {
    const elem = elemOfContent(held as Content, w.state) ?? { kind: "number" };
    return widenContent({ kind: "run", elem, fixed: false }, held as Content, w);
  }
  if (a.kind === "items" || a.kind === "run" || a.kind === "fields") {
    return widenContent(expand(a, shape.state), held as Content, w);
  }
  return clash(describe(a), held);
}

function widenBoth(a: Held, state: State, held: MaybeAbs, w: Widening): Shape | undefined {
  const start = maybe(held.absent, a, state);
  return start && widen(start, held, w);
}

function freshPair(
  of: "array" | "object",
  a: Obj,
  inState: State,
  b: Obj,
  w: Widening,
): FreshShape {
  let known = w.pairs.get(a);
  if (known === undefined) w.pairs.set(a, (known = new Map()));
  let fresh = known.get(b);
  if (fresh !== undefined) return fresh;
  const held = inState.get(a.cell) ?? { kind: "never" };
  const content: SameShape = { kind: "same", held, state: inState };
  const origins = new Set(a.origins);
  fresh = { kind: "fresh", of, name: a.cell.name, content, origins, tokens: new Set() };
  known.set(b, fresh); // before its content, which may lead back to it
  for (const origin of b.origins) fresh.origins.add(origin);
  fresh.content = widen(content, w.state.get(b.cell) ?? { kind: "never" }, w);
  return fresh;
}

function widenFresh(shape: FreshShape, held: Held, w: Widening): Shape {
  if (held.kind !== shape.of) return clash(shape.of === "array" ? "an array" : "an object", held);
  for (const origin of held.obj.origins) shape.origins.add(origin);
  w.ends.push([shape, held.obj]);
  if (w.visited.has(shape)) return shape;
  w.visited.add(shape);
  const content = widen(shape.content, w.state.get(held.obj.cell) ?? { kind: "never" }, w);
  if (content === shape.content) return shape;
  // a new shape, so that the caller sees the change; what refers to it sees it too
  const wider: FreshShape = { ...shape, content };
  return wider;
}

function widenContent(shape: Shape, held: Content, w: Widening): Shape {
  if (shape.kind === "items") {
    if (held.kind === "items" && held.items.length === shape.items.length) {
      const items = shape.items.map((item, i) => widen(item, held.items[i]!, w));
      return items.every((item, i) => item === shape.items[i]) ? shape : { kind: "items", items };
    }
    const elem =
      shape.items.length > 0 ? elemOfShapes(shape.items, w) : elemOfContent(held, w.state);
    if (elem === undefined) return clash("an array", held);
    return widenContent({ kind: "run", elem, fixed: false }, held, w);
  }
  if (shape.kind === "run") return widenRun(shape, held, w);
  if (shape.kind === "fields" && held.kind === "fields") {
    if (shape.prototype !== held.prototype) return clash("an object of another class", held);
    return widenFields(shape, held.fields, w);
  }
  return clash("an object", held);
}

function widenRun(shape: RunShape, held: Content, w: Widening): Shape {
  const { elem } = shape;
  if (held.kind === "run") {
    if (!sameElem(held.elem, elem)) return clash("an array", held);
    const [fixed, grows] = [shape.fixed || held.fixed, shape.grows || held.grows];
    if (fixed === shape.fixed && grows === shape.grows) return shape;
    return { kind: "run", elem, fixed, grows };
  }
  if (held.kind === "blank") return shape;
  if (held.kind !== "items") return clash("an array", held);
  if (held.items.length === 0) return shape;
  const other = elemOfItems(w.state, held.items);
  return other !== undefined && sameElem(other, elem) ? shape : clash("an array", held);
}

function widenFields(
  shape: Extract<Shape, { kind: "fields" }>,
  other: ReadonlyMap<string, Held>,
  w: Widening,
): Shape {
  const fields = new Map<string, Shape>();
  let changed = false;
  for (const [name, field] of shape.fields) {
    const held = other.get(name);
    const next = held === undefined ? absent(field, w) : widen(field, held, w);
    changed ||= next !== field;
    fields.set(name, next);
  }
  for (const [name, held] of other) {
    if (shape.fields.has(name)) continue;
    fields.set(name, clash("undefined", held));
    changed = true;
  }
  return changed ? { ...shape, fields } : shape;
}

function absent(field: Shape, w: Widening): Shape {
  return widen(field, { kind: "const", value: undefined }, w);
}

/** The shape of one value as it is: its run-time parts are leaves. */
export function exactShape({ held, state }: SameShape): Shape {
  switch (held.kind) {
    case "num":
    case "bool":
      return { kind: held.kind };
    case "int":
      return { kind: "int", min: held.min, max: held.max };
    case "typed":
      return { kind: "typed", element: held.element };
    case "choice":
      return choiceShape(held, state);
    case "maybe": {
      const inner = exactShape({ kind: "same", held: held.value, state });
      return { kind: "maybe", inner, absent: held.absent };
    }
    case "items":
    case "run":
    case "blank":
    case "fields":
      return expand(held, state, true);
    default:
      return { kind: "same", held, state };
  }
}

/** The shape of a content, its parts `same`, or exact themselves. */
function expand(held: Content, state: State, exact = false): Shape {
  const part = (inner: Held): Shape =>
    exact ? exactShape({ kind: "same", held: inner, state }) : { kind: "same", held: inner, state };
  switch (held.kind) {
    case "items":
      return { kind: "items", items: held.items.map(part) };
    case "fields": {
      const fields = new Map([...held.fields].map(([name, field]) => [name, part(field)] as const));
      return { kind: "fields", prototype: held.prototype, fields };
    }
    case "run":
      return { kind: "run", elem: held.elem, fixed: held.fixed, grows: held.grows };
    case "blank":
      return { kind: "run", elem: { kind: "number" }, fixed: false };
    default:
      return { kind: "same", held, state };
  }
}

function hull(shape: IntShape, held: Held, loop: boolean): Shape {
  if (!isIntLike(held)) return { kind: "num" };
  const [min, max] = rangeOf(held);
  if (min >= shape.min && max <= shape.max) return shape;
  if (loop) return { kind: "num" };
  return { kind: "int", min: Math.min(min, shape.min), max: Math.max(max, shape.max) };
}

function clash(one: string, other: Held): Shape {
  return { kind: "conflict", sides: [one, describe(other)] };
}

function elemOfContent(held: Content, state: State): Elem | undefined {
  if (held.kind === "run") return held.elem;
  return held.kind === "items" ? elemOfItems(state, held.items) : undefined;
}

function elemOfShapes(items: readonly Shape[], w: Widening): Elem | undefined {
  const kinds = items.map((item) => {
    if (item.kind === "num" || item.kind === "int") return "number";
    if (item.kind === "bool") return "boolean";
    if (item.kind === "same") {
      const elem = elemOfItems(item.state, [item.held as never]);
      return elem?.kind === "number" || elem?.kind === "boolean" ? elem.kind : undefined;
    }
    return undefined;
  });
  const [first] = kinds;
  if (items.length === 0) return { kind: "number" };
  if (first !== undefined && kinds.every((kind) => kind === first)) return { kind: first };
  const held = items.map((item) => (item.kind === "same" ? (item.held as never) : undefined));
  if (held.some((x) => x === undefined)) return undefined;
  return elemOfItems((items[0] as SameShape).state ?? w.state, held as never[]);
}

export const isNumeric = (held: Held): boolean =>
  held.kind === "num" ||
  held.kind === "int" ||
  (held.kind === "const" && typeof held.value === "number");

export const isBoolean = (held: Held): boolean =>
  held.kind === "bool" || (held.kind === "const" && typeof held.value === "boolean");

const isText = (held: Held): boolean =>
  held.kind === "text" || (held.kind === "const" && typeof held.value === "string");

/** Types of the leaves of a shape, in order. */
export function leafTypes(shape: Shape, seen: Set<Shape> = new Set()): Type[] {
  switch (shape.kind) {
    case "num":
      return [f64];
    case "int":
      return [i32];
    case "bool":
      return [boolType];
    case "typed":
      return [memOf(storageOf[shape.element])];
    case "maybe":
      return [boolType, ...leafTypes(shape.inner, seen)];
    case "choice":
      return [boolType, ...shape.of.flatMap((one) => leafTypes(one, seen))];
    case "run":
      return [memoryOf(shape.elem), i32];
    case "items":
      return shape.items.flatMap((item) => leafTypes(item, seen));
    case "fields":
      return [...shape.fields.values()].flatMap((field) => leafTypes(field, seen));
    case "fresh":
      if (seen.has(shape)) return [];
      seen.add(shape);
      return leafTypes(shape.content, seen);
    case "same":
    case "conflict":
      return [];
  }
}

/** The leaves of `held`, of shape `shape`, at the current point of the machine. */
export function coerce(
  m: Machine,
  shape: Shape,
  held: Held,
  seen: Set<Shape> = new Set(),
): Value[] {
  if (shape.kind === "maybe") return coerceMaybe(m, shape, held, seen);
  if (held.kind === "never") return leafTypes(shape, seen).map((type) => zeroOf(m.b, type));
  switch (shape.kind) {
    case "num":
      return [numValue(m, held)];
    case "int":
      return [intValue(m, held)];
    case "bool":
      return [boolValue(m, held)];
    case "typed":
      if (held.kind !== "typed") break;
      return [held.mem];
    case "run": {
      const run =
        held.kind === "items"
          ? itemsToRun(m, held.items, shape.elem)
          : held.kind === "blank"
            ? blankToRun(m, held, shape.elem)
            : held;
      if (run.kind !== "run") break;
      return [run.mem, run.length];
    }
    case "items":
      if (held.kind !== "items") break;
      return shape.items.flatMap((item, i) => coerce(m, item, held.items[i]!, seen));
    case "fields":
      if (held.kind !== "fields") break;
      return [...shape.fields].flatMap(([name, field]) =>
        coerce(m, field, held.fields.get(name) ?? { kind: "const", value: undefined }, seen),
      );
    case "fresh": {
      if (seen.has(shape)) return [];
      seen.add(shape);
      if (held.kind !== shape.of) break;
      return coerceCell(m, shape.content, held.obj.cell, seen);
    }
    case "choice":
      return coerceChoice(m, shape, held);
    case "same":
    case "conflict":
      return [];
  }
  throw new Error(`internal: ${held.kind} does not have the shape ${shape.kind}`);
}

/** Bools that say which of the values of `shape` it is. */
function coerceChoice(m: Machine, shape: Shape, held: Held): Value[] {
  if (shape.kind !== "choice") return [];
  if (held.kind === "choice") {
    const [one, other] = held.of.map((x) => coerceChoice(m, shape, x)) as [Value[], Value[]];
    return one.map((x, i) => select(m.b, held.first, x, other[i] as Value));
  }
  const first = isAmong(shape.of[0], held);
  const none: Held = { kind: "never" };
  return [
    flag(m.b, first),
    ...shape.of.flatMap((one, i) =>
      (i === 0) === first ? coerceChoice(m, one, held) : coerce(m, one, none),
    ),
  ];
}

function coerceMaybe(m: Machine, shape: MaybeShape, held: Held, seen: Set<Shape>): Value[] {
  if (held.kind === "maybe") return [held.present, ...coerce(m, shape.inner, held.value, seen)];
  const present = !isAbsent(held) && held.kind !== "never";
  const inner: Held = present ? held : { kind: "never" };
  return [flag(m.b, present), ...coerce(m, shape.inner, inner, seen)];
}

/** As `coerce`, of what `cell` holds, which then holds it in this shape. */
export function coerceCell(m: Machine, shape: Shape, cell: Cell, seen: Set<Shape>): Value[] {
  const held = m.state.get(cell) ?? { kind: "never" };
  if (shape.kind !== "run" || (held.kind !== "items" && held.kind !== "blank")) {
    return coerce(m, shape, held, seen);
  }
  // whatever else leads to this array is to find it in the same memory
  const made =
    held.kind === "items" ? itemsToRun(m, held.items, shape.elem) : blankToRun(m, held, shape.elem);
  const run = { ...made, fixed: shape.fixed, grows: shape.grows };
  m.state.set(cell, run);
  return [run.mem, run.length];
}

/** Where the leaves of a value under construction come from, and what it shares. */
export interface Building {
  readonly leaf: (type: Type) => Value;
  readonly made: Map<FreshShape, Obj>;
  /** The object that stands for one of another state. */
  readonly substitute?: ((obj: Obj) => Obj) | undefined;
}

/** The value of shape `shape`; objects that it makes get their content in the current state. */
export function build(m: Machine, shape: Shape, using: Building): Held {
  switch (shape.kind) {
    case "num":
      return num(using.leaf(f64));
    case "int":
      return int(using.leaf(i32), shape.min, shape.max);
    case "bool":
      return bool(using.leaf(boolType));
    case "typed": {
      const { element } = shape;
      return { kind: "typed", element, mem: using.leaf(memOf(storageOf[element])) };
    }
    case "run": {
      const mem = using.leaf(memoryOf(shape.elem));
      const length = using.leaf(i32);
      const { elem, fixed, grows } = shape;
      return { kind: "run", mem, length, elem, fixed, grows };
    }
    case "items":
      return { kind: "items", items: shape.items.map((item) => build(m, item, using) as never) };
    case "fields": {
      const fields = new Map<string, never>();
      for (const [name, field] of shape.fields) fields.set(name, build(m, field, using) as never);
      return { kind: "fields", prototype: shape.prototype, fields };
    }
    case "fresh": {
      const known = using.made.get(shape);
      if (known !== undefined) return { kind: shape.of, obj: known };
      const obj = mergedObj(shape.name, shape.origins);
      using.made.set(shape, obj);
      m.state.set(obj.cell, build(m, shape.content, using) as Content);
      return { kind: shape.of, obj };
    }
    case "same": {
      const { held } = shape;
      if (using.substitute && (held.kind === "array" || held.kind === "object")) {
        return { kind: held.kind, obj: using.substitute(held.obj) };
      }
      return held;
    }
    case "choice": {
      const first = using.leaf(boolType);
      const of = shape.of.map((one) => build(m, one, using) as Abs) as [Abs, Abs];
      return { kind: "choice", first, of };
    }
    case "maybe": {
      const present = using.leaf(boolType);
      const value = build(m, shape.inner, using) as Abs;
      return { kind: "maybe", present, value, absent: shape.absent };
    }
    case "conflict":
      return { kind: "conflict", sides: shape.sides };
  }
}
