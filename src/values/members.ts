/**
 * What objects of the host hold besides their own properties, under names that begin with `#`: the
 * entries of maps and sets, and the private fields of classes that a build step has prepared.
 */
import { attached, type EmbeddedPrivates, type Thunk } from "../reflect/attach.ts";
import { entriesField } from "./collection.ts";
import { entriesOf, isLaidOut } from "./given-collection.ts";
import { typedKind } from "./typed.ts";

type Access = EmbeddedPrivates[string];

const none: ReadonlyMap<string, Access> = new Map();
const known = new WeakMap<object, ReadonlyMap<string, Access>>();

/** Access to the private fields of objects with a prototype, those of parents first. */
function privatesOf(prototype: object | null): ReadonlyMap<string, Access> {
  if (prototype === null || prototype === Object.prototype) return none;
  let found = known.get(prototype);
  if (found === undefined) known.set(prototype, (found = readPrivates(prototype)));
  return found;
}

function readPrivates(prototype: object): ReadonlyMap<string, Access> {
  const found = new Map<string, Access>();
  const times = new Map<string, number>();
  const chain: object[] = [];
  for (
    let at: object | null = prototype;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  )
    chain.unshift(at);
  for (const at of chain) {
    const of = Object.getOwnPropertyDescriptor(at, "constructor")?.value as unknown;
    if (typeof of !== "function" || isNative(of)) continue;
    // what an unprepared class declares may have the same names
    if (!Object.hasOwn(of, attached)) return none;
    const [, , , , home] = (of as unknown as { readonly [attached]: Thunk })[attached]();
    for (const [name, access] of Object.entries(home?.privates ?? {})) {
      const count = times.get(name) ?? 0;
      times.set(name, count + 1);
      if (access[2] === 1) found.set(`#${name}${"'".repeat(count)}`, access);
    }
  }
  return found;
}

function isNative(fn: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn));
}

/** The private fields of copies, which only their class could give them. */
const ofCopies = new WeakMap<object, Map<string, unknown>>();

/** Gives a copy of an object private fields, for compiled code to find. */
export function keepPrivates(copy: object, fields: readonly (readonly [string, unknown])[]): void {
  if (fields.length > 0) ofCopies.set(copy, new Map(fields));
}

/** The private fields of an object that compiled code can hold, by the names it has for them. */
export function privateFields(
  object: object,
): readonly (readonly [name: string, value: unknown])[] {
  const all = privatesOf(Object.getPrototypeOf(object) as object | null);
  if (all.size === 0) return [];
  const kept = ofCopies.get(object);
  if (kept !== undefined) return [...kept];
  return [...all].flatMap(([name, access]) => {
    const value = read(access, object);
    return value !== absent && isHeld(value) ? [[name, value] as const] : [];
  });
}

const absent = Symbol("absent");

function read([get]: Access, object: object): unknown {
  try {
    return get!(object);
  } catch {
    // an object that its class has not made
    return absent;
  }
}

/** No functions, and nothing whose insides are out of reach: each object would be compiled for. */
function isHeld(value: unknown): boolean {
  if (typeof value === "function" || typeof value === "symbol") return false;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return true;
  if (typedKind(value) !== undefined || isLaidOut(value)) return true;
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** What an object holds under a name. */
export function fieldOf(object: object, name: string): unknown {
  if (name.startsWith("#")) {
    if (name === entriesField && isLaidOut(object)) return entriesOf(object);
    const access = privatesOf(Object.getPrototypeOf(object) as object | null).get(name);
    if (access !== undefined) {
      const kept = ofCopies.get(object);
      return kept === undefined ? read(access, object) : kept.get(name);
    }
  }
  return (object as Record<string, unknown>)[name];
}

/** Gives a field of an object another value; entries are changed in their place. */
export function setFieldOf(object: object, name: string, value: unknown): void {
  if (name === entriesField) return;
  const access = name.startsWith("#")
    ? privatesOf(Object.getPrototypeOf(object) as object | null).get(name)
    : undefined;
  if (access === undefined) (object as Record<string, unknown>)[name] = value;
  else if (ofCopies.has(object)) ofCopies.get(object)!.set(name, value);
  else access[1]!(object, value);
}
