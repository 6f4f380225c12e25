// `instanceof`.
import type { Value } from "../ir/func.ts";
import { and } from "../ops/bits.ts";
import { NdArray } from "../nd/array.ts";
import { fieldsOf } from "./content.ts";
import { boolValue } from "./convert.ts";
import { eachVariant } from "./fields-on-heap.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { bool, constant, describe, type Abs } from "./values.ts";

export function isInstance(m: Machine, value: Abs, of: Abs): Abs {
  if (of.kind !== "host" || typeof of.value !== "function") {
    return m.fault("NB2010", `\`instanceof\` ${describe(of)}`, "name a class declared outside");
  }
  const prototype = of.value.prototype as object;
  const isIn = (start: object | null): Abs => {
    for (let at = start; at !== null; at = Object.getPrototypeOf(at) as object | null) {
      if (at === prototype) return constant(true);
    }
    return constant(false);
  };
  switch (value.kind) {
    case "object": {
      const held = m.get(value.obj.cell);
      if (held.kind === "record") return eachVariant(m, held, ({ prototype: own }) => isIn(own));
      return isIn(fieldsOf(m, value).prototype);
    }
    case "array":
      return isIn(Array.prototype);
    case "nd":
      return isIn(NdArray.prototype);
    case "typed":
      return isIn((globalThis[value.element] as { prototype: object }).prototype);
    case "host":
      return isIn(Object.getPrototypeOf(value.value) as object | null);
    case "closure":
    case "made":
    case "method":
      return isIn(Function.prototype);
    case "maybe": {
      const inner = (): Value => boolValue(m, isInstance(m, value.value, of));
      return bool(and(m.b, value.present, inner()));
    }
    case "choice": {
      const side = (one: Abs) => (): Abs => isInstance(m, one, of);
      return branch(m, bool(value.first), side(value.of[0]), side(value.of[1]));
    }
    case "conflict":
      return m.fault("NB2006", `this is ${describe(value)}, depending on the path that led here`);
    default:
      return constant(false);
  }
}
