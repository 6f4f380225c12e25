// Abstract values: what is known, while compiling, of the values of the program.
import type { Value } from "../ir/func.ts";
import { showType } from "../ir/types.ts";
import type { FunctionNode, LocalId, Node } from "../syntax/tree.ts";
import type { Elem } from "../values/layout.ts";
import type { TypedKind } from "../values/typed.ts";
import type { Code } from "./code.ts";
import type { LibraryFn } from "./library.ts";

/** A place whose value depends on where execution is: a variable, or the insides of an object. */
export interface Cell {
  /** The user's name for it, for messages and hints. */
  readonly name: string;
  /** The object whose insides it is. */
  readonly obj?: Obj;
}

/**
 * An object or array whose identity is known. What it holds is a `Content` in its cell. One that
 * stands for several (after a branch that chose between them) lists the ones it may be.
 */
export interface Obj {
  readonly cell: Cell;
  /** Where it is made; undefined for objects that stand for others. */
  readonly site?: Site | undefined;
  /** The identities it may have; itself alone, unless merged. */
  readonly origins: ReadonlySet<Obj>;
  /** Merged objects that may be this one. */
  readonly merged: Obj[];
}

/** A place in the program at which objects are made, or an object of the host by its number. */
export type Site = Node | string;

export type Primitive = number | string | boolean | undefined | null | bigint | symbol;

/** `const`: known now. */
export interface ConstAbs {
  readonly kind: "const";
  readonly value: Primitive;
}
/** A number known at run time: an f64. */
export interface NumAbs {
  readonly kind: "num";
  readonly value: Value;
}
/** A number that is an integer in [min, max], not −0: an i32. */
export interface IntAbs {
  readonly kind: "int";
  readonly value: Value;
  readonly min: number;
  readonly max: number;
}
export interface BoolAbs {
  readonly kind: "bool";
  readonly value: Value;
}
/** A string with parts known at run time only; `method` "…" marks what is not known at all. */
export interface TextAbs {
  readonly kind: "text";
  /** Strings, and values as `String` writes them, or `method` of a number with so many digits. */
  readonly parts: readonly (string | TextPart)[];
}
export interface TextPart {
  readonly value: Abs;
  readonly method?: string | undefined;
  readonly digits?: number | undefined;
}
/** An N-d array: its shape is part of the type of the value. */
export interface NdAbs {
  readonly kind: "nd";
  readonly value: Value;
}
/** The memory is the identity. */
export interface TypedAbs {
  readonly kind: "typed";
  readonly element: TypedKind;
  readonly mem: Value;
}
export interface ArrayAbs {
  readonly kind: "array";
  readonly obj: Obj;
}
export interface ObjectAbs {
  readonly kind: "object";
  readonly obj: Obj;
}
export interface ClosureAbs {
  readonly kind: "closure";
  readonly fn: FunctionNode;
  readonly code: Code;
  readonly scope: Scope;
  /** The `this` that an arrow sees. */
  readonly self: Abs | undefined;
  /** The class whose method it is, or is inside of. */
  readonly home?: object | undefined;
}
/** A function or object of the host, known by identity. */
export interface HostAbs {
  readonly kind: "host";
  readonly value: object;
}
/** A built-in method taken from a value. */
export interface MethodAbs {
  readonly kind: "method";
  readonly of: Abs;
  readonly name: string;
}
/** A function that a function of the library made, as `grad` does. */
export interface MadeAbs {
  readonly kind: "made";
  readonly by: LibraryFn;
  readonly args: readonly Abs[];
}
/** A getter and a setter, as the field of an object. */
export interface AccessorAbs {
  readonly kind: "accessor";
  readonly get: ClosureAbs | undefined;
  readonly set: ClosureAbs | undefined;
}
/** A value on some paths, and `absent` on the others. */
export interface MaybeAbs {
  readonly kind: "maybe";
  /** A bool: whether it is the value. */
  readonly present: Value;
  readonly value: Abs;
  readonly absent: ConstAbs;
}
/** One of two values that only compiling can tell apart: functions, strings, objects of two classes. */
export interface ChoiceAbs {
  readonly kind: "choice";
  /** A bool: whether it is the first. */
  readonly first: Value;
  readonly of: readonly [Abs, Abs];
}
/** Different kinds of value on different paths: an error if it is used. */
export interface ConflictAbs {
  readonly kind: "conflict";
  readonly sides: readonly [string, string];
}
/** The value where no path leads: joins with anything. */
export interface NeverAbs {
  readonly kind: "never";
}

export type Abs =
  | ConstAbs
  | NumAbs
  | IntAbs
  | BoolAbs
  | TextAbs
  | NdAbs
  | TypedAbs
  | ArrayAbs
  | ObjectAbs
  | ClosureAbs
  | HostAbs
  | MethodAbs
  | MadeAbs
  | AccessorAbs
  | MaybeAbs
  | ChoiceAbs
  | ConflictAbs
  | NeverAbs;

