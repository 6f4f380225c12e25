// What is thrown, on its way to where it is caught.
import { fieldsOf } from "./content.ts";
import { eachVariant } from "./fields-on-heap.ts";
import type { Handler, Machine, Thrown } from "./machine.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { objectAt } from "./slots.ts";
import { describe, never, yes, type Abs } from "./values.ts";

/** Leaves for the handler around this point; false where there is none. */
export function throwTo(m: Machine, error: Abs): boolean {
  const { handler } = m;
  if (handler === undefined) return false;
  const content = error.kind === "object" ? m.get(error.obj.cell) : undefined;
  if (content?.kind === "record") {
    eachVariant(m, content, (_, self) => leave(m, handler, self));
  } else leave(m, handler, error);
  return true;
}

function leave(m: Machine, handler: Handler, error: Abs): Abs {
  const { target, value } = wayFor(handler, kindOf(m, error));
  m.state.set(value, error);
  m.state.exits.set(target, yes);
  return never;
}

/** The way to `handler` for errors of one kind. */
export function wayFor(handler: Handler, kind: unknown): Thrown {
  let way = handler.ways.get(kind);
  if (way === undefined) {
    way = { target: { name: "throw" }, value: { name: "error" } };
    handler.ways.set(kind, way);
  }
  // the handler finds it there where several paths lead to it
  if (!handler.state.has(way.value)) handler.state.set(way.value, never);
  return way;
}

/** `error`, come by the way for one kind, as what that says: where paths meet, its class is forgotten. */
export function ofKind(m: Machine, kind: unknown, error: Abs): Abs {
  if (error.kind !== "object") return error;
  const content = m.get(error.obj.cell);
  if (content.kind !== "record" || content.variant !== undefined) return error;
  const { family, ref } = content;
  const of = m.state.heap
    .variants(family)
    .flatMap((variant, i) => (classOf(variant.prototype, variant.names) === kind ? [i] : []));
  return of.length === 1 ? objectAt(m, family, ref, of[0]) : error;
}

/** What `catch` is to tell apart: the class of an object, or the kind of another value. */
function kindOf(m: Machine, error: Abs): unknown {
  if (error.kind === "object") {
    const { prototype, fields } = fieldsOf(m, error);
    return classOf(prototype, [...fields.keys()]);
  }
  if (isNumeric(error)) return "number";
  if (isBoolean(error)) return "boolean";
  if (error.kind === "const" && typeof error.value === "string") return "string";
  return error.kind === "text" || error.kind === "choice" ? "string" : describe(error);
}

function classOf(prototype: object | null, names: readonly string[]): unknown {
  return prototype === Object.prototype ? names.join() : prototype;
}
