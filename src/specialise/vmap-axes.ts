// Which axes `vmap` goes along: what its options say, and one lane of an argument.
import type { Value } from "../ir/func.ts";
import type { ArrayType } from "../ir/types.ts";
import type { NdDtype } from "../nd/array.ts";
import { broadcast, elements, gather, transposed } from "../ops/arrays/index.ts";
import { toF64, widen } from "../ops/convert.ts";
import { load } from "../ops/memory.ts";
import { kindOfDtype } from "../values/typed.ts";
import { arrayContent, fieldsOf, newItems, newObject } from "./content.ts";
import { intValue } from "./convert.ts";
import { lengthAbs, typedElement } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { optionOf } from "./options.ts";
import { getIndex } from "./properties.ts";
import { isBoolean, isFunction, isNumeric } from "./shapes.ts";
import { bool, constant, describe, num, type Abs } from "./values.ts";
import { list } from "./vmap-results.ts";

export const shapeOf = ({ type }: Value): readonly number[] => (type as ArrayType).shape;

/** An axis of what is there; `none`: it is the same in all lanes; or for each of its parts. */
export type Axes =
  | { readonly kind: "axis"; readonly axis: number }
  | { readonly kind: "none" }
  | { readonly kind: "items"; readonly items: readonly Axes[] }
  | { readonly kind: "fields"; readonly fields: ReadonlyMap<string, Axes> };

const none: Axes = { kind: "none" };
const first: Axes = { kind: "axis", axis: 0 };

/** The option `name`: by default the first axis. */
export function axesOption(m: Machine, options: Abs | undefined, name: "in" | "out"): Axes {
  const given = optionOf(m, options, name);
  return given.kind === "const" && given.value === undefined ? first : axesOf(m, given, name);
}

function axesOf(m: Machine, given: Abs, name: "in" | "out"): Axes {
  if (given.kind === "const") {
    const { value } = given;
    if (value === null) return none;
    if (typeof value === "number" && Number.isInteger(value)) return { kind: "axis", axis: value };
  }
  if (given.kind === "array") {
    const content = arrayContent(m, given);
    if (content.kind === "items") {
      return { kind: "items", items: content.items.map((item) => axesOf(m, item, name)) };
    }
  }
  if (given.kind === "object") {
    const { fields } = fieldsOf(m, given);
    const all = [...fields].map(([key, field]) => [key, axesOf(m, field, name)] as const);
    return { kind: "fields", fields: new Map(all) };
  }
  if (given.kind === "num" || given.kind === "int") {
    return m.fault(
      "NB2008",
      `\`${name}\` is not known when compiling`,
      "write the axes down in the call of `vmap`",
    );
  }
  return m.fault(
    "NB5010",
    `\`${name}\` has ${describe(given)} in the place of an axis`,
    "an axis is an integer, and `null` where there is none; a list or an object has one for each part",
  );
}

/** The axes of each argument. */
export function axesOfArguments(m: Machine, axes: Axes, args: readonly Abs[]): readonly Axes[] {
  if (axes.kind === "axis" || axes.kind === "none") return args.map(() => axes);
  if (axes.kind === "items" && axes.items.length === args.length) return axes.items;
  const given = axes.kind === "items" ? `has ${axes.items.length} items` : "is an object";
  return m.fault(
    "NB5010",
    `\`in\` ${given}, for ${args.length} ${args.length === 1 ? "argument" : "arguments"}`,
    "write one axis, or a list with one for each argument",
  );
}

/** Something that lanes are taken out of, and its axis. */
export interface Mapped {
  readonly of: Abs;
  readonly axis: number;
  /** Where it was given, for messages. */
  readonly path: string;
}

/** What lanes are taken out of, in `value`; the structure around it is that of a lane. */
export function mappedIn(m: Machine, value: Abs, axes: Axes, path: string): readonly Mapped[] {
  if (axes.kind === "none") return [];
  if (axes.kind !== "axis") {
    return partsOf(m, value, axes, path).flatMap(([name, part, own]) =>
      mappedIn(m, part, own, `${path}${name}`),
    );
  }
  switch (value.kind) {
    case "typed":
    case "array":
      if (axes.axis < 0 || (value.kind === "typed" && axes.axis > 0))
        refuseAxis(m, value, axes.axis, path);
      return [{ of: value, axis: axes.axis, path }];
    case "nd": {
      const rank = shapeOf(value.value).length;
      const axis = axes.axis < 0 ? axes.axis + rank : axes.axis;
      if (axis < 0 || axis >= rank) refuseAxis(m, value, axes.axis, path);
      return [{ of: value, axis, path }];
    }
    case "object":
      return [...fieldsOf(m, value).fields].flatMap(([name, field]) =>
        mappedIn(m, field, axes, `${path}.${name}`),
      );
  }
  if (!isNumeric(value) && !isBoolean(value)) {
    if (value.kind === "const" || value.kind === "text" || isFunction(value)) return [];
  }
  return refuseAxis(m, value, axes.axis, path);
}

function refuseAxis(m: Machine, value: Abs, axis: number, path: string): never {
  return m.fault(
    "NB5014",
    `${path} is ${describe(value)}, which has no axis ${axis}`,
    "`in: null` passes a value to all lanes as it is: `vmap(f, { in: [0, null] })`",
  );
}

type NamedPart = readonly [name: string, part: Abs, axes: Axes];