/** An array item by item: its length is known, and no index that is not has been used yet. */
export interface ItemsContent {
  readonly kind: "items";
  readonly items: readonly Abs[];
}
/**
 * An array in memory, of which the first `length` (an i32) elements are in use. `fixed`: others
 * hold the memory, as rows of an array are held, so that it cannot be replaced by a longer one.
 */
export interface RunContent {
  readonly kind: "run";
  /** The list on the heap whose memory and length these are at this point. */
  readonly list?: ListContent | undefined;
  readonly mem: Value;
  readonly length: Value;
  readonly elem: Elem;
  readonly fixed: boolean;
  /** It began empty and is filled by index: a write just behind the last item appends. */
  readonly grows?: boolean | undefined;
}
/** `new Array(length)` before anything is put into it. */
export interface BlankContent {
  readonly kind: "blank";
  readonly length: IntAbs;
}
export interface FieldsContent {
  readonly kind: "fields";
  readonly prototype: object | null;
  readonly fields: ReadonlyMap<string, Abs>;
  /** The object on the heap whose fields these are at this point. */
  readonly record?: RecordContent | undefined;
}
/** An object on the heap: a reference to a record, never null. */
export interface RecordContent {
  readonly kind: "record";
  readonly family: number;
  readonly ref: Value;
  /** Which variant of the family it is, where that is known. */
  readonly variant?: number | undefined;
}
/** An array on the heap: a reference to a record of its memory and length, never null. */
export interface ListContent {
  readonly kind: "list";
  readonly family: number;
  readonly ref: Value;
}
/**
 * The derivative by an object or array on the heap, in its structure: the reference to what it is a
 * derivative of, and the reference to the shadow of that.
 */
export interface MirrorContent {
  readonly kind: "mirror";
  readonly of: "record" | "list";
  readonly family: number;
  readonly primal: Value;
  readonly shadow: Value;
}
/** It may have been changed through another name: an error if it is used. */
export interface StaleContent {
  readonly kind: "stale";
  readonly why: string;
  /** Where the objects are made that it may be. */
  readonly sites: readonly Site[];
}

export type Content =
  | ItemsContent
  | BlankContent
  | RunContent
  | FieldsContent
  | RecordContent
  | ListContent
  | MirrorContent
  | StaleContent
  | NeverAbs;

/** What a cell can hold. */
export type Held = Abs | Content;

/** The variables in reach, innermost first. Blocks, loop bodies and calls have one each. */
export class Scope {
  readonly cells: Map<LocalId, Cell> = new Map();
  readonly outer: Scope | undefined;

  constructor(outer: Scope | undefined) {
    this.outer = outer;
  }

  find(id: LocalId): Cell | undefined {
    return this.cells.get(id) ?? this.outer?.find(id);
  }
}

export const undef: ConstAbs = { kind: "const", value: undefined };
/** What a field holds that is not there: undefined to all but `in` and the keys. */
export const missing: ConstAbs = { kind: "const", value: undefined };
/** As `missing`, where on some paths the field is there and holds undefined. */
export const unclear: ConstAbs = { kind: "const", value: undefined };
/** The item that an array does not have which is empty so far, and may not be later in a loop. */
export const noItem: ConstAbs = { kind: "const", value: undefined };
export const never: NeverAbs = { kind: "never" };
export const yes: ConstAbs = { kind: "const", value: true };
export const no: ConstAbs = { kind: "const", value: false };

export const constant = (value: Primitive): ConstAbs => ({ kind: "const", value });
export const num = (value: Value): NumAbs => ({ kind: "num", value });
export const bool = (value: Value): BoolAbs => ({ kind: "bool", value });
export const I32_MAX = 2147483647;
export const int = (value: Value, min: number = -2147483648, max: number = I32_MAX): IntAbs => ({
  kind: "int",
  value,
  min,
  max,
});
/** An index or a length. */
export const size = (value: Value): IntAbs => int(value, 0, I32_MAX);

export function newObj(name: string, site?: Site): Obj {
  const origins = new Set<Obj>();
  const cell: { name: string; obj?: Obj } = { name };
  const obj: Obj = { cell, site, origins, merged: [] };
  cell.obj = obj;
  origins.add(obj);
  return obj;
}

/** An object that is one of those with the given origins. */
export function mergedObj(name: string, origins: Iterable<Obj>): Obj {
  const cell: { name: string; obj?: Obj } = { name };
  const obj: Obj = { cell, origins: new Set(origins), merged: [] };
  cell.obj = obj;
  for (const origin of obj.origins) origin.merged.push(obj);
  return obj;
}

/** `obj` may be one of more objects than was known when it was made. */
export function alsoOf(obj: Obj, origins: Iterable<Obj>): Obj {
  const known = obj.origins as Set<Obj>;
  for (const origin of origins) {
    if (known.has(origin)) continue;
    known.add(origin);
    origin.merged.push(obj);
  }
  return obj;
}

/** Which kind of undefined it is. */
const absence = (abs: ConstAbs): ConstAbs =>
  abs === missing || abs === unclear || abs.value !== undefined ? abs : undef;

/** Whether two contents are the same elements in memory, of an array that may only have become a row. */
export function sameElements(a: Held, b: Held): boolean {
  if (a.kind !== "run" || b.kind !== "run") return false;
  return a.mem === b.mem && a.length === b.length && a.list === b.list;
}

