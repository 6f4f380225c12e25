// Derivatives by what lies on the heap, part by part.
import type { Value } from "../ir/func.ts";
import type { Machine } from "./machine.ts";
import { isNumeric } from "./shapes.ts";
import { newObj, num, undef, type Abs, type Held } from "./values.ts";

/** What objects are linked like whose shadows are known, where that is not as they are linked now. */
export type Structures = ReadonlyMap<Value, Value>;

/** The derivative of a value, from those of what its parts are. */
export function partDerivative(
  m: Machine,
  held: Held,
  derivatives: ReadonlyMap<string, Value | undefined>,
  structures?: Structures,
): Abs | undefined {
  if (isNumeric(held)) {
    const value = derivatives.get("num");
    return value && num(value);
  }
  switch (held.kind) {
    case "typed": {
      const mem = derivatives.get(held.element);
      return mem && { kind: "typed", element: held.element, mem };
    }
    case "array":
    case "object": {
      const content = m.get(held.obj.cell);
      const shadow = derivatives.get(held.kind === "array" ? "lists" : "objects");
      if (content.kind !== "record" && content.kind !== "list") return undefined;
      return contentDerivative(m, content.family, content, shadow, structures);
    }
    case "maybe": {
      const value = partDerivative(m, held.value, derivatives, structures);
      return value && { kind: "maybe", present: held.present, value, absent: undef };
    }
    case "choice": {
      const [one, other] = held.of.map(
        (side) => partDerivative(m, side, derivatives, structures) ?? undef,
      );
      return { kind: "choice", first: held.first, of: [one!, other!] };
    }
    default:
      return undefined;
  }
}

/** The derivative by an object or array on the heap. */
export function contentDerivative(
  m: Machine,
  family: number,
  held: Held,
  shadow: Value | undefined,
  structures?: Structures,
): Abs | undefined {
  if (shadow === undefined || (held.kind !== "record" && held.kind !== "list")) return undefined;
  return mirrorAt(m, held.kind, family, structures?.get(shadow) ?? held.ref, shadow);
}

export function mirrorAt(
  m: Machine,
  of: "record" | "list",
  family: number,
  primal: Value,
  shadow: Value,
): Abs {
  const obj = newObj("derivative");
  m.state.set(obj.cell, { kind: "mirror", of, family, primal, shadow });
  return { kind: of === "list" ? "array" : "object", obj };
}
