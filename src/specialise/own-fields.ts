// The fields of an object as spread, `Object.keys` and `in` see them: with those that may be missing.
import { arrayContent, fieldsOf } from "./content.ts";
import { callClosure } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import {
  bool,
  constant,
  missing,
  unclear,
  undef,
  type Abs,
  type AccessorAbs,
  type BoolAbs,
  type ConstAbs,
} from "./values.ts";

/** What to write instead of fields whose names only a run knows. */
export const otherKeys = "use a `Map`, or an array";

/** The value of a field: what is missing is undefined. */
export function fieldValue(held: Abs): Abs {
  if (held === missing || held === unclear) return undef;
  if (held.kind !== "maybe" || held.absent.value !== undefined) return held;
  return { ...held, absent: undef };
}

/** Whether a field that holds `held` is there. */
export function isPresent(m: Machine, held: Abs): BoolAbs | ConstAbs {
  if (held === missing) return constant(false);
  if (held.kind === "maybe" && held.absent === missing) return bool(held.present);
  const absent = held.kind === "maybe" ? held.absent : held;
  if (absent !== unclear) return constant(true);
  return m.fault(
    "NB2008",
    "whether this field is there, or is there and undefined, must be known when compiling",
    "compare the field with undefined",
  );
}

/** Own enumerable fields, those included that may be missing. */
function everyField(m: Machine, abs: Abs): readonly (readonly [string, Abs])[] {
  if (abs.kind === "object") {
    return [...fieldsOf(m, abs).fields]
      .filter(([name]) => !name.startsWith("#"))
      .map(([name, held]) => [name, held.kind === "accessor" ? got(m, held, abs) : held]);
  }
  if (abs.kind === "const" && (abs.value === undefined || abs.value === null)) return [];
  if (abs.kind === "array") {
    const content = arrayContent(m, abs);
    if (content.kind === "items") return content.items.map((item, i) => [String(i), item]);
  }
  return m.fault("NB2010", "taking the fields of something else than an object", "name them");
}

/** What a getter gives. */
function got(m: Machine, { get }: AccessorAbs, self: Abs): Abs {
  return get ? callClosure(m, get, [], self) : undef;
}

/** Own enumerable fields, whose names must be known. */
export function ownFields(m: Machine, abs: Abs): (readonly [string, Abs])[] {
  return everyField(m, abs).flatMap(([name, held]) => {
    const there = isPresent(m, held);
    if (there.kind === "const") return there.value ? [[name, held] as const] : [];
    return m.fault(
      "NB2008",
      `whether \`${name}\` is there must be known when compiling`,
      `ask for it by name: \`"${name}" in object\``,
    );
  });
}

/** Copies own enumerable fields into `fields`, as spread and `Object.assign` do. */
export function copyFields(m: Machine, from: Abs, fields: Map<string, Abs>): void {
  if (from.kind === "maybe") {
    const before = new Map(fields);
    copyFields(m, from.value, fields);
    for (const [name, held] of fields) {
      const old = before.get(name) ?? missing;
      if (old !== held) fields.set(name, either(m, bool(from.present), held, old));
    }
    return;
  }
  for (const [name, held] of everyField(m, from)) {
    fields.set(name, either(m, isPresent(m, held), held, fields.get(name) ?? missing));
  }
}

/** `held` where it is there, else what was there before. */
function either(m: Machine, there: BoolAbs | ConstAbs, held: Abs, before: Abs): Abs {
  if (there.kind === "const") return there.value ? held : before;
  if (before === missing) return held;
  const value = held.kind === "maybe" ? held.value : held;
  return branch(
    m,
    there,
    () => value,
    () => before,
  );
}
