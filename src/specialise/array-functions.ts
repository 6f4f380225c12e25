// Static functions of arrays: `Array.from`, `Float64Array.of` and their kin.
import { invoke, ofChoice } from "./interpreter.ts";
import {
  arrayConstructor,
  newLength,
  newTyped,
  typedConstructors,
  typedFrom,
} from "./constructors.ts";
import { and } from "../ops/bits.ts";
import { newItems } from "./content.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { storeTo } from "../ops/memory.ts";
import { callback } from "./array-method.ts";
import { boolValue } from "./convert.ts";
import { collect, copyOf, listed, mapArray } from "./methods.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import { typedValue } from "./elements.ts";
import { collected, isIterable } from "./generators.ts";
import { getMember, hasKey, ITERATOR } from "./properties.ts";
import {
  isIterator,
  bool,
  constant,
  describe,
  undef,
  type Abs,
  type ArrayAbs,
  type ObjectAbs,
} from "./values.ts";
import type { TypedKind } from "../values/typed.ts";

/** `Array.from(source, f)`: of an array, or of `{ length }`. */
const from: Builtin = (m, [source, fn, self]) => {
  const f = fn && callback(m, fn, "from", self);
  const map = f && ((item: Abs, index: Abs): Abs => invoke(m, f, [item, index], undefined));
  if (source && isGiving(m, source)) {
    const list = collected(m, source);
    return f ? mapArray(m, list as ArrayAbs, f, "array") : list;
  }
  if (source && isIterator(source)) return listed(m, source, map);
  if (source?.kind === "object") {
    const length = lengthOf(m, source);
    return collect(m, length, (index) => (f ? invoke(m, f, [undef, index], undefined) : undef));
  }
  if (source?.kind === "array" || source?.kind === "typed") {
    return f ? mapArray(m, source, f, "array") : copyOf(m, source, "array");
  }
  return m.fault("NB2010", `\`Array.from\` of ${source ? describe(source) : "nothing"}`);
};

/** Whether something is gone through by a method of its own. */
function isGiving(m: Machine, source: Abs): boolean {
  if (source.kind !== "object") return isIterable(source);
  const has = hasKey(m, source, constant(ITERATOR));
  return has.kind === "const" && has.value === true;
}

function lengthOf(m: Machine, source: ObjectAbs): Abs {
  const length = getMember(m, source, "length");
  if (length.kind === "const" && typeof length.value === "number") return length;
  return newLength(m, length);
}

const typedOf =
  (element: TypedKind): Builtin =>
  (m, args) => {
    const made = newTyped(m, element, intLiteral(m.b, args.length));
    for (const [i, arg] of args.entries()) {
      storeTo(m.b, made.mem, intLiteral(m.b, i), typedValue(m, arg, element));
    }
    return made;
  };

const typedFromFunction =
  (element: TypedKind): Builtin =>
  (m, [source, f]) => {
    if (source === undefined) return m.fault("NB2011", `\`${element}.from\` of nothing`);
    const map = f && ((item: Abs, index: Abs): Abs => invoke(m, f, [item, index], undefined));
    if (isGiving(m, source)) {
      return typedFrom(m, element, collected(m, source), map);
    }
    if (source.kind !== "object") return typedFrom(m, element, source, map);
    const length = lengthOf(m, source);
    const list = collect(m, length, (index) => (map ? map(undef, index) : constant(NaN)));
    return typedFrom(m, element, list);
  };

function isArray(m: Machine, abs: Abs): Abs {
  if (abs.kind === "conflict") m.fault("NB2006", `this is ${describe(abs)}`);
  if (abs.kind === "choice") return ofChoice(m, abs, (one) => isArray(m, one));
  if (abs.kind !== "maybe") return constant(abs.kind === "array");
  return bool(and(m.b, abs.present, boolValue(m, isArray(m, abs.value))));
}

export const arrayFunctions: readonly (readonly [object, Builtin])[] = [
  [Array.isArray, (m, [arg]) => isArray(m, arg ?? undef)],
  [ArrayBuffer.isView, (_, [arg]) => constant(arg?.kind === "typed")],
  [Array.of, (m, args) => newItems(m, args)],
  [Array.from, from],
  [Array, arrayConstructor],
];

/** `of` and `from` of a typed array's constructor, which all constructors share. */
export function typedStatic(make: object, name: string): Builtin | undefined {
  const element = typedConstructors.find(([one]) => one === make)?.[1];
  if (element === undefined) return undefined;
  if (name === "of") return typedOf(element);
  return name === "from" ? typedFromFunction(element) : undefined;
}
