// Derivatives in the structure of the values that they belong to.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isFloat, sameType, type MemType } from "../ir/types.ts";
import { ne } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { failWith, forRange, ifElse } from "../ops/control.ts";
import { length as lengthOf, load, storeTo } from "../ops/memory.ts";
import { collectionOf, entriesField } from "../values/collection.ts";
import type { Elem } from "../values/layout.ts";
import { arrayContent, fieldsOf, newArray, newItems, newObject, toRun } from "./content.ts";
import { numValue, refuseMissing } from "./convert.ts";
import {
  entriesDerivative,
  entriesLeaves,
  leadsToEntries,
  refuseMapOnHeap,
  type Before,
} from "./derivative-entries.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import {
  contentDerivative,
  mirrorAt,
  partDerivative,
  structuresIn,
  type Structures,
} from "./derivative-parts.ts";
import type { GivenLink } from "./given-tangents.ts";
import { getIndex, getMember } from "./properties.ts";
import {
  describeShape,
  isNumeric,
  leafTypes,
  type HeapShape,
  type MaybeShape,
  type Shape,
  type UnionShape,
} from "./shapes.ts";
import {
  constant,
  describe,
  never,
  newObj,
  num,
  undef,
  type Abs,
  type Content,
  type Held,
  type RunContent,
} from "./values.ts";

/** The derivative of one leaf after the other; undefined for a leaf that has none. */
export type NextLeaf = () => Value | undefined;

/** What is known of objects while derivatives are read. */
export interface KnownObjects {
  /** The derivatives of those that have been met. */
  readonly made: Map<Shape, Abs | undefined>;
  readonly structures?: Structures;
  /** What objects held when the call began; without, what they hold now. */
  readonly before?: Before;
}

/**
 * The derivative of a value of shape `shape`, which is `held` at this point: a number for a number,
 * an object of those fields that have float leaves for an object. Undefined where there are none.
 */
export function derivativeOf(
  m: Machine,
  shape: Shape,
  held: Held,
  next: NextLeaf,
  known: KnownObjects = { made: new Map() },
): Abs | undefined {
  switch (shape.kind) {
    case "num": {
      const value = next();
      return value === undefined ? constant(0) : num(value);
    }
    case "int":
    case "bool":
      next();
      return shape.kind === "int" ? constant(0) : undefined;
    case "nd": {
      const value = next();
      return value && { kind: "nd", value };
    }
    case "typed": {
      const mem = next();
      if (mem && held.kind === "typed") m.host.hasLengthOf(mem, held.mem);
      return mem && { kind: "typed", element: shape.element, mem };
    }
    case "fresh": {
      const { made } = known;
      if (made.has(shape)) return made.get(shape);
      const obj = newObj(shape.name);
      // known before its insides, which may lead back to it
      made.set(shape, { kind: shape.of, obj });
      const content = isReference(held) ? contentOf(m, held, known) : never;
      const derivative = derivativeOf(m, shape.content, content, next, known);
      if (derivative === undefined || !isReference(derivative)) made.set(shape, undefined);
      else m.state.set(obj.cell, m.get(derivative.obj.cell));
      return made.get(shape);
    }
    case "run": {
      const [mem] = [next(), next()];
      if (mem === undefined || !hasFloats(shape.elem)) return undefined;
      const length = held.kind === "run" ? held.length : lengthOf(m.b, mem);
      if (held.kind === "run") m.host.hasLengthOf(mem, held.mem);
      return newArray(m, { kind: "run", mem, length, elem: shape.elem, fixed: false });
    }
    case "items": {
      const items = held.kind === "items" ? held.items : [];
      const all = shape.items.map((item, i) =>
        derivativeOf(m, item, items[i] ?? never, next, known),
      );
      if (all.length > 0 && all.every((item) => item === undefined)) return undefined;
      return newItems(
        m,
        all.map((item) => item ?? undef),
      );
    }
    case "fields": {
      const fields = new Map<string, Abs>();
      for (const [name, field] of shape.fields) {
        const inner = held.kind === "fields" ? held.fields.get(name) : undefined;
        const derivative =
          name === entriesField
            ? entriesDerivative(m, field, inner, known.before, next, (part, now) =>
                derivativeOf(m, part, now, next, known),
              )
            : derivativeOf(m, field, inner ?? never, next, known);
        // nobody outside of the class could look at what is private
        if (derivative === undefined || isPrivate(name)) continue;
        if (name !== entriesField) fields.set(name, derivative);
        else if (collectionOf(shape.prototype) === Map) {
          return newObject(m, new Map([[name, derivative]]), Map.prototype);
        }
      }
      return fields.size === 0 ? undefined : newObject(m, fields);
    }
    case "maybe":
      return maybeDerivative(m, shape, held, next, known);
    case "choice":
      leafTypes(shape).forEach(next);
      return undefined;
    case "same":
      return isNumeric(shape.held) ? constant(0) : undefined;
    case "union":
      return unionDerivative(m, shape, held, next, known);
    case "record":
    case "list":
      return contentDerivative(m, shape.family, held, next(), structuresIn(m, known.structures));
    case "mirror": {
      const [, shadow] = [next(), next()];
      if (held.kind !== "mirror" || shadow === undefined) return undefined;
      return mirrorAt(m, held.of, held.family, held.primal, shadow);
    }
    case "conflict":
      return undefined;
  }
}

