// `Object.keys` and its kin on what is known when compiling.
import { fieldsOf, newItems, newObject, replaceContent } from "./content.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import { constant, undef, type Abs, type ObjectAbs } from "./values.ts";

function object(m: Machine, abs: Abs | undefined): ObjectAbs {
  if (abs?.kind === "object") return abs;
  return m.fault("NB2010", "this function of `Object` on something else than an object");
}

const entries =
  (of: (m: Machine, name: string, field: Abs) => Abs): Builtin =>
  (m, [arg]) => {
    const fields = [...m.host.ownFields(m, arg ?? undef)];
    return newItems(
      m,
      fields.map(([name, field]) => of(m, name, field)),
    );
  };

const assign: Builtin = (m, [target, ...sources]) => {
  const to = object(m, target);
  const content = fieldsOf(m, to);
  const fields = new Map(content.fields);
  for (const source of sources) {
    for (const [name, field] of m.host.ownFields(m, source)) fields.set(name, field);
  }
  replaceContent(m, to.obj, { ...content, fields });
  return to;
};

const fromEntries: Builtin = (m, [list]) => {
  const fields = new Map<string, Abs>();
  for (const [, entry] of m.host.ownFields(m, list ?? undef)) {
    const [[, name], [, value]] = [...m.host.ownFields(m, entry)] as [[string, Abs], [string, Abs]];
    if (name.kind !== "const") return m.fault("NB2008", "this key must be known when compiling");
    fields.set(String(name.value), value);
  }
  return newObject(m, fields);
};

const printing: Builtin = (m) =>
  m.fault(
    "NB2010",
    "compiled code has no console",
    "print what the call returns, or call the function itself, which runs as it is",
  );

export const objectFunctions: readonly (readonly [object, Builtin])[] = [
  [Object.keys, entries((_, name) => constant(name))],
  [Object.values, entries((_, __, field) => field)],
  [Object.entries, entries((m, name, field) => newItems(m, [constant(name), field]))],
  [Object.assign, assign],
  [Object.fromEntries, fromEntries],
  [Object.freeze, (m, [arg]) => arg ?? m.fault("NB2011", "`Object.freeze` of nothing")],
  [console.log, printing],
  [console.debug, printing],
  [console.info, printing],
  [console.warn, printing],
];
