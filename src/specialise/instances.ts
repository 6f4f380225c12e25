// `instanceof`.
import { fieldsOf } from "./content.ts";
import type { Machine } from "./machine.ts";
import { describe, type Abs } from "./values.ts";

export function isInstance(m: Machine, value: Abs, of: Abs): boolean {
  if (of.kind !== "host" || typeof of.value !== "function") {
    return m.fault("NB2010", `\`instanceof\` ${describe(of)}`, "name a class declared outside");
  }
  const prototype = of.value.prototype as object;
  const isIn = (start: object | null): boolean => {
    for (let at = start; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      if (at === prototype) return true;
    }
    return false;
  };
  switch (value.kind) {
    case "object":
      return isIn(fieldsOf(m, value).prototype);
    case "array":
      return isIn(Array.prototype);
    case "typed":
      return isIn((globalThis[value.element] as { prototype: object }).prototype);
    case "host":
      return isIn(Object.getPrototypeOf(value.value) as object | null);
    case "closure":
    case "made":
    case "method":
      return isIn(Function.prototype);
    case "conflict":
      return m.fault("NB2006", `this is ${describe(value)}, depending on the path that led here`);
    default:
      return false;
  }
}
