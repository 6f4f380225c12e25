/**
 * Shapes: what values on several paths have in common. A shape says which parts are the same on all
 * of them and which are run-time values, its leaves. `widen` finds the shape, `coerce` brings a value
 * into it on one path, `build` makes the value that stands for all. Branches, loops, and the
 * parameters and results of functions are all made with these three.
 */
import { bool as boolType, f64, i32, memOf, type Type } from "../ir/types.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { storageOf, type TypedKind } from "../values/typed.ts";
import type { State } from "./state.ts";
import { describe, sameAbs, type ConstAbs, type Content, type Held, type Obj } from "./values.ts";

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
    default:
      return { kind: "same", held, state };
  }
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

/** undefined and null: what a value can be absent by. */
export function isAbsent(held: Held): held is ConstAbs {
  return held.kind === "const" && (held.value === undefined || held.value === null);
}

/** Whether two values can be a choice: what they are matters when compiling, not their bits. */
export function isChoosable(held: Held): boolean {
  if (held.kind === "choice") return true;
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