/** The derivative of a value in a union, from those of its parts. */
function unionDerivative(
  m: Machine,
  shape: UnionShape,
  held: Held,
  next: NextLeaf,
  { structures }: KnownObjects,
): Abs | undefined {
  const { parts } = shape.heap.layout(shape.slot);
  const flags = leafTypes(shape).length - parts.length;
  for (let i = 0; i < flags; i++) next();
  const derivatives = new Map(parts.map(({ of }) => [of as string, next()]));
  return partDerivative(m, held, derivatives, structuresIn(m, structures));
}

function contentOf(m: Machine, { obj }: Reference, { before }: KnownObjects): Held {
  return before?.contents.get(obj.cell) ?? m.state.get(obj.cell) ?? never;
}

type Reference = Extract<Held, { kind: "array" | "object" }>;

function isReference(held: Held): held is Reference {
  return held.kind === "array" || held.kind === "object";
}

function hasFloats(elem: Elem): boolean {
  if (elem.kind === "array") return hasFloats(elem.elem);
  if (elem.kind === "typed")
    return elem.element === "Float64Array" || elem.element === "Float32Array";
  return elem.kind === "number" || (elem.kind === "nd" && elem.dtype[0] === "f");
}

/** What is found in a tangent or cotangent that is given. */
export interface GivenParts {
  readonly seen: Set<Shape>;
  /** What is given for linked objects, where that can be. */
  readonly links?: GivenLink[];
  /** Whether the maps in what is given have been found to have the keys of those in the value. */
  readonly keysAreSame?: boolean;
}

/**
 * The leaves of a tangent or cotangent given in the structure of a value of shape `shape`; `leaves`
 * are the value's own, whose lengths those of the derivative must have. Undefined stands for zero.
 */
