// Properties of values: `object.name` and `object[index]`.
import { callClosure, callHost, ofChoice } from "./interpreter.ts";
import { arrayContent, fieldsOf, replaceContent } from "./content.ts";
import { present, refuseMissing } from "./convert.ts";
import { setLength } from "./methods-resize.ts";
import { lengthAbs, readArray, readTyped, writeArray, writeTyped } from "./elements.ts";
import { privateMember, privateName, staticsOf } from "./classes.ts";
import { eachVariant, getHeapField, setHeapField } from "./fields-on-heap.ts";
import type { Variant } from "../values/heap.ts";
import { hostMember, isArrayMethod, isTypedMethod } from "./host-members.ts";
import { letterAt } from "./letters.ts";
import { mirrorField } from "./mirrors.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { arithmetic } from "./operators.ts";
import { ndMember } from "./nd.ts";
import { fieldValue, isPresent, otherKeys } from "./own-fields.ts";
import {
  isIterator,
  bool,
  constant,
  describe,
  missing,
  undef,
  type Abs,
  type BoolAbs,
  type ConstAbs,
  type HostAbs,
  type ObjectAbs,
  type TextAbs,
} from "./values.ts";
import { numberOf } from "./text.ts";
import { elementBytes } from "../values/typed.ts";

export function getMember(m: Machine, of: Abs, name: string): Abs {
  if (of.kind === "maybe") return getMember(m, present(m, of), name);
  if (of.kind === "choice") return ofChoice(m, of, (one) => getMember(m, one, name));
  switch (of.kind) {
    case "object":
      return getField(m, of, name);
    case "array":
      if (name === "length") return lengthAbs(m, of);
      if (isArrayMethod(name)) return { kind: "method", of, name };
      if (name === ITERATOR) return { kind: "method", of, name: "values" };
      return m.fault(
        "NB2010",
        `\`.${name}\` of an array`,
        "use its elements, `length` and methods",
      );
    case "nd":
      return ndMember(m, of, name);
    case "typed":
      if (name === "length") return lengthAbs(m, of);
      if (name === "BYTES_PER_ELEMENT") return constant(elementBytes(of.element));
      if (name === "byteLength") {
        return arithmetic(m, "*", lengthAbs(m, of), constant(elementBytes(of.element)));
      }
      if (isTypedMethod(name)) return { kind: "method", of, name };
      return m.fault("NB2010", `\`.${name}\` of a ${of.element}`, "use its elements and methods");
    case "host": {
      const statics = staticsOf(m, of.value, name);
      return statics ? getField(m, statics, name) : hostMember(m, of, name);
    }
    case "const":
      if (typeof of.value === "string") return stringMember(of.value, name, of);
      break;
    case "num":
    case "int":
      return name in Number.prototype ? { kind: "method", of, name } : undef;
    case "text":
      return { kind: "method", of, name };
    case "method":
      if (name === "next" && isIterator(of)) return { kind: "method", of, name };
      break;
    case "closure":
      if (name === "name") return constant(of.fn.name);
      if (name === "length") return constant(of.fn.params.length);
      return { kind: "method", of, name };
    case "made":
      return { kind: "method", of, name };
  }
  refuseMissing(m, of);
  return m.fault("NB2010", `\`.${name}\` of ${describe(of)}`);
}

function stringMember(text: string, name: string, of: Abs): Abs {
  if (name === "length") return constant(text.length);
  if (!(name in String.prototype)) return undef;
  return { kind: "method", of, name };
}

function getField(m: Machine, of: ObjectAbs, name: string): Abs {
  const held = m.get(of.obj.cell);
  if (held.kind === "mirror") return mirrorField(m, held, name);
  if (held.kind === "record") {
    return getHeapField(
      m,
      held,
      name,
      (prototype, self) => inheritedMember(m, prototype, name, self) ?? undef,
    );
  }
  const { fields, prototype } = fieldsOf(m, of);
  const own = fields.get(name);
  const above = (): Abs => inheritedMember(m, prototype, name, of) ?? undef;
  if (own === undefined || own === missing) return above();
  if (own.kind === "accessor") return own.get ? callClosure(m, own.get, [], of) : undef;
  if (own.kind !== "maybe" || inherited(prototype, name) === undefined) return fieldValue(own);
  return branch(m, isPresent(m, own), () => fieldValue(own), above);
}

