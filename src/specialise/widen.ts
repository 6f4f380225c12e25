// The least shape that values on several paths have in common.
import { sameType } from "../ir/types.ts";
import { sameElem } from "../values/layout-of.ts";
import {
  clash,
  clashOfArrays,
  elemOfContent,
  elemOfShapes,
  namingArrays,
  ofShapes,
} from "./conflicts.ts";
import { elemOfItems, showElem } from "./content.ts";
import { isIntLike, rangeOf } from "./convert.ts";
import { admitContent, canHold, siteOf, slotOf, staleSites } from "./slots.ts";
import type { State } from "./state.ts";
import { unknownPart } from "./text.ts";
import {
  describe,
  missing,
  sameAbs,
  unclear,
  type Abs,
  type ConstAbs,
  type MaybeAbs,
  type Content,
  type Held,
  type Obj,
  type Scope,
  type TextAbs,
  type TextPart,
} from "./values.ts";
import {
  type FreshShape,
  type HeapShape,
  type MirrorShape,
  type UnionShape,
  familyOfShape,
  mirrorShape,
  slotOfShape,
  type IntShape,
  type MaybeShape,
  type RunShape,
  type SameShape,
  type Shape,
  type TextShape,
  describeShape,
  exactShape,
  expand,
  choiceShape,
  isAbsent,
  isChoosable,
  isAmong,
  isNumeric,
  isBoolean,
  isText,
} from "./shapes.ts";

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

/** Shapes of values that are there, on every path so far. */
const present: ReadonlySet<Shape["kind"]> = new Set([
  "num",
  "int",
  "bool",
  "nd",
  "typed",
  "fresh",
  "choice",
]);

/**
 * The least shape that both `shape` and `held` (whose objects are in `w.state`) have; `owner` is the
 * object that holds it, if it is a content.
 */
export function widen(shape: Shape, held: Held, w: Widening, owner?: Obj): Shape {
  if (held.kind === "never") return shape.kind === "same" ? exactShape(shape) : shape;
  if (shape.kind === "same" && shape.held.kind === "stale") return shape;
  if (held.kind === "stale") return { kind: "same", held, state: w.state };
  const wider = widenAsIs(shape, held, w, owner);
  if (wider.kind !== "conflict" || shape.kind === "conflict") return wider;
  const there = onHeap(shape, held, w, owner);
  // on the heap an object is found by all its names, whatever becomes of it
  if (!there) w.state.heap.wants(staleSites(w.state, held));
  return there ?? namingArrays(wider, held, w.state);
}

/** As `widen`; values of different kinds have a conflict. */
function widenAsIs(shape: Shape, held: Held, w: Widening, owner: Obj | undefined): Shape {
  if (present.has(shape.kind)) {
    if (isAbsent(held)) return { kind: "maybe", inner: shape, absent: held };
    if (held.kind === "maybe") {
      return widenMaybe({ kind: "maybe", inner: shape, absent: held.absent }, held, w);
    }
  }
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
    case "text":
      return widenText(shape, held, w);
    case "nd":
      if (held.kind === "nd" && sameType(held.value.type, shape.type)) return shape;
      return clash(describeShape(shape), held);
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
      return widenChoice(shape, held, w);
    case "union":
      return widenUnion(shape, held, w);
    case "mirror":
      return widenMirror(shape, held);
    case "record":
    case "list":
      return widenHeap(shape, held as Content, w, owner);
    case "conflict":
      return shape;
  }
}

function widenMirror(shape: MirrorShape, held: Held): Shape {
  const alike =
    held.kind === "mirror" &&
    held.of === shape.of &&
    sameType(held.primal.type, shape.primal) &&
    sameType(held.shadow.type, shape.shadow);
  return alike ? shape : clash(describeShape(shape), held);
}

/** A value that can lie on the heap, in the slot of a union. */
function widenUnion(shape: UnionShape, held: Held, w: Widening): Shape {
  if (!canHold(w.state, held)) return clash(describeShape(shape), held);
  const slot = shape.heap.join(shape.slot, slotOf(w.state, held));
  return slot === shape.slot ? shape : { ...shape, slot };
}

/** What an object or array holds that is on the heap on some path. */
function widenHeap(shape: HeapShape, held: Content, w: Widening, owner: Obj | undefined): Shape {
  if (!canHoldContent(w.state, held)) return clash(describeShape(shape), held);
  admitContent(w.state, shape.family, held, owner ? siteOf(owner) : "");
  return shape;
}

const canHoldContent = (state: State, held: Content): boolean =>
  held.kind === "fields"
    ? [...held.fields.values()].every((field) => canHold(state, field))
    : held.kind === "items"
      ? held.items.every((item) => canHold(state, item))
      : ["run", "blank", "record", "list"].includes(held.kind);