export function derivativeLeaves(
  m: Machine,
  shape: Shape,
  given: Held | undefined,
  next: () => Value | undefined,
  into: GivenParts = { seen: new Set() },
): (Value | undefined)[] {
  if ((given === undefined || isUndefined(given)) && hasLeaves(shape)) return missingPart(m);
  const missing = given === undefined || given.kind === "never" || isUndefined(given);
  switch (shape.kind) {
    case "num":
      next();
      if (missing) return [undefined];
      if (!isNumeric(given)) return mismatch(m, "a number", given);
      return [numValue(m, given)];
    case "int":
    case "bool":
      next();
      return [undefined];
    case "text":
      return leafTypes(shape).map(() => {
        next();
        return undefined;
      });
    case "nd":
      next();
      if (missing || !isFloat(shape.type)) return [undefined];
      if (given.kind !== "nd" || !sameType(given.value.type, shape.type)) {
        return mismatch(m, describeShape(shape), given);
      }
      return [given.value];
    case "typed": {
      const primal = next();
      if (missing || !hasFloats({ kind: "typed", element: shape.element })) return [undefined];
      if (given.kind !== "typed" || given.element !== shape.element) {
        return mismatch(m, `a ${shape.element}`, given);
      }
      if (primal) sameLength(m.b, lengthOf(m.b, given.mem), lengthOf(m.b, primal));
      return [given.mem];
    }
    case "fresh": {
      if (into.seen.has(shape)) return [];
      into.seen.add(shape);
      if (!missing && given.kind !== shape.of) {
        return mismatch(m, shape.of === "array" ? "an array" : "an object", given);
      }
      // objects are looked at field by field, since a derivative may leave some out
      const content = missing ? never : contentFor(m, shape.content, given);
      return derivativeLeaves(m, shape.content, content, next, into);
    }
    case "run": {
      const [primal, count] = [next(), next()];
      if (missing || !hasFloats(shape.elem)) return [undefined, undefined];
      if (given.kind !== "run") return mismatch(m, "an array", given);
      if (primal === undefined) return [given.mem, undefined];
      const length = count ?? lengthOf(m.b, primal);
      sameLength(m.b, given.length, length);
      sameRows(m.b, given.mem, primal, length);
      return [withRoom(m, given, lengthOf(m.b, primal)), undefined];
    }
    case "items":
      return shape.items.flatMap((item, i) =>
        derivativeLeaves(m, item, missing ? never : itemOf(m, given, i), next, into),
      );
    case "fields":
      return [...shape.fields].flatMap(([name, field]) => {
        const inner = given?.kind === "fields" ? given.fields.get(name) : undefined;
        if (missing) return derivativeLeaves(m, field, never, next, into);
        if (isPrivate(name)) return derivativeLeaves(m, field, inner ?? never, next, into);
        if (name !== entriesField) return derivativeLeaves(m, field, inner, next, into);
        if (into.keysAreSame !== true) refuseMap(m);
        const values =
          inner?.kind === "object" ? fieldsOf(m, inner).fields.get("values") : undefined;
        return entriesLeaves(m, field, next, (part) =>
          derivativeLeaves(m, part, values, next, into),
        );
      });
    case "choice":
      return leafTypes(shape).map(() => void next());
    case "record":
    case "list":
    case "union":
      return linkedLeaves(m, shape, missing ? undefined : given, next, into);
    case "mirror":
      return refuseLinked(m);
    case "maybe":
      return m.fault("NB2006", "a value that is missing on some paths has no derivative");
    case "same":
    case "conflict":
      return [];
  }
}

/** Notes what is given for linked objects: their shadows are made with those of all others. */
function linkedLeaves(
  m: Machine,
  shape: UnionShape | HeapShape,
  given: Held | undefined,
  next: () => Value | undefined,
  { links }: GivenParts,
): (Value | undefined)[] {
  const leaves = leafTypes(shape).map(next);
  const none = leaves.map(() => undefined);
  if (given === undefined) return none;
  const of = shape.kind === "union" ? onlyPart(shape) : shape;
  const [value] = leaves;
  if (links === undefined || of === undefined || value === undefined) return refuseLinked(m);
  if (tangentType(value.type) === undefined) return none;
  if (leadsToEntries(m.state.heap, of.family)) refuseMapOnHeap(m);
  const kind = of.kind === "record" ? "object" : "array";
  if (given.kind !== kind) return mismatch(m, kind === "array" ? "an array" : "an object", given);
  links.push({ value, family: of.family, given });
  return none;
}

/** What a union holds that can be one object or list only. */
function onlyPart({ heap, slot }: UnionShape): Pick<HeapShape, "kind" | "family"> | undefined {
  const { alternatives } = heap.layout(slot);
  if (alternatives.length > 1) return undefined;
  if (slot.objects !== undefined) return { kind: "record", family: slot.objects };
  return slot.lists === undefined ? undefined : { kind: "list", family: slot.lists };
}

function refuseLinked(m: Machine): never {
  return m.fault(
    "NB2010",
    "a cotangent of linked objects is given, or a tangent of what may be missing",
    "take the gradient of a number that is computed from them",
  );
}

/** Whether a field is a private one. Without a tangent it is a constant. */
export const isPrivate = (name: string): boolean => name.startsWith("#") && name !== entriesField;

function refuseMap(m: Machine): never {
  return m.fault(
    "NB2010",
    "the cotangent of a map is given",
    "give back the values as an array: `[...map.values()]`",
  );
}

