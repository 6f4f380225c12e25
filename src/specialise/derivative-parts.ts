// Derivatives by what lies on the heap, part by part.
import type { Value } from "../ir/func.ts";
import { skeleton } from "../ops/skeleton.ts";
import type { Machine } from "./machine.ts";
import { isNumeric } from "./shapes.ts";
import { newObj, num, undef, type Abs, type Held } from "./values.ts";

/** What objects are linked like whose shadows are known, where that is not as they are linked now. */
export type Structures = ReadonlyMap<Value, Value>;

/** What says how the objects of a derivative are linked, by their shadow and their reference. */
export type StructureOf = (shadow: Value, primal: Value) => Value;

/**
 * In code of users the objects may be linked anew while the derivative lives on, so it has a copy of
 * their structure; outside of it nothing comes in between.
 */
export function structuresIn(m: Machine, structures: Structures | undefined): StructureOf {
  return (shadow, primal) => {
    const known = structures?.get(shadow);
    if (known !== undefined || m.frame.fn === undefined) return known ?? primal;
    return m.b.emit1(skeleton, [primal], { type: primal.type });
  };
}

/** The derivative of a value, from those of what its parts are. */
export function partDerivative(
  m: Machine,
  held: Held,
  derivatives: ReadonlyMap<string, Value | undefined>,
  structureOf: StructureOf = (_, primal) => primal,
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
      return contentDerivative(m, content.family, content, shadow, structureOf);
    }
    case "maybe": {
      const value = partDerivative(m, held.value, derivatives, structureOf);
      return value && { kind: "maybe", present: held.present, value, absent: undef };
    }
    case "choice": {
      const [one, other] = held.of.map(
        (side) => partDerivative(m, side, derivatives, structureOf) ?? undef,
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
  structureOf: StructureOf = (_, primal) => primal,
): Abs | undefined {
  if (shadow === undefined || (held.kind !== "record" && held.kind !== "list")) return undefined;
  return mirrorAt(m, held.kind, family, structureOf(shadow, held.ref), shadow);
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
