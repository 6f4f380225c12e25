// Properties of values: `object.name` and `object[index]`.
import { callClosure, callHost, ofChoice } from "./interpreter.ts";
import { arrayContent, fieldsOf, replaceContent } from "./content.ts";
import { present, refuseMissing } from "./convert.ts";
import { setLength } from "./methods-resize.ts";
import { lengthAbs, readArray, readTyped, writeArray, writeTyped } from "./elements.ts";
import { privateMember } from "./classes.ts";
import { getHeapField, setHeapField } from "./fields-on-heap.ts";
import { hostMember, isArrayMethod, isTypedMethod } from "./host-members.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { describe, constant, undef, type Abs, type ObjectAbs } from "./values.ts";
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
      return m.fault(
        "NB2010",
        `\`.${name}\` of an array`,
        "use its elements, `length` and methods",
      );
    case "typed":
      if (name === "length") return lengthAbs(m, of);
      if (name === "BYTES_PER_ELEMENT") return constant(elementBytes(of.element));
      if (isTypedMethod(name)) return { kind: "method", of, name };
      return m.fault("NB2010", `\`.${name}\` of a ${of.element}`, "use its elements and methods");
    case "host":
      return hostMember(m, of.value, name);
    case "const":
      if (typeof of.value === "string") return stringMember(of.value, name, of);
      break;
    case "num":
    case "int":
    case "text":
      return { kind: "method", of, name };
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
  return { kind: "method", of, name };
}

function getField(m: Machine, of: ObjectAbs, name: string): Abs {
  const held = m.get(of.obj.cell);
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
  if (own !== undefined) return own;
  return inheritedMember(m, prototype, name, of) ?? undef;
}

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

/** `of.#name` */
export function getPrivate(m: Machine, of: Abs, name: string): Abs {
  if (of.kind === "object") {
    const own = fieldsOf(m, of).fields.get(`#${name}`);
    if (own !== undefined) return own;
    const method = privateMember(m, name, "method");
    if (method !== undefined) return method;
    const getter = privateMember(m, name, "getter");
    if (getter !== undefined) return callClosure(m, getter, [], of);
  }
  refuseMissing(m, of);
  return privateOutOfReach(m, name);
}

export function setPrivate(m: Machine, of: Abs, name: string, value: Abs): void {
  if (of.kind === "object") {
    const content = fieldsOf(m, of);
    if (content.fields.has(`#${name}`)) {
      const fields = new Map(content.fields).set(`#${name}`, value);
      return replaceContent(m, of.obj, { ...content, fields });
    }
    const setter = privateMember(m, name, "setter");
    if (setter !== undefined) return void callClosure(m, setter, [value], of);
  }
  refuseMissing(m, of);
  privateOutOfReach(m, name);
}

function privateOutOfReach(m: Machine, name: string): never {
  return m.fault(
    "NB1008",
    `\`#${name}\` of an object that was made outside compiled code cannot be read`,
    "make it a public field, or make the object inside the compiled function",
  );
}

function inherited(prototype: object | null, name: string): PropertyDescriptor | undefined {
  for (let proto = prototype; proto !== null; proto = Object.getPrototypeOf(proto)) {
    const found = Object.getOwnPropertyDescriptor(proto, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether `name in object`. */
export function hasMember(m: Machine, of: Abs, name: string): boolean {
  if (of.kind === "object") {
    const { fields, prototype } = fieldsOf(m, of);
    return fields.has(name) || inherited(prototype, name) !== undefined;
  }
  if (of.kind === "array") {
    const content = arrayContent(m, of);
    if (content.kind === "items") return name === "length" || name in content.items;
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
  refuseMissing(m, of);
  if (of.kind === "array" && name === "length") return setLength(m, of, value);
  m.fault("NB2010", `assigning \`.${name}\` of ${describe(of)}`, "assign fields of plain objects");
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
  if (!fields.has(name)) {
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
      break;
    case "object":
    case "host":
      return getMember(m, of, keyOf(m, index));
  }
  refuseMissing(m, of);
  return m.fault("NB2010", `an index into ${describe(of)}`);
}

/** The name that an index into an object means, which must be known. */
function keyOf(m: Machine, index: Abs): string {
  if (index.kind === "const" && typeof index.value !== "symbol") return String(index.value);
  refuseMissing(m, index);
  return m.fault(
    "NB2008",
    "which field this is must be known when compiling",
    "use an array, or choose with `if` or `switch`",
  );
}

export function setIndex(m: Machine, of: Abs, index: Abs, value: Abs): void {
  if (of.kind === "maybe") return setIndex(m, present(m, of), index, value);
  if (of.kind === "choice") {
    ofChoice(m, of, (one) => (setIndex(m, one, index, value), undef));
    return;
  }
  if (index.kind === "const" && typeof index.value === "string") {
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
  m.fault("NB2010", `assigning an element of ${describe(of)}`);
}