/** The name under which objects have `[Symbol.iterator]`; like those of private fields it is hidden. */
export const ITERATOR = "#[Symbol.iterator]";

/** A member found from `prototype` on; a getter is called on `self`. */
export function inheritedMember(
  m: Machine,
  prototype: object | null,
  name: string,
  self: Abs,
): Abs | undefined {
  const found = inherited(prototype, name);
  if (found === undefined) return undefined;
  if (found.get) return callHost(m, found.get, [], self);
  if (typeof found.value === "number" || typeof found.value === "boolean") {
    m.fault("NB2010", `\`.${name}\` is a value on a prototype`, "make it a field of the object");
  }
  return m.host.importStatic(m, found.value, name);
}

/** Whether `#name in of`: of what the class around this point, or its constructor, made. */
export function hasPrivate(m: Machine, of: Abs, name: string): BoolAbs | ConstAbs {
  if (of.kind === "choice") {
    const has = (one: Abs) => (): Abs => hasPrivate(m, one, name);
    return branch(m, bool(of.first), has(of.of[0]), has(of.of[1])) as BoolAbs | ConstAbs;
  }
  const owner = privateName(m, name)?.info;
  if (owner === undefined) return constant(false);
  if (of.kind === "host") return constant(of.value === owner.value);
  if (of.kind !== "object") return constant(false);
  const own = (owner.value.prototype as object) ?? null;
  const isOwn = (prototype: object | null): ConstAbs =>
    constant(own === prototype || (prototype !== null && own.isPrototypeOf(prototype)));
  const held = m.get(of.obj.cell);
  if (held.kind !== "record") return isOwn(fieldsOf(m, of).prototype);
  return eachVariant(m, held, ({ prototype }) => isOwn(prototype)) as BoolAbs | ConstAbs;
}

/** What holds the private fields of a value: the object itself, or the statics of a class. */
function holderOf(m: Machine, of: Abs, key: string): ObjectAbs | undefined {
  return of.kind === "host" ? staticsOf(m, of.value, key) : of.kind === "object" ? of : undefined;
}

/** `of.#name` */
export function getPrivate(m: Machine, of: Abs, name: string): Abs {
  if (of.kind === "maybe") return getPrivate(m, present(m, of), name);
  const found = privateName(m, name);
  if (found !== undefined && (of.kind === "object" || of.kind === "host")) {
    const holder = holderOf(m, of, found.key);
    const own = holder && fieldsOf(m, holder).fields.get(found.key);
    if (own !== undefined) return own;
    const method = privateMember(found.info, name, "method");
    if (method !== undefined) return method;
    const getter = privateMember(found.info, name, "getter");
    if (getter !== undefined) return callClosure(m, getter, [], of);
  }
  refuseMissing(m, of);
  return privateOutOfReach(m, name);
}

export function setPrivate(m: Machine, of: Abs, name: string, value: Abs): void {
  if (of.kind === "maybe") return setPrivate(m, present(m, of), name, value);
  const found = privateName(m, name);
  if (found !== undefined && (of.kind === "object" || of.kind === "host")) {
    const holder = holderOf(m, of, found.key);
    const content = holder && fieldsOf(m, holder);
    if (holder && content?.fields.has(found.key)) {
      const fields = new Map(content.fields).set(found.key, value);
      return replaceContent(m, holder.obj, { ...content, fields });
    }
    const setter = privateMember(found.info, name, "setter");
    if (setter !== undefined) return void callClosure(m, setter, [value], of);
  }
  refuseMissing(m, of);
  privateOutOfReach(m, name);
}

function privateOutOfReach(m: Machine, name: string): never {
  return m.fault(
    "NB1008",
    `\`#${name}\` of an object that was made outside compiled code cannot be read`,
    "make the object inside the compiled function, or declare the field with TypeScript's `private`",
  );
}