/** What values of different kinds have in common: that they can lie on the heap. */
function onHeap(shape: Shape, held: Held, w: Widening, owner: Obj | undefined): Shape | undefined {
  const { heap } = w.state;
  if (isContent(held)) {
    const of = held.kind === "fields" || held.kind === "record" ? "object" : "array";
    if (owner === undefined || !canHoldContent(w.state, held)) return undefined;
    if (shape.kind === "same" && !canHoldContent(shape.state, shape.held as Content))
      return undefined;
    const family = familyOfShape({ content: shape, origins: owner.origins, of }, heap);
    if (family === undefined) return undefined;
    const kind = of === "object" ? "record" : "list";
    return widenHeap({ kind, family, heap }, held, w, owner);
  }
  if (!canHold(w.state, held)) return undefined;
  const slot = slotOfShape(shape, heap);
  return slot && widenUnion({ kind: "union", slot, heap }, held, w);
}

const isContent = (held: Held): held is Content =>
  ["fields", "items", "run", "blank", "record", "list"].includes(held.kind);

/** What different strings have in common: nothing that could be shown. */
const unknownText = ({ state }: Widening): TextShape => ({
  kind: "text",
  parts: [{ ...unknownPart, shape: { kind: "same", held: unknownPart.value, state } }],
});

function widenText(shape: TextShape, held: Held, w: Widening): Shape {
  if (!isText(held)) return clash("a string", held);
  if (held.kind !== "text" || !alikeShape(shape, held)) {
    const known = slotOfShape(shape, w.state.heap) !== undefined && canHold(w.state, held);
    // in a loop it may be a longer one every time
    if (known && !w.loop) return clash("a string", held);
    return shape.parts.length === 1 &&
      (shape.parts[0] as Partial<TextPart>).method === unknownPart.method
      ? shape
      : unknownText(w);
  }
  let changed = false;
  const parts = shape.parts.map((part, i) => {
    if (typeof part === "string") return part;
    const wider = widen(part.shape, (held.parts[i] as TextPart).value, w);
    changed ||= wider !== part.shape;
    return { ...part, shape: wider };
  });
  return changed ? { kind: "text", parts } : shape;
}

function alikeShape(shape: TextShape, held: TextAbs): boolean {
  return (
    shape.parts.length === held.parts.length &&
    shape.parts.every((part, i) => {
      const other = held.parts[i]!;
      if (typeof part === "string" || typeof other === "string") return part === other;
      return part.method === other.method && part.digits === other.digits;
    })
  );
}

/** More than this many are a sign that there is a new one every time. */
const MOST_CHOICES = 32;

function widenChoice(shape: Shape, held: Held, w: Widening): Shape {
  if (shape.kind === "conflict" || isAmong(shape, held)) return shape;
  if (held.kind === "choice") {
    return held.of.reduce<Shape>((wider, one) => widenChoice(wider, one, w), shape);
  }
  if (!isChoosable(held) || choices(shape) >= MOST_CHOICES)
    return clash(describeShape(shape), held);
  return { kind: "choice", of: [shape, { kind: "same", held, state: w.state }] };
}

function choices(shape: Shape): number {
  return shape.kind === "choice" ? choices(shape.of[0]) + choices(shape.of[1]) : 1;
}

function widenMaybe(shape: MaybeShape, held: Held, w: Widening): Shape {
  const { inner, absent } = shape;
  if (isAbsent(held)) {
    const either = eitherAbsent(absent, held);
    if (either === undefined) return clash(describe(absent), held);
    return either === absent ? shape : { kind: "maybe", inner, absent: either };
  }
  if (held.kind === "maybe") {
    const wider = widenMaybe(shape, held.absent, w);
    return wider.kind === "maybe" ? widenMaybe(wider, held.value, w) : wider;
  }
  const wider = widen(inner, held, w);
  if (wider === inner) return shape;
  return wider.kind === "conflict" ? wider : { kind: "maybe", inner: wider, absent };
}

/** What stands for both of two values that are not there; nothing for undefined and null. */
function eitherAbsent(a: ConstAbs, b: ConstAbs): ConstAbs | undefined {
  if (sameAbs(a, b)) return a;
  return a.value === b.value ? unclear : undefined;
}

/** The shape of a value that is there on some paths only; undefined where it cannot be absent. */
function maybe(absent: ConstAbs, held: Held, state: State, loop: boolean): Shape | undefined {
  const same: SameShape = { kind: "same", held, state };
  switch (held.kind) {
    case "maybe": {
      const either = eitherAbsent(absent, held.absent);
      return either && maybe(either, held.value, state, loop);
    }
    case "num":
    case "int":
    case "bool":
    case "nd":
    case "typed":
      return { kind: "maybe", inner: exactShape(same), absent };
    case "const":
      if (typeof held.value === "number") return { kind: "maybe", inner: { kind: "num" }, absent };
      if (typeof held.value === "boolean")
        return { kind: "maybe", inner: { kind: "bool" }, absent };
      if (typeof held.value !== "string") return undefined;
      return { kind: "maybe", inner: same, absent };
    case "array":
    case "object": {
      const mirror = mirrorShape(held, state);
      if (mirror !== undefined) return { kind: "maybe", inner: mirror, absent };
      // in a loop it is another one every time
      return loop ? undefined : { kind: "maybe", inner: same, absent };
    }
    case "host":
    case "closure":
    case "made":
    case "choice":
      if (loop && !lasts(held, state)) return undefined;
      return { kind: "maybe", inner: exactShape(same), absent };
    default:
      return undefined;
  }
}

