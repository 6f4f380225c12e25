// What is thrown, on its way to where it is caught.
import { fieldsOf } from "./content.ts";
import type { Handler, Machine, Thrown } from "./machine.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { describe, never, yes, type Abs } from "./values.ts";

/** Leaves for the handler around this point; false where there is none. */
export function throwTo(m: Machine, error: Abs): boolean {
  const { handler } = m;
  if (handler === undefined) return false;
  const { target, value } = wayFor(handler, kindOf(m, error));
  m.state.set(value, error);
  m.state.exits.set(target, yes);
  return true;
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

/** What `catch` is to tell apart: the class of an object, or the kind of another value. */
function kindOf(m: Machine, error: Abs): unknown {
  if (error.kind === "object") {
    const { prototype, fields } = fieldsOf(m, error);
    return prototype === Object.prototype ? [...fields.keys()].join() : prototype;
  }
  if (isNumeric(error)) return "number";
  if (isBoolean(error)) return "boolean";
  if (error.kind === "const" && typeof error.value === "string") return "string";
  return error.kind === "text" || error.kind === "choice" ? "string" : describe(error);
}
