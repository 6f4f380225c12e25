// `Object.keys` and its kin on what is known when compiling.
import { contentOf, fieldsOf, newItems, newObject } from "./content.ts";
import { deepCopy } from "./memory.ts";
import { copyFields, isPresent, ownFields } from "./own-fields.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import { branch } from "./merge.ts";
import { setMember } from "./properties.ts";
import {
  constant,
  describe,
  missing,
  newObj,
  undef,
  type Abs,
  type ArrayAbs,
  type Obj,
  type ObjectAbs,
} from "./values.ts";

function object(m: Machine, abs: Abs | undefined): ObjectAbs {
  if (abs?.kind === "object") return abs;
  return m.fault("NB2010", "this function of `Object` on something else than an object");
}

const entries =
  (of: (m: Machine, name: string, field: Abs) => Abs): Builtin =>
  (m, [arg]) => {
    const fields = [...ownFields(m, arg ?? undef)];
    return newItems(
      m,
      fields.map(([name, field]) => of(m, name, field)),
    );
  };

const assign: Builtin = (m, [target, ...sources]) => {
  const to = object(m, target);
  for (const source of sources) {
    const fields = new Map<string, Abs>();
    copyFields(m, source, fields);
    for (const [name, field] of fields) {
      const value = field.kind === "maybe" && field.absent === missing ? field.value : field;
      branch(
        m,
        isPresent(m, field),
        () => setMember(m, to, name, value),
        () => undef,
      );
    }
  }
  return to;
};

const fromEntries: Builtin = (m, [list]) => {
  const fields = new Map<string, Abs>();
  for (const [, entry] of ownFields(m, list ?? undef)) {
    const [[, name], [, value]] = [...ownFields(m, entry)] as [[string, Abs], [string, Abs]];
    if (name.kind !== "const") return m.fault("NB2008", "this key must be known when compiling");
    fields.set(String(name.value), value);
  }
  return newObject(m, fields);
};

const hasOwn: Builtin = (m, [of = undef, key = undef]) => {
  if (key.kind !== "const") return m.fault("NB2008", "this key must be known when compiling");
  return isPresent(m, fieldsOf(m, object(m, of)).fields.get(String(key.value)) ?? missing);
};

/** `structuredClone`: a copy that shares nothing with the value, and in itself what that shares. */
const clone: Builtin = (m, [value = undef]) => {
  const made = new Map<Obj, Abs>();
  const copied = (held: Abs): Abs => {
    switch (held.kind) {
      case "typed":
        return { ...held, mem: deepCopy(m.b, held.mem) };
      case "array":
      case "object":
        return made.get(held.obj) ?? copiedObject(held);
      case "maybe":
      case "choice":
      case "closure":
      case "made":
      case "method":
      case "host":
        return m.fault("NB2010", `\`structuredClone\` of ${describe(held)}`, "copy it by hand");
      default:
        return held;
    }
  };
  const copiedObject = ({ kind, obj }: ArrayAbs | ObjectAbs): Abs => {
    const copy = { kind, obj: newObj(obj.cell.name) } as const;
    made.set(obj, copy); // before its insides, which may lead back to it
    const content = contentOf(m, obj);
    if (content.kind === "run") {
      m.state.set(copy.obj.cell, { ...content, mem: deepCopy(m.b, content.mem), fixed: false });
    } else if (content.kind === "items") {
      m.state.set(copy.obj.cell, { kind: "items", items: content.items.map(copied) });
    } else {
      const fields = ownFields(m, { kind, obj }).map(([name, x]) => [name, copied(x)] as const);
      const prototype = Object.prototype;
      m.state.set(copy.obj.cell, { kind: "fields", prototype, fields: new Map(fields) });
    }
    return copy;
  };
  return copied(value);
};

const freeze: Builtin = (m, [arg]) => {
  if (arg === undefined) return m.fault("NB2011", "`Object.freeze` of nothing");
  if (arg.kind === "object" || arg.kind === "array") {
    for (const origin of arg.obj.origins) m.frozen.add(origin);
  }
  return arg;
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
  [Object.hasOwn, hasOwn],
  [structuredClone, clone],
  [Object.freeze, freeze],
  [console.log, printing],
  [console.debug, printing],
  [console.info, printing],
  [console.warn, printing],
];
