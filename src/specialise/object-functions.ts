// `Object.keys` and its kin on what is known when compiling.
import { contentOf, fieldsOf, newItems, newObject } from "./content.ts";
import { destructured } from "./destructure.ts";
import { collectionKind } from "./entries.ts";
import { callMethod } from "./interpreter.ts";
import { ofEach, spreadItems } from "./iterate.ts";
import { bodyOnce, waysOf } from "./looping.ts";
import { deepCopy } from "./memory.ts";
import { copyFields, isPresent, otherKeys, ownFields } from "./own-fields.ts";
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
  type BoolAbs,
  type ConstAbs,
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
  const put = (entry: Abs): void => {
    const pair = destructured(m, entry, 2, false);
    const name = pair.item(0, false);
    if (name.kind !== "const") {
      m.fault(
        "NB2008",
        "the names of the fields must be known when compiling",
        "make a `Map` of the entries: `new Map(entries)`",
      );
    }
    fields.set(String((name as ConstAbs).value), pair.item(1, false));
  };
  for (const entry of spreadItems(m, listed(m, list ?? undef))) put(entry);
  return newObject(m, fields);
};

/** An array of what an iterable gives. */
function listed(m: Machine, from: Abs): Abs {
  if (from.kind === "array" || from.kind === "maybe") return from;
  const all = newItems(m, []);
  const ways = waysOf([]);
  const body = (item: () => Abs): BoolAbs | ConstAbs =>
    bodyOnce(m, ways, () => void callMethod(m, all, "push", [item()]));
  ofEach(m, from, { ways, guess: [all.obj.cell], ends: false, body });
  return all;
}

const hasOwn: Builtin = (m, [of = undef, key = undef]) => {
  if (key.kind !== "const") {
    return m.fault("NB2008", "this key must be known when compiling", otherKeys);
  }
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
  const refuse = (what: string, help: string): never =>
    m.fault("NB2010", `\`structuredClone\` of ${what}`, help);
  const copiedObject = ({ kind, obj }: ArrayAbs | ObjectAbs): Abs => {
    const collection = collectionKind(m, { kind, obj } as Abs);
    if (collection !== undefined) {
      const copy = collection === "map" ? "Map(map)" : "Set(set)";
      return refuse(`a ${collection}`, `copy it with \`new ${copy}\`, and what it holds by hand`);
    }
    const copy = { kind, obj: newObj(obj.cell.name) } as const;
    made.set(obj, copy); // before its insides, which may lead back to it
    const content = contentOf(m, obj);
    if (content.kind === "run") {
      if (content.elem.kind === "slot") refuse("an array of objects", "copy them one by one");
      m.state.set(copy.obj.cell, { ...content, mem: deepCopy(m.b, content.mem), fixed: false });
    } else if (content.kind === "items") {
      m.state.set(copy.obj.cell, { kind: "items", items: content.items.map(copied) });
    } else {
      const own = ownFields(m, { kind, obj });
      // what it leads to may lead back to it
      const links = ([, x]: readonly [string, Abs]): boolean =>
        x.kind === "object" || x.kind === "array";
      if (content.kind === "fields" && content.record !== undefined && own.some(links)) {
        refuse("linked objects", "copy them one by one");
      }
      const fields = own.map(([name, x]) => [name, copied(x)] as const);
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