function inherited(prototype: object | null, name: string): PropertyDescriptor | undefined {
  for (let proto = prototype; proto !== null; proto = Object.getPrototypeOf(proto)) {
    const found =
      Object.getOwnPropertyDescriptor(proto, name) ??
      (name === ITERATOR ? Object.getOwnPropertyDescriptor(proto, Symbol.iterator) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether `key in object`. */
export function hasKey(m: Machine, of: Abs, key: Abs): BoolAbs | ConstAbs {
  const has = (one: Abs) => (): Abs => hasKey(m, of, one);
  switch (key.kind) {
    case "const":
      return hasMember(m, of, String(key.value));
    case "choice":
      return branch(m, bool(key.first), has(key.of[0]), has(key.of[1])) as BoolAbs | ConstAbs;
    case "maybe":
      return branch(m, bool(key.present), has(key.value), has(key.absent)) as BoolAbs | ConstAbs;
  }
  return m.fault("NB2008", "this key must be known when compiling");
}

/** Whether `name in object`. */
function hasMember(m: Machine, of: Abs, name: string): BoolAbs | ConstAbs {
  if (of.kind === "maybe") return hasMember(m, present(m, of), name);
  if (of.kind === "choice") {
    const has = (one: Abs) => (): Abs => hasMember(m, one, name);
    return branch(m, bool(of.first), has(of.of[0]), has(of.of[1])) as BoolAbs | ConstAbs;
  }
  if (of.kind === "object") {
    const held = m.get(of.obj.cell);
    if (held.kind === "record") {
      const has = ({ names, prototype }: Variant): ConstAbs =>
        constant(names.includes(name) || inherited(prototype, name) !== undefined);
      return eachVariant(m, held, has) as BoolAbs | ConstAbs;
    }
    const { fields, prototype } = fieldsOf(m, of);
    if (inherited(prototype, name) !== undefined) return constant(true);
    return isPresent(m, fields.get(name) ?? missing);
  }
  if (of.kind === "array") {
    const content = arrayContent(m, of);
    if (content.kind === "items") return constant(name === "length" || name in content.items);
  }
  return m.fault("NB2010", `\`in\` on ${describe(of)}`, "use it on objects");
}

export function setMember(m: Machine, of: Abs, name: string, value: Abs): void {
  if (of.kind === "maybe") return setMember(m, present(m, of), name, value);
  if (of.kind === "choice") {
    ofChoice(m, of, (one) => (setMember(m, one, name, value), undef));
    return;
  }
  if (of.kind === "object") return setField(m, of, name, value);
  if (of.kind === "host" && m.host.classes.get(of.value)?.statics) {
    return setStatic(m, of, name, value);
  }
  refuseMissing(m, of);
  if (of.kind === "array" && name === "length") return setLength(m, of, value);
  m.fault("NB2010", `assigning \`.${name}\` of ${describe(of)}`, "assign fields of plain objects");
}

/** A static field of a class declared inside, or a static setter. */
function setStatic(m: Machine, of: HostAbs, name: string, value: Abs): void {
  const found = inherited(of.value, name);
  if (found?.set) return void callHost(m, found.set, [value], of);
  const { statics } = m.host.classes.get(of.value) as { statics: ObjectAbs };
  setField(m, statics, name, value);
}

/** `delete of[name]` */
export function deleteMember(m: Machine, of: Abs, name: string): Abs {
  if (of.kind !== "object")
    return m.fault("NB2010", `\`delete\` in ${describe(of)}`, "use objects");
  const content = fieldsOf(m, of);
  const fields = new Map(content.fields);
  fields.delete(name);
  replaceContent(m, of.obj, { ...content, fields });
  return constant(true);
}

function setField(m: Machine, of: ObjectAbs, name: string, value: Abs): void {
  const held = m.get(of.obj.cell);
  if (held.kind === "record") {
    return setHeapField(m, held, name, value, (prototype, self) => {
      const found = inherited(prototype, name);
      if (found?.set === undefined) return false;
      callHost(m, found.set, [value], self);
      return true;
    });
  }
  const { fields, prototype } = fieldsOf(m, of);
  const own = fields.get(name);
  if (own?.kind === "accessor") {
    if (own.set) return void callClosure(m, own.set, [value], of);
    m.fault("NB2010", `assigning \`.${name}\`, which has a getter only`);
  }
  if (own === undefined) {
    const found = inherited(prototype, name);
    if (found?.set) return void callHost(m, found.set, [value], of);
    if (found?.get) m.fault("NB2010", `assigning \`.${name}\`, which has a getter only`);
  }
  replaceContent(m, of.obj, {
    kind: "fields",
    prototype,
    fields: new Map(fields).set(name, value),
  });
}

export function getIndex(m: Machine, of: Abs, index: Abs): Abs {
  if (of.kind === "maybe") return getIndex(m, present(m, of), index);
  if (of.kind === "choice") return ofChoice(m, of, (one) => getIndex(m, one, index));
  if (index.kind === "choice") {
    const [one, other] = index.of;
    const get = (chosen: Abs) => (): Abs => getIndex(m, of, chosen);
    return branch(m, { kind: "bool", value: index.first }, get(one), get(other));
  }
  if (index.kind === "maybe" && (of.kind === "object" || of.kind === "host")) {
    const name = constant(String(index.absent.value));
    const get = (key: Abs) => (): Abs => getIndex(m, of, key);
    return branch(m, bool(index.present), get(index.value), get(name));
  }
  if (index.kind === "text") return getIndex(m, of, keyNumber(m, index));
  if (index.kind === "const" && typeof index.value === "string") {
    const at = Number(index.value);
    if ((of.kind === "array" || of.kind === "typed") && String(at) === index.value) {
      return getIndex(m, of, constant(at));
    }
    return getMember(m, of, index.value);
  }
  switch (of.kind) {
    case "typed":
      return readTyped(m, of, index);
    case "array":
      return readArray(m, of, index);
    case "const":
      if (typeof of.value === "string" && index.kind === "const") {
        return constant(of.value[index.value as number]);
      }
      if (typeof of.value === "string") return letterAt(m, of.value, index);
      break;
    case "object":
    case "host":
      return getMember(m, of, keyOf(m, index));
  }
  refuseMissing(m, of);
  const parts = "an element is `x.at(i, j)`, a part `x.slice(i)`, also where only a run knows i";
  return m.fault("NB2010", `an index into ${describe(of)}`, of.kind === "nd" ? parts : undefined);
}

/** The number whose text an index is. */
export function keyNumber(m: Machine, text: TextAbs): Abs {
  const number = numberOf(text);
  return number ?? m.fault("NB2008", "this key must be known when compiling", otherKeys);
}

/** The name that an index into an object means, which must be known. */
function keyOf(m: Machine, index: Abs): string {
  if (index.kind === "const" && typeof index.value !== "symbol") return String(index.value);
  refuseMissing(m, index);
  return m.fault("NB2008", "which field this is must be known when compiling", otherKeys);
}

export function setIndex(m: Machine, of: Abs, index: Abs, value: Abs): void {
  if (of.kind === "maybe") return setIndex(m, present(m, of), index, value);
  if (of.kind === "choice") {
    ofChoice(m, of, (one) => (setIndex(m, one, index, value), undef));
    return;
  }
  if (index.kind === "maybe") return setIndex(m, of, present(m, index), value);
  if (index.kind === "text") return setIndex(m, of, keyNumber(m, index), value);
  if (index.kind === "choice") {
    const [one, other] = index.of;
    const set = (chosen: Abs) => (): void => setIndex(m, of, chosen, value);
    branch(m, bool(index.first), set(one), set(other));
    return;
  }
  if (index.kind === "const" && typeof index.value === "string") {
    const at = Number(index.value);
    if ((of.kind === "array" || of.kind === "typed") && String(at) === index.value) {
      return setIndex(m, of, constant(at), value);
    }
    return setMember(m, of, index.value, value);
  }
  switch (of.kind) {
    case "typed":
      return writeTyped(m, of, index, value);
    case "array":
      return writeArray(m, of, index, value);
    case "object":
      return setField(m, of, keyOf(m, index), value);
  }
  refuseMissing(m, of);
  const other = "arrays do not change: `nd.scatterSet(x, i, j, value)` is another array";
  m.fault(
    "NB2010",
    `assigning an element of ${describe(of)}`,
    of.kind === "nd" ? other : undefined,
  );
}