/** Whether a value of this shape holds floats, so that its derivative cannot be left out. */
function hasLeaves(shape: Shape, seen: Set<Shape> = new Set()): boolean {
  switch (shape.kind) {
    case "num":
      return true;
    case "nd":
      return isFloat(shape.type);
    case "typed":
      return hasFloats({ kind: "typed", element: shape.element });
    case "run":
      return hasFloats(shape.elem);
    case "items":
      return shape.items.some((item) => hasLeaves(item, seen));
    case "fields":
      return [...shape.fields].some(([name, field]) => {
        if (isPrivate(name)) return false;
        const inner = name === entriesField && field.kind === "fresh" ? field.content : undefined;
        if (inner?.kind !== "fields") return hasLeaves(field, seen);
        return hasLeaves(inner.fields.get("values")!, seen);
      });
    case "fresh":
      if (seen.has(shape)) return false;
      seen.add(shape);
      return hasLeaves(shape.content, seen);
    case "record":
    case "list":
    case "union":
      return leafTypes(shape).some((type) => tangentType(type) !== undefined);
    default:
      return false;
  }
}

function missingPart(m: Machine): never {
  return m.fault(
    "NB5003",
    "a part of the tangent or cotangent is missing",
    "give every number of the value one; 0 where it does not change",
  );
}

function maybeDerivative(
  m: Machine,
  shape: MaybeShape,
  held: Held,
  next: NextLeaf,
  known: KnownObjects,
): Abs | undefined {
  next();
  const inner = held.kind === "maybe" ? held.value : never;
  return derivativeOf(m, shape.inner, inner, next, known);
}

const isUndefined = (held: Held): boolean =>
  held.kind === "const" && (held.value === undefined || held.value === null);

function contentFor(m: Machine, shape: Shape, given: Held): Content | undefined {
  if (given.kind === "array") {
    if (shape.kind === "run") return toRun(m, given, shape.elem);
    if (shape.kind === "items" && m.get(given.obj.cell).kind === "mirror") {
      return { kind: "items", items: shape.items.map((_, i) => readItem(m, given, i)) };
    }
    const content = arrayContent(m, given);
    if (shape.kind === "items" && content.kind === "run") {
      return { kind: "items", items: shape.items.map((_, i) => readItem(m, given, i)) };
    }
    return content;
  }
  if (given.kind !== "object") return undefined;
  const content = m.get(given.obj.cell);
  if (shape.kind !== "fields" || (content.kind !== "record" && content.kind !== "mirror")) {
    return content as Content;
  }
  const names = [...shape.fields.keys()];
  const fields = new Map(names.map((name) => [name, getMember(m, given, name)] as const));
  return { kind: "fields", prototype: null, fields };
}

function readItem(m: Machine, given: Abs, i: number): Abs {
  return getIndex(m, given, constant(i));
}

function itemOf(m: Machine, given: Held, i: number): Held | undefined {
  if (given.kind !== "items") return mismatch(m, "an array", given);
  return given.items[i];
}

/** Fails at run time where a derivative is shorter or longer than its value. */
function sameLength(at: Builder, a: Value, b: Value): void {
  if (a === b) return;
  ifElse(
    at,
    ne(at, a, b),
    (inner) => {
      failWith(inner, "NB4007", "a tangent or cotangent is not as long as its value");
      return [];
    },
    () => [],
  );
}

/** The same for the rows of an array of arrays, of which `count` are in use. */
function sameRows(at: Builder, given: Value, primal: Value, count: Value): void {
  if ((primal.type as MemType).elem.kind !== "mem") return;
  forRange(at, [intLiteral(at, 0), count, 1], [], (inner, i) => {
    const [a, b] = [load(inner, given, i), load(inner, primal, i)];
    const length = lengthOf(inner, b);
    sameLength(inner, lengthOf(inner, a), length);
    sameRows(inner, a, b, length);
    return [];
  });
}

/** A memory of `room` elements that begins with those of a list: the room that its value has. */
function withRoom(m: Machine, { mem, length }: RunContent, room: Value): Value {
  const { type } = mem as Value & { type: MemType };
  const [roomy] = ifElse(
    m.b,
    ne(m.b, lengthOf(m.b, mem), room),
    (inner) => {
      const made = newMemory(inner, type, room);
      forRange(inner, [intLiteral(inner, 0), length, 1], [], (b, i) => {
        storeTo(b, made, i, load(b, mem, i));
        return [];
      });
      return [made];
    },
    () => [mem],
  );
  return roomy as Value;
}

function mismatch(m: Machine, wanted: string, given: Held): never {
  refuseMissing(m, given);
  return m.fault(
    "NB5003",
    `this is ${describe(given)}, where ${wanted} belongs to the value`,
    "give it the structure of the value: the same arrays and objects, with a number for each number",
  );
}
