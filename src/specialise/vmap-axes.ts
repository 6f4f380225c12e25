// Which axes `vmap` goes along: what its options say, and one lane of an argument.
import { arrayContent, fieldsOf, newItems, newObject } from "./content.ts";
import { lengthAbs } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { optionOf } from "./options.ts";
import { getIndex } from "./properties.ts";
import { isBoolean, isFunction, isNumeric } from "./shapes.ts";
import { constant, describe, undef, type Abs } from "./values.ts";
import { list } from "./vmap-results.ts";

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
  if (of.kind !== "typed" && of.kind !== "array") return refuseAxis(m, of, axis, path);
  if (axis === 0) return lengthAbs(m, of);
  return lanesOf(m, { of: getIndex(m, of, constant(0)), axis: axis - 1, path });
}

/** What one lane sees of `value`. */
export function laneOf(m: Machine, value: Abs, axes: Axes, index: Abs): Abs {
  switch (axes.kind) {
    case "none":
      return value;
    case "items":
      return newItems(
        m,
        partsOf(m, value, axes, "").map(([, part, own]) => laneOf(m, part, own, index)),
      );
    case "fields": {
      const parts = partsOf(m, value, axes, "");
      return objectLike(m, value, (name) => {
        const [, part, own] = parts.find(([key]) => key === `.${name}`) as NamedPart;
        return laneOf(m, part, own, index);
      });
    }
    case "axis":
      if (value.kind === "object") {
        const { fields } = fieldsOf(m, value);
        return objectLike(m, value, (name) => laneOf(m, fields.get(name) ?? undef, axes, index));
      }
      return value.kind === "typed" || value.kind === "array"
        ? along(m, value, axes.axis, index)
        : value;
  }
}

function objectLike(m: Machine, value: Abs, field: (name: string) => Abs): Abs {
  if (value.kind !== "object") throw new Error("internal: fields of something else");
  const { fields, prototype } = fieldsOf(m, value);
  const names = [...fields.keys()];
  return newObject(m, new Map(names.map((name) => [name, field(name)])), prototype);
}

function along(m: Machine, value: Abs, axis: number, index: Abs): Abs {
  if (axis === 0) return getIndex(m, value, index);
  if (value.kind !== "typed" && value.kind !== "array") return refuseAxis(m, value, axis, "a row");
  return list(m, lengthAbs(m, value), (i) => along(m, getIndex(m, value, i), axis - 1, index));
}
