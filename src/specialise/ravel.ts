// Values as one list of their numbers, and back.
import type { Value } from "../ir/func.ts";
import { isFloat, memOf, sameType, sizeOf, type ArrayType, type MemType } from "../ir/types.ts";
import { arrayOfMemory, elements } from "../ops/arrays/index.ts";
import { add } from "../ops/arith.ts";
import { ne } from "../ops/compare.ts";
import { int } from "../ops/constant.ts";
import { failWith, forRange, ifElse } from "../ops/control.ts";
import { toF32, widen } from "../ops/convert.ts";
import { length as lengthOf, load, storeTo, view } from "../ops/memory.ts";
import { arrayContent, fieldsOf, newArray, newItems, newObject } from "./content.ts";
import { numValue } from "./convert.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import { getIndex, getMember } from "./properties.ts";
import { isNumeric } from "./shapes.ts";
import { constant, describe, num, type Abs, type TypedAbs } from "./values.ts";

const floats: MemType = memOf("f64");

type Which = "all" | "floats";

/** Numbers in a value: one, or the elements of a memory. */
type Part = { readonly one: Value } | { readonly many: Value; readonly count: Value };

/**
 * The numbers of `value`, those of the parts that `like` has and in its order. What has no derivative
 * is refused, unless only `floats` are asked for.
 */
export function ravel(m: Machine, value: Abs, like: Abs = value, which: Which = "all"): TypedAbs {
  const parts = partsOf(m, value, like, which);
  const [first] = parts;
  if (parts.length === 1 && first && "many" in first && isWide(first.many)) {
    return vector(view(m.b, first.many, int(m.b, 0), first.count));
  }
  const counts = parts.map((part) => ("one" in part ? int(m.b, 1) : part.count));
  const total = counts.reduce((sum, count) => add(m.b, sum, count), int(m.b, 0));
  const mem = newMemory(m.b, floats, total);
  let at = int(m.b, 0);
  for (const [k, part] of parts.entries()) {
    const start = at;
    if ("one" in part) storeTo(m.b, mem, start, part.one);
    else {
      forRange(m.b, [int(m.b, 0), part.count, 1], [], (b, i) => {
        const item = load(b, part.many, i);
        storeTo(b, mem, add(b, start, i), isWide(part.many) ? item : widen(b, item));
        return [];
      });
    }
    at = add(m.b, at, counts[k] as Value);
  }
  return vector(mem);
}

/**
 * A value of the structure and lengths of `like`, with the numbers of `list`, which has as many.
 * `sizes` are lengths of its lists, in order, that are known when compiling.
 */
export function unravel(
  m: Machine,
  like: Abs,
  list: TypedAbs,
  sizes: readonly (number | undefined)[] = [],
): Abs {
  let at = int(m.b, 0);
  let lists = 0;
  const newList = (wide: boolean, length: Value): Value => {
    const size = sizes[lists++];
    if (size === undefined) return run(wide, length);
    const mem = run(wide, int(m.b, size));
    m.host.madeLists.set(mem, [size]);
    return mem;
  };
  const take = (count: Value): Value => {
    const start = at;
    at = add(m.b, at, count);
    return start;
  };
  const run = (wide: boolean, count: Value): Value => {
    const start = take(count);
    const mem = newMemory(m.b, wide ? floats : memOf("f32"), count);
    forRange(m.b, [int(m.b, 0), count, 1], [], (b, i) => {
      const item = load(b, list.mem, add(b, start, i));
      storeTo(b, mem, i, wide ? item : toF32(b, item));
      return [];
    });
    return mem;
  };
  const make = (abs: Abs): Abs => {
    if (isNumeric(abs)) return num(load(m.b, list.mem, take(int(m.b, 1))));
    switch (abs.kind) {
      case "nd": {
        const type = abs.value.type as ArrayType;
        if (!isFloat(type)) return abs;
        const memory = run(type.dtype === "f64", int(m.b, sizeOf(type.shape)));
        return { kind: "nd", value: arrayOfMemory(m.b, type, memory) };
      }
      case "typed":
        if (!abs.element.startsWith("Float")) return abs;
        return { ...abs, mem: newList(isWide(abs.mem), lengthOf(m.b, abs.mem)) };
      case "array": {
        const content = arrayContent(m, abs);
        if (content.kind === "items") return newItems(m, content.items.map(make));
        if (content.elem.kind !== "number") return abs;
        const mem = newList(true, content.length);
        return newArray(m, { ...content, mem, length: lengthOf(m.b, mem), fixed: false });
      }
      case "object": {
        const { fields, prototype } = fieldsOf(m, abs);
        const all = [...fields].map(([name, field]) => [name, make(field)] as const);
        return newObject(m, new Map(all), prototype);
      }
      default:
        return abs;
    }
  };
  return make(like);
}

/** Fails where two lists do not have the same length. */
export function requireLength(m: Machine, a: TypedAbs, b: TypedAbs, message: string): void {
  ifElse(
    m.b,
    ne(m.b, lengthOf(m.b, a.mem), lengthOf(m.b, b.mem)),
    (inner) => {
      failWith(inner, "NB4007", message);
      return [];
    },
    () => [],
  );
}

const vector = (mem: Value): TypedAbs => ({ kind: "typed", element: "Float64Array", mem });

const isWide = ({ type }: Value): boolean => sameType(type, floats);

function partsOf(m: Machine, value: Abs, like: Abs, which: Which): Part[] {
  if (isNumeric(like)) return [{ one: numValue(m, value) }];
  switch (like.kind) {
    case "nd": {
      if (value.kind !== "nd" || !isFloat(value.value.type)) break;
      const many = m.b.emit1(elements, [value.value]);
      return [{ many, count: lengthOf(m.b, many) }];
    }
    case "typed":
      if (value.kind !== "typed" || !value.element.startsWith("Float")) break;
      return [{ many: value.mem, count: lengthOf(m.b, value.mem) }];
    case "array": {
      const content = arrayContent(m, like);
      if (content.kind === "items") {
        return content.items.flatMap((item, i) =>
          partsOf(m, value === like ? item : getIndex(m, value, constant(i)), item, which),
        );
      }
      if (value.kind !== "array" || content.elem.kind !== "number") break;
      const own = arrayContent(m, value);
      if (own.kind === "items") return own.items.flatMap((item) => partsOf(m, item, item, which));
      return [{ many: own.mem, count: own.length }];
    }
    case "object":
      return [...fieldsOf(m, like).fields].flatMap(([name, field]) =>
        partsOf(m, value === like ? field : getMember(m, value, name), field, which),
      );
  }
  if (which === "floats") return [];
  return m.fault(
    "NB2010",
    `${describe(value)} among the unknowns`,
    "use numbers, lists of numbers, Float64Array and objects of these",
  );
}
