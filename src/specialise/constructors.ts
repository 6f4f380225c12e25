// `new` of what the language provides.
import type { Value } from "../ir/func.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { lt } from "../ops/compare.ts";
import { toIndex } from "../ops/convert.ts";
import { copy, length as lengthOf, load, storeTo } from "../ops/memory.ts";
import { newMemory } from "./memory.ts";
import { memOf } from "../ir/types.ts";
import { storageOf, type TypedKind } from "../values/typed.ts";
import { arrayContent, fieldsOf, newItems, newObject } from "./content.ts";
import { intValue, isIntLike, numValue, rangeOf, toNumber } from "./convert.ts";
import { elementAbs, typedElement, typedValue } from "./elements.ts";
import { failHere } from "./fail.ts";
import { times } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import { callMethod } from "./interpreter.ts";
import { stringOf } from "./text.ts";
import {
  newObj,
  describe,
  constant,
  size,
  type Abs,
  type IntAbs,
  type TypedAbs,
  undef,
} from "./values.ts";

/** A length for a new array, checked where it is not known to be one. */
export function newLength(m: Machine, abs: Abs): IntAbs {
  const x = toNumber(m, abs);
  if (isIntLike(x)) {
    const [min, max] = rangeOf(x);
    if (x.kind === "const") {
      if (min < 0) failHere(m, "NB4005", `an array of length ${min}`);
      return { kind: "int", value: intLiteral(m.b, min), min, max };
    }
    if (min >= 0) return x as IntAbs;
    return size(checkedLength(m, (x as IntAbs).value));
  }
  if (x.kind === "const") failHere(m, "NB4005", `an array of length ${String(x.value)}`);
  return size(checkedLength(m, toIndex(m.b, numValue(m, x))));
}

function checkedLength(m: Machine, value: Value): Value {
  ifElse(
    m.b,
    lt(m.b, value, intLiteral(m.b, 0)),
    (inner) => {
      failWith(inner, "NB4005", "the length of a new array is not an integer from 0 to 2147483646");
      return [];
    },
    () => [],
  );
  return value;
}

export function newTyped(m: Machine, element: TypedKind, length: Value): TypedAbs {
  return { kind: "typed", element, mem: newMemory(m.b, memOf(storageOf[element]), length) };
}

/** A typed array of kind `element` with the items of `source`. */
export function typedFrom(
  m: Machine,
  element: TypedKind,
  source: Abs,
  map: (item: Abs, index: Abs) => Abs = (item) => item,
): TypedAbs {
  if (source.kind === "typed") {
    const made = newTyped(m, element, lengthOf(m.b, source.mem));
    if (source.element === element && map.length === 1) {
      m.b.emit(copy, [made.mem, source.mem]);
      return made;
    }
    const read = (at: Value): Abs => typedElement(m, load(m.b, source.mem, at), source.element);
    fillFrom(m, made, size(lengthOf(m.b, source.mem)), read, map);
    return made;
  }
  if (source.kind !== "array") {
    return m.fault(
      "NB2010",
      `a ${element} made from ${describe(source)}`,
      "use a length or an array",
    );
  }
  const content = arrayContent(m, source);
  if (content.kind === "items") {
    const made = newTyped(m, element, intLiteral(m.b, content.items.length));
    for (const [i, item] of content.items.entries()) {
      const stored = typedValue(m, map(item, constant(i)), element);
      storeTo(m.b, made.mem, intLiteral(m.b, i), stored);
    }
    return made;
  }
  const made = newTyped(m, element, content.length);
  const read = (at: Value): Abs => elementAbs(m, load(m.b, content.mem, at), content.elem);
  fillFrom(m, made, size(content.length), read, map);
  return made;
}

function fillFrom(
  m: Machine,
  made: TypedAbs,
  length: IntAbs,
  read: (at: Value) => Abs,
  map: (item: Abs, index: Abs) => Abs,
): void {
  times(m, length, [], (index) => {
    const at = intValue(m, index);
    const stored = typedValue(m, map(read(at), index), made.element);
    storeTo(m.b, made.mem, at, stored);
  });
}

const typed =
  (element: TypedKind): Builtin =>
  (m, [first, ...rest]) => {
    if (rest.length > 0) {
      return m.fault("NB2010", `a ${element} over a buffer`, "use `subarray` of a typed array");
    }
    if (first === undefined) return newTyped(m, element, intLiteral(m.b, 0));
    if (first.kind === "typed" || first.kind === "array") return typedFrom(m, element, first);
    return newTyped(m, element, newLength(m, first).value);
  };

export const typedConstructors: readonly (readonly [object, TypedKind])[] = (
  Object.keys(storageOf) as TypedKind[]
).map((element) => [globalThis[element] as object, element] as const);

/** `new Array(n)`: what it will hold shows when something is put into it. */
const array: Builtin = (m, args) => {
  const [first] = args;
  if (args.length !== 1 || first === undefined) return newItems(m, args);
  if (first.kind !== "const" && first.kind !== "num" && first.kind !== "int") {
    return newItems(m, args);
  }
  const length = newLength(m, first);
  const obj = newObj("array", m.node);
  const made: Abs = { kind: "array", obj };
  m.state.set(obj.cell, { kind: "blank", length });
  if (obj.site !== undefined && m.hints.heap.sites.has(obj.site)) {
    callMethod(m, made, "fill", [undef]);
  }
  return made;
};

const error =
  (make: { readonly prototype: object }): Builtin =>
  (m, [message, options]) => {
    const fields = new Map<string, Abs>();
    if (message !== undefined) {
      fields.set("message", stringOf(m, message));
    } else {
      fields.set("message", constant(""));
    }
    if (options?.kind === "object") {
      const cause = fieldsOf(m, options).fields.get("cause");
      if (cause !== undefined) fields.set("cause", cause as Abs);
    }
    return newObject(m, fields, make.prototype, "error");
  };

export const constructors: readonly (readonly [object, Builtin])[] = [
  ...typedConstructors.map(([make, element]) => [make, typed(element)] as const),
  [Array, array],
  [Object, (m) => newObject(m, new Map())],
  ...[Error, RangeError, TypeError, SyntaxError, EvalError, ReferenceError].map(
    (make) => [make, error(make)] as const,
  ),
];

export { array as arrayConstructor };
