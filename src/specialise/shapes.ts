/**
 * Shapes: what values on several paths have in common. A shape says which parts are the same on all
 * of them and which are run-time values, its leaves. `widen` finds the shape, `coerce` brings a value
 * into it on one path, `build` makes the value that stands for all. Branches, loops, and the
 * parameters and results of functions are all made with these three.
 */
import {
  bool as boolType,
  f64,
  i32,
  memOf,
  showType,
  type ArrayType,
  type Type,
} from "../ir/types.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { storageOf, type TypedKind } from "../values/typed.ts";
import { emptySlot, type Slot } from "../values/heap.ts";
import type { TextForm } from "../values/text.ts";
import type { Heap } from "./heap.ts";
import { admitContent, canHold, slotOf, slotOfElem, unionTypes } from "./slots.ts";
import type { State } from "./state.ts";
import {
  describe,
  sameAbs,
  type ArrayAbs,
  type ConstAbs,
  type Content,
  type Held,
  type MirrorContent,
  type Obj,
  type ObjectAbs,
  type Site,
} from "./values.ts";

export type Shape =
  | SameShape
  | { readonly kind: "num" }
  | IntShape
  | { readonly kind: "bool" }
  | TextShape
  | { readonly kind: "nd"; readonly type: ArrayType }
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
  | UnionShape
  | HeapShape
  | MirrorShape
  | { readonly kind: "conflict"; readonly sides: readonly [string, string] };

/** What an object or an array on the heap holds. */
export interface HeapShape {
  readonly kind: "record" | "list";
  readonly family: number;
  readonly heap: Heap;
}

/** What a derivative by linked objects holds: the types of its references. */
export interface MirrorShape {
  readonly kind: "mirror";
  readonly of: "record" | "list";
  readonly family: number;
  readonly primal: Type;
  readonly shadow: Type;
}

/** What fits into a slot of the heap; objects and lists in it are there. */
export interface UnionShape {
  readonly kind: "union";
  readonly slot: Slot;
  readonly heap: Heap;
}

/** A string whose unknown parts are leaves. */
export interface TextShape {
  readonly kind: "text";
  readonly parts: readonly (string | TextPartShape)[];
}
interface TextPartShape {
  readonly shape: Shape;
  readonly method?: string | undefined;
  readonly digits?: number | undefined;
}

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
    case "text":
      return "a string";
    case "nd":
      return `an N-d array ${showType(shape.type)}`;
    case "typed":
      return `a ${shape.element}`;
    case "fresh":
      return shape.of === "array" ? "an array" : "an object";
    case "items":
    case "run":
    case "list":
      return "an array";
    case "fields":
    case "record":
      return "an object";
    case "mirror":
      return "a derivative by linked objects";
    case "union":
      return "one of several kinds of value";
    case "choice": {
      const [one, other] = shape.of.map(describeShape);
      if (one === other) return one!;
      const strings = [one, other].every((words) => /^(a|the) string\b/.test(words!));
      return strings ? "a string" : eitherOf(one!, other!);
    }
    case "maybe":
      return `either ${describe(shape.absent)} or ${describeShape(shape.inner)}`;
    case "conflict":
      return eitherOf(shape.sides[0], shape.sides[1]);
  }
}

