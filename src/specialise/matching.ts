// Objects of a caller, and those among the parameters of a function that stand for them.
import type { Machine } from "./machine.ts";
import type { FreshShape, Shape } from "./shapes.ts";
import { never, type Held, type Obj } from "./values.ts";

/** Which object of the caller's is passed for each object among the parameters. */
export function matchObjects(
  m: Machine,
  shape: Shape,
  held: Held,
  found: Map<FreshShape, Obj>,
): void {
  if (shape.kind === "maybe") {
    return matchObjects(m, shape.inner, held.kind === "maybe" ? held.value : held, found);
  }
  if (shape.kind === "fresh" && (held.kind === "array" || held.kind === "object")) {
    if (found.has(shape)) return;
    found.set(shape, held.obj);
    return matchObjects(m, shape.content, m.state.get(held.obj.cell) ?? never, found);
  }
  if (shape.kind === "items" && held.kind === "items") {
    shape.items.forEach((item, i) => matchObjects(m, item, held.items[i] ?? never, found));
  }
  if (shape.kind === "fields" && held.kind === "fields") {
    for (const [name, field] of shape.fields) {
      matchObjects(m, field, held.fields.get(name) ?? never, found);
    }
  }
}