/** Whether a function, or each of several, was made before the iteration that ends in a state. */
function lasts(held: Abs, state: State): boolean {
  if (held.kind === "choice") return held.of.every((one) => lasts(one, state));
  if (held.kind !== "closure") return true;
  for (let scope: Scope | undefined = held.scope; scope; scope = scope.outer) {
    for (const cell of scope.cells.values()) if (!state.outer?.has(cell)) return false;
  }
  return true;
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
    return widenChoice(choiceShape(a, shape.state), held, w);
  }
  if (isText(a) && isText(held)) {
    if (a.kind === "text") return widenText(exactShape(shape) as TextShape, held, w);
    return !w.loop && canHold(w.state, held) ? clash("a string", held) : unknownText(w);
  }
  if (a.kind === "nd" && held.kind === "nd" && sameType(a.value.type, held.value.type)) {
    return exactShape(shape);
  }
  if (a.kind === "typed" && held.kind === "typed" && a.element === held.element) {
    return { kind: "typed", element: a.element };
  }
  if ((a.kind === "array" || a.kind === "object") && held.kind === a.kind) {
    if (isOnHeap(shape.state, a.obj) || isOnHeap(w.state, held.obj)) {
      return onHeap(shape, held, w, undefined) ?? clash(describe(a), held);
    }
    return freshPair(a.kind, a.obj, shape.state, held.obj, w);
  }
  if (isAbsent(a) && isAbsent(held) && a.value === held.value) {
    return { kind: "same", held: unclear, state: shape.state };
  }
  const optional = isAbsent(a)
    ? maybe(a, held, w.state, w.loop)
    : isAbsent(held)
      ? maybe(held, a, shape.state, w.loop)
      : a.kind === "maybe"
        ? widen(exactShape(shape), held, w)
        : held.kind === "maybe"
          ? widenBoth(a, shape.state, held, w)
          : undefined;
  if (optional !== undefined) return optional;
  if (a.kind === "mirror") return widenMirror(exactShape(shape) as MirrorShape, held);
  if (a.kind === "record" || a.kind === "list" || held.kind === "record" || held.kind === "list") {
    return clash(describe(a), held);
  }
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
  const start = maybe(held.absent, a, state, w.loop);
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
  fresh.content = widen(content, w.state.get(b.cell) ?? { kind: "never" }, w, b);
  return fresh;
}

function isOnHeap(state: State, obj: Obj): boolean {
  const kind = state.get(obj.cell)?.kind;
  return kind === "record" || kind === "list";
}

function widenFresh(shape: FreshShape, held: Held, w: Widening): Shape {
  if (held.kind !== shape.of) return clash(shape.of === "array" ? "an array" : "an object", held);
  for (const origin of held.obj.origins) shape.origins.add(origin);
  w.ends.push([shape, held.obj]);
  if (w.visited.has(shape)) return shape;
  w.visited.add(shape);
  const content = widen(
    shape.content,
    w.state.get(held.obj.cell) ?? { kind: "never" },
    w,
    held.obj,
  );
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
      shape.items.length > 0 ? elemOfShapes(shape.items, w.state) : elemOfContent(held, w.state);
    if (elem === undefined) return clashOfArrays(ofShapes(shape.items), held, w.state);
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
  const unlike = (): Shape => clashOfArrays(`an array of ${showElem(elem)}`, held, w.state);
  if (held.kind === "run") {
    if (!sameElem(held.elem, elem)) return unlike();
    const [fixed, grows] = [shape.fixed || held.fixed, shape.grows || held.grows];
    if (fixed === shape.fixed && grows === shape.grows) return shape;
    return { kind: "run", elem, fixed, grows };
  }
  if (held.kind === "blank") return shape;
  if (held.kind !== "items") return unlike();
  if (held.items.length === 0) return shape;
  const other = elemOfItems(w.state, held.items);
  return other !== undefined && sameElem(other, elem) ? shape : unlike();
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
    const next = held === undefined ? missingField(field, w) : widen(field, held, w);
    changed ||= next !== field;
    fields.set(name, next);
  }
  for (const [name, held] of other) {
    if (shape.fields.has(name)) continue;
    fields.set(name, widen({ kind: "same", held: missing, state: w.state }, held, w));
    changed = true;
  }
  return changed ? { ...shape, fields } : shape;
}

function missingField(field: Shape, w: Widening): Shape {
  return widen(field, missing, w);
}

function hull(shape: IntShape, held: Held, loop: boolean): Shape {
  if (!isIntLike(held)) return { kind: "num" };
  const [min, max] = rangeOf(held);
  if (min >= shape.min && max <= shape.max) return shape;
  if (loop) return { kind: "num" };
  return { kind: "int", min: Math.min(min, shape.min), max: Math.max(max, shape.max) };
}