/** In one order, whichever was met first. */
function eitherOf(...sides: readonly [string, string]): string {
  const [one, other] = sides.toSorted();
  return `either ${one} or ${other}`;
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

/** The shape of one value as it is: its run-time parts are leaves. */
export function exactShape({ held, state }: SameShape): Shape {
  switch (held.kind) {
    case "num":
    case "bool":
      return { kind: held.kind };
    case "int":
      return { kind: "int", min: held.min, max: held.max };
    case "text":
      return {
        kind: "text",
        parts: held.parts.map((part) => {
          if (typeof part === "string") return part;
          const shape = exactShape({ kind: "same", held: part.value, state });
          return { shape, method: part.method, digits: part.digits };
        }),
      };
    case "nd":
      return { kind: "nd", type: held.value.type as ArrayType };
    case "typed":
      return { kind: "typed", element: held.element };
    case "choice":
      return isChoosable(held) ? choiceShape(held, state) : unionShape(held, state);
    case "record":
    case "list":
      return { kind: held.kind, family: held.family, heap: state.heap };
    case "mirror":
      return mirrorOf(held);
    case "maybe": {
      if (held.value.kind === "object" || held.value.kind === "array") {
        const { kind } = state.get(held.value.obj.cell) ?? held;
        if (kind === "record" || kind === "list") return unionShape(held, state);
        const mirror = mirrorShape(held.value, state);
        const inner = mirror ?? ({ kind: "same", held: held.value, state } as const);
        return { kind: "maybe", inner, absent: held.absent };
      }
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
export function expand(held: Content, state: State, exact = false): Shape {
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
    case "record":
    case "list":
      return { kind: held.kind, family: held.family, heap: state.heap };
    case "mirror":
      return mirrorOf(held);
    default:
      return { kind: "same", held, state };
  }
}

function mirrorOf({ of, family, primal, shadow }: MirrorContent): MirrorShape {
  return { kind: "mirror", of, family, primal: primal.type, shadow: shadow.type };
}

/** The shape of a derivative by linked objects; undefined for other objects. */
export function mirrorShape(held: ArrayAbs | ObjectAbs, state: State): FreshShape | undefined {
  const content = state.get(held.obj.cell);
  if (content?.kind !== "mirror") return undefined;
  return {
    kind: "fresh",
    of: held.kind,
    name: held.obj.cell.name,
    content: exactShape({ kind: "same", held: content, state }),
    origins: new Set(held.obj.origins),
    tokens: new Set(),
  };
}

/** The shape of what can lie on the heap, as it lies there. */
export function unionShape(held: Held, state: State): UnionShape {
  return { kind: "union", slot: slotOf(state, held), heap: state.heap };
}

/** The shape of a choice, or of what can become one. */
export function choiceShape(held: Held, state: State): Shape {
  if (held.kind !== "choice") return { kind: "same", held, state };
  return { kind: "choice", of: [choiceShape(held.of[0], state), choiceShape(held.of[1], state)] };
}

/** Types of the leaves of a shape, in order. */
export function leafTypes(shape: Shape, seen: Set<Shape> = new Set()): Type[] {
  switch (shape.kind) {
    case "num":
      return [f64];
    case "int":
      return [i32];
    case "bool":
      return [boolType];
    case "nd":
      return [shape.type];
    case "typed":
      return [memOf(storageOf[shape.element])];
    case "maybe":
      return [boolType, ...leafTypes(shape.inner, seen)];
    case "text":
      return shape.parts.flatMap((part) =>
        typeof part === "string" ? [] : leafTypes(part.shape, seen),
      );
    case "choice":
      return [boolType, ...shape.of.flatMap((one) => leafTypes(one, seen))];
    case "run":
      return [memoryOf(shape.elem), i32];
    case "record":
    case "list":
      return [{ kind: "ref", record: shape.heap.record(shape.family) }];
    case "mirror":
      return [shape.primal, shape.shadow];
    case "union":
      return unionTypes(shape.heap.layout(shape.slot));
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

/** undefined and null: what a value can be absent by. */
export function isAbsent(held: Held): held is ConstAbs {
  return held.kind === "const" && (held.value === undefined || held.value === null);
}

/** Whether two values can be a choice: what they are matters when compiling, not their bits. */
export function isChoosable(held: Held): boolean {
  if (held.kind === "choice") return held.of.every(isChoosable);
  if (held.kind === "const") return typeof held.value === "string";
  return held.kind === "closure" || held.kind === "host" || held.kind === "made";
}

/** Whether a value is one of those of a choice. */
export function isAmong(shape: Shape, held: Held): boolean {
  if (held.kind === "choice") return held.of.every((one) => isAmong(shape, one));
  if (shape.kind === "choice") return shape.of.some((one) => isAmong(one, held));
  return shape.kind === "same" && sameAbs(shape.held, held);
}

export const isNumeric = (held: Held): boolean =>
  held.kind === "num" ||
  held.kind === "int" ||
  (held.kind === "const" && typeof held.value === "number");

export const isFunction = (held: Held): boolean =>
  held.kind === "closure" ||
  held.kind === "made" ||
  held.kind === "method" ||
  (held.kind === "host" && typeof held.value === "function");

export const isBoolean = (held: Held): boolean =>
  held.kind === "bool" || (held.kind === "const" && typeof held.value === "boolean");

export const isText = (held: Held): boolean =>
  held.kind === "text" || (held.kind === "const" && typeof held.value === "string");

/** Whether a part of it is of different kinds. */
export function hasConflict(shape: Shape): boolean {
  switch (shape.kind) {
    case "conflict":
      return true;
    case "items":
      return shape.items.some(hasConflict);
    case "fields":
      return [...shape.fields.values()].some(hasConflict);
    case "maybe":
      return hasConflict(shape.inner);
    default:
      return false;
  }
}

/**
 * Whether functions that are known before are any of several after: code is rather made for each
 * that it is given, unless one of the same text is given again, as recursion does.
 */
export function forgetsFunctions(
  before: readonly Shape[],
  after: readonly Shape[],
  args: readonly Held[],
): boolean {
  return before.some((shape, i) => forgetsFunction(shape, after[i] as Shape, args[i]));
}

function forgetsFunction(before: Shape, after: Shape, held?: Held): boolean {
  if (before === after) return false;
  if (before.kind === "same" && before.held.kind === "closure" && after.kind === "union") {
    return held?.kind !== "closure" || held.fn !== before.held.fn;
  }
  if (before.kind === "fresh" && after.kind === "fresh") {
    return forgetsFunction(before.content, after.content);
  }
  if (before.kind === "items" && after.kind === "items") {
    return before.items.some((item, i) => forgetsFunction(item, after.items[i] as Shape));
  }
  if (before.kind !== "fields" || after.kind !== "fields") return false;
  return [...before.fields].some(([name, field]) =>
    forgetsFunction(field, after.fields.get(name) as Shape),
  );
}

/** The slot for values of a shape; undefined where they cannot lie on the heap. */
export function slotOfShape(
  shape: Shape,
  heap: Heap,
  seen: Set<Shape> = new Set(),
): Slot | undefined {
  switch (shape.kind) {
    case "num":
    case "int":
      return { ...emptySlot, num: true };
    case "bool":
      return { ...emptySlot, bool: true };
    case "typed":
      return { ...emptySlot, typed: [shape.element] };
    case "text": {
      const form = formOfShape(shape);
      return form && { ...emptySlot, texts: [form] };
    }
    case "union":
      return shape.slot;
    case "same":
      return canHold(shape.state, shape.held) ? slotOf(shape.state, shape.held) : undefined;
    case "maybe": {
      const inner = slotOfShape(shape.inner, heap, seen);
      return inner && heap.join(inner, { ...emptySlot, constants: [shape.absent.value] });
    }
    case "choice": {
      const [one, other] = shape.of.map((x) => slotOfShape(x, heap, seen));
      return one && other && heap.join(one, other);
    }
    case "fresh": {
      const family = familyOfShape(shape, heap, seen);
      if (family === undefined) return undefined;
      return { ...emptySlot, [shape.of === "array" ? "lists" : "objects"]: family };
    }
    default:
      return undefined;
  }
}

/** The form of the strings of a shape; undefined where they have other parts than numbers. */
function formOfShape({ parts }: TextShape): TextForm | undefined {
  const literals = [""];
  const holes: ("num" | "bool")[] = [];
  for (const part of parts) {
    const literal = literalOf(part);
    if (literal !== undefined) {
      literals[literals.length - 1] += literal;
      continue;
    }
    const { shape, method } = part as TextPartShape;
    const exact = shape.kind === "same" ? exactShape(shape) : shape;
    if (method !== undefined || !["num", "int", "bool"].includes(exact.kind)) return undefined;
    holes.push(exact.kind === "bool" ? "bool" : "num");
    literals.push("");
  }
  return { literals, holes };
}

function literalOf(part: TextShape["parts"][number]): string | undefined {
  if (typeof part === "string") return part;
  const { shape, method } = part;
  const known = method === undefined && shape.kind === "same" && shape.held.kind === "const";
  return known ? String((shape.held as ConstAbs).value) : undefined;
}

/** The family of the objects that a shape stands for. */
export function familyOfShape(
  {
    content,
    origins,
    of,
  }: Pick<FreshShape, "content" | "of"> & { readonly origins: ReadonlySet<Obj> },
  heap: Heap,
  seen: Set<Shape> = new Set(),
): number | undefined {
  if (content.kind === "record" || content.kind === "list") return content.family;
  const site = [...origins].map((origin) => origin.site).find((x) => x !== undefined) ?? "";
  if (content.kind === "same") {
    const family = familyAt(content.held, heap, of, site);
    admitContent(content.state, family, content.held, site);
    return family;
  }
  if (content.kind === "fields") {
    const names = [...content.fields.keys()];
    const family = heap.objectsAt(site, content.prototype, names);
    if (seen.has(content)) return family;
    seen.add(content);
    heap.admitVariant(family, content.prototype, names);
    for (const [name, field] of content.fields) {
      const slot = slotOfShape(field, heap, seen);
      if (slot === undefined) return undefined;
      heap.admitField(family, name, slot);
    }
    return family;
  }
  const family = heap.listsAt(site);
  if (seen.has(content)) return family;
  seen.add(content);
  if (content.kind === "run") {
    if (content.elem.kind === "slot") return content.elem.family;
    heap.admitItem(family, slotOfElem(heap, content.elem, site));
    return family;
  }
  if (content.kind !== "items") return undefined;
  for (const item of content.items) {
    const slot = slotOfShape(item, heap, seen);
    if (slot === undefined) return undefined;
    heap.admitItem(family, slot);
  }
  return family;
}

function familyAt(held: Held, heap: Heap, of: "array" | "object", site: Site): number {
  if (held.kind === "record" || held.kind === "list") return held.family;
  if (held.kind === "run" && held.elem.kind === "slot") return held.elem.family;
  if (of === "array" || held.kind !== "fields") return heap.listsAt(site);
  return heap.objectsAt(site, held.prototype, [...held.fields.keys()]);
}