function partsOf(
  m: Machine,
  value: Abs,
  axes: Extract<Axes, { kind: "items" | "fields" }>,
  path: string,
): readonly NamedPart[] {
  if (axes.kind === "items" && value.kind === "array") {
    const content = arrayContent(m, value);
    if (content.kind === "items" && content.items.length === axes.items.length) {
      return content.items.map((item, i) => [`[${i}]`, item, axes.items[i] as Axes]);
    }
  }
  if (axes.kind === "fields" && value.kind === "object") {
    const { fields } = fieldsOf(m, value);
    if ([...axes.fields.keys()].every((name) => fields.has(name))) {
      return [...fields].map(([name, field]) => [`.${name}`, field, axes.fields.get(name) ?? none]);
    }
  }
  return m.fault(
    "NB5010",
    `the axes given for ${path} have another structure than ${describe(value)} there`,
    "give one axis for all of it, or one for each of its parts",
  );
}

/** How many lanes there are along an axis: the length of the array, or of a row of it. */
export function lanesOf(m: Machine, { of, axis, path }: Mapped): Abs {
  if (of.kind === "nd") return constant(shapeOf(of.value)[axis]);
  if (of.kind !== "typed" && of.kind !== "array") return refuseAxis(m, of, axis, path);
  if (axis === 0) return lengthAbs(m, of);
  return lanesOf(m, { of: getIndex(m, of, constant(0)), axis: axis - 1, path });
}

/** `value` with the axis of lanes in front in all N-d arrays, so that a lane lies in one piece. */
export function withLanesFirst(m: Machine, value: Abs, axes: Axes): Abs {
  switch (axes.kind) {
    case "none":
      return value;
    case "items":
    case "fields":
      return rebuilt(m, value, axes, (part, own) => withLanesFirst(m, part, own));
    case "axis": {
      if (value.kind === "object") {
        return rebuilt(m, value, axes, (part, own) => withLanesFirst(m, part, own));
      }
      if (value.kind !== "nd") return value;
      const all = shapeOf(value.value).map((_, i) => i);
      const axis = axes.axis < 0 ? axes.axis + all.length : axes.axis;
      const perm = [axis, ...all.toSpliced(axis, 1)];
      return { kind: "nd", value: transposed(m.b, value.value, perm) };
    }
  }
}

/** Which lane is taken; `wholes` is told what holds the values of all lanes for those of this one. */
export interface Lane {
  readonly index: Abs;
  /** Whether a lane of an array of one axis is one without axes, and not a number. */
  readonly isArray: boolean;
  readonly wholes?: Map<Value, Value>;
}

/** What one lane sees of `value`. */
export function laneOf(m: Machine, value: Abs, axes: Axes, lane: Lane): Abs {
  switch (axes.kind) {
    case "none":
      return value;
    case "items":
    case "fields":
      return rebuilt(m, value, axes, (part, own) => laneOf(m, part, own, lane));
    case "axis":
      switch (value.kind) {
        case "object":
          return rebuilt(m, value, axes, (part, own) => laneOf(m, part, own, lane));
        case "nd":
          return laneOfArray(m, value.value, lane);
        case "typed":
        case "array":
          return along(m, value, axes.axis, lane.index);
        default:
          return value;
      }
  }
}

/** A list or object like `value`, of what `part` makes of its parts. */
function rebuilt(
  m: Machine,
  value: Abs,
  axes: Exclude<Axes, { kind: "none" }>,
  part: (part: Abs, axes: Axes) => Abs,
): Abs {
  if (axes.kind === "items") {
    const items = partsOf(m, value, axes, "").map(([, one, own]) => part(one, own));
    return newItems(m, items);
  }
  if (value.kind !== "object") throw new Error("internal: fields of something else");
  const { fields, prototype } = fieldsOf(m, value);
  const own = (name: string): Axes =>
    axes.kind === "axis" ? axes : (axes.fields.get(name) ?? none);
  const made = [...fields].map(([name, field]) => [name, part(field, own(name))] as const);
  return newObject(m, new Map(made), prototype);
}

/** A lane of an N-d array is one with an axis less, or a number. */
function laneOfArray(m: Machine, whole: Value, { index, isArray, wholes }: Lane): Abs {
  const { b } = m;
  const { dtype, shape } = whole.type as ArrayType;
  const at = intValue(m, index);
  if (shape.length > 1 || isArray) {
    const place = b.emit1(broadcast, [at], { shape: [], axes: [] });
    const row = b.emit1(gather, [whole, place]);
    wholes?.set(row, whole);
    return { kind: "nd", value: row };
  }
  const element = load(b, b.emit1(elements, [whole]), at);
  if (wholes === undefined && dtype !== "bool") {
    return typedElement(m, element, kindOfDtype[dtype as NdDtype]);
  }
  const convert = dtype === "f32" ? widen : dtype === "i32" ? toF64 : undefined;
  const made = convert === undefined ? element : convert(b, element);
  wholes?.set(made, convert === undefined ? whole : convert(b, whole));
  return dtype === "bool" ? bool(made) : num(made);
}

function along(m: Machine, value: Abs, axis: number, index: Abs): Abs {
  if (axis === 0) return getIndex(m, value, index);
  if (value.kind !== "typed" && value.kind !== "array") return refuseAxis(m, value, axis, "a row");
  return list(m, lengthAbs(m, value), (i) => along(m, getIndex(m, value, i), axis - 1, index));
}