/** Whether two abstract values are the same one: equal constants, or the same run-time value. */
export function sameAbs(a: Held, b: Held): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case "const":
      if (a.value === undefined) return absence(a) === absence(b as ConstAbs);
      return Object.is(a.value, (b as ConstAbs).value);
    case "num":
    case "int":
    case "bool":
    case "nd":
      return a.value === (b as NumAbs).value;
    case "text":
      return sameText(a.parts, (b as TextAbs).parts);
    case "typed":
      return a.mem === (b as TypedAbs).mem;
    case "array":
    case "object":
      return a.obj === (b as ArrayAbs).obj;
    case "closure": {
      const other = b as ClosureAbs;
      return a.fn === other.fn && a.scope === other.scope && a.code === other.code;
    }
    case "host":
      return a.value === (b as HostAbs).value;
    case "method":
      return a.name === (b as MethodAbs).name && sameAbs(a.of, (b as MethodAbs).of);
    case "made": {
      const { by, args } = b as MadeAbs;
      return (
        a.by === by && a.args.length === args.length && a.args.every((x, i) => sameAbs(x, args[i]!))
      );
    }
    case "never":
      return true;
    case "accessor": {
      const { get, set } = b as AccessorAbs;
      return a.get === get && a.set === set;
    }
    case "run":
      return a.fixed === (b as RunContent).fixed && sameElements(a, b);
    case "blank":
      return a.length.value === (b as BlankContent).length.value;
    case "items": {
      const { items } = b as ItemsContent;
      return a.items.length === items.length && a.items.every((x, i) => sameAbs(x, items[i]!));
    }
    case "fields": {
      const { fields, prototype } = b as FieldsContent;
      if (a.prototype !== prototype || a.fields.size !== fields.size) return false;
      const names = [...fields.keys()];
      return [...a.fields].every(
        ([name, x], i) => names[i] === name && sameAbs(x, fields.get(name)!),
      );
    }
    case "maybe":
      return a.present === (b as MaybeAbs).present && sameAbs(a.value, (b as MaybeAbs).value);
    case "choice": {
      const { first, of } = b as ChoiceAbs;
      return a.first === first && sameAbs(a.of[0], of[0]) && sameAbs(a.of[1], of[1]);
    }
    case "record":
    case "list":
      return a.ref === (b as RecordContent).ref;
    case "mirror":
      return a.shadow === (b as MirrorContent).shadow && a.primal === (b as MirrorContent).primal;
    case "conflict":
    case "stale":
      return false;
  }
}

/** Whether it is what `entries()`, `keys()` or `values()` of an array, map or set give. */
export function isIterator(abs: Abs): abs is MethodAbs {
  return abs.kind === "method" && abs.name.endsWith("()");
}

/** The user's name for a function. */
export function nameOf(f: Abs): string {
  if (f.kind === "closure") return f.fn.name;
  return f.kind === "host" && typeof f.value === "function" ? f.value.name : "inner";
}

function sameText(a: TextAbs["parts"], b: TextAbs["parts"]): boolean {
  return (
    a.length === b.length &&
    a.every((part, i) => {
      const other = b[i]!;
      if (typeof part === "string" || typeof other === "string") return part === other;
      const written = part.method === other.method && part.digits === other.digits;
      return written && sameAbs(part.value, other.value);
    })
  );
}

/** In words, for messages: "a number", "an array". */
export function describe(abs: Held): string {
  switch (abs.kind) {
    case "const":
      if (abs.value === undefined || abs.value === null) return String(abs.value);
      if (typeof abs.value === "string") return `the string ${JSON.stringify(abs.value)}`;
      return `a ${typeof abs.value}`;
    case "num":
    case "int":
      return "a number";
    case "bool":
      return "a boolean";
    case "text":
      return "a string";
    case "nd":
      return `an N-d array ${showType(abs.value.type)}`;
    case "typed":
      return `a ${abs.element}`;
    case "array":
    case "items":
    case "run":
    case "blank":
    case "list":
      return "an array";
    case "object":
    case "fields":
    case "record":
      return "an object";
    case "closure":
    case "method":
    case "made":
      return "a function";
    case "accessor":
      return "a getter or setter";
    case "host":
      return typeof abs.value === "function" ? "a function" : "an object";
    case "choice": {
      const [one, other] = abs.of.map(describe);
      return one === other ? one! : `either ${one} or ${other}`;
    }
    case "maybe":
      return `either ${describe(abs.absent)} or ${describe(abs.value)}`;
    case "conflict":
      return `either ${abs.sides[0]} or ${abs.sides[1]}`;
    case "stale":
      return "an object changed elsewhere";
    case "mirror":
      return "a derivative by linked objects";
    case "never":
      return "nothing";
  }
}

/** Where the objects are made that `obj` may be. */
export const sitesOf = (...objs: readonly Obj[]): Site[] =>
  objs.flatMap((obj) => [...obj.origins]).flatMap(({ site }) => (site === undefined ? [] : [site]));
