// Conflicts of shapes in words, and the elements that arrays have in common.
import type { Elem } from "../values/layout.ts";
import { elemOfItems, showElem } from "./content.ts";
import { isFunction, type SameShape, type Shape } from "./shapes.ts";
import type { State } from "./state.ts";
import { describe, type Cell, type Content, type Held } from "./values.ts";

export function clash(one: string, other: Held): Shape {
  const words = describe(other);
  return {
    kind: "conflict",
    sides: [one, words === one ? one.replace(/^an? /, "another ") : words],
  };
}

/** A conflict that says of an object why it cannot lie on the heap: N-d arrays are in it. */
export function namingArrays(
  { kind, sides: [one, other] }: Extract<Shape, { kind: "conflict" }>,
  held: Held,
  state: State,
): Shape {
  const named = /^an(other)? (object|array)\b/.test(other) && holdsArrays(held, state);
  return { kind, sides: [one, named ? `${other} with N-d arrays` : other] };
}

function holdsArrays(held: Held, state: State, seen: Set<Cell> = new Set()): boolean {
  if (held.kind === "nd") return true;
  if (held.kind === "items") return held.items.some((item) => holdsArrays(item, state, seen));
  if (held.kind === "fields") {
    return [...held.fields.values()].some((field) => holdsArrays(field, state, seen));
  }
  if ((held.kind !== "array" && held.kind !== "object") || seen.has(held.obj.cell)) return false;
  seen.add(held.obj.cell);
  const content = state.get(held.obj.cell);
  return content !== undefined && holdsArrays(content, state, seen);
}

/** A conflict of two arrays, which says what is in them. */
export function clashOfArrays(one: string, held: Content, state: State): Shape {
  const other = contents(held, state);
  return {
    kind: "conflict",
    sides: [one, other === one ? `an array of other ${one.slice(12)}` : other],
  };
}

/** An array with items of given shapes, in words. */
export function ofShapes(items: readonly Shape[]): string {
  const functions = items.every((item) => item.kind === "same" && isFunction(item.held));
  return `an array of ${functions ? "functions" : "values of different kinds"}`;
}

/** An array in words. */
function contents(held: Content, state: State): string {
  if (held.kind !== "items" && held.kind !== "run") return describe(held);
  const elem = elemOfContent(held, state);
  if (elem !== undefined) return `an array of ${showElem(elem)}`;
  const functions = held.kind === "items" && held.items.every(isFunction);
  return `an array of ${functions ? "functions" : "values of different kinds"}`;
}

export function elemOfContent(held: Content, state: State): Elem | undefined {
  if (held.kind === "run") return held.elem;
  return held.kind === "items" ? elemOfItems(state, held.items) : undefined;
}

export function elemOfShapes(items: readonly Shape[], state: State): Elem | undefined {
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
  return elemOfItems((items[0] as SameShape).state ?? state, held as never[]);
}
