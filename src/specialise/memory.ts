// Copies of memory, and what is known of which memories are apart.
import type { Builder } from "../ir/builder.ts";
import type { Func, Region, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { sameType, type MemType, type Type } from "../ir/types.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { forRange } from "../ops/control.ts";
import { copied } from "../ops/copies.ts";
import {
  allocate,
  copy,
  fill,
  length as lengthOf,
  load,
  store,
  storeTo,
  view,
} from "../ops/memory.ts";

const apart = new WeakSet<Value>();

/** Marks a reference that no other marked one overlaps: a parameter of the entry, new memory. */
export function markApart(value: Value): Value {
  apart.add(value);
  return value;
}

export function newMemory(b: Builder, type: MemType, length: Value): Value {
  return markApart(allocate(b, type, length));
}

/** Whether two references may lead to common elements. */
export function mayOverlap(a: Value, b: Value): boolean {
  if (a === b) return true;
  return !(apart.has(a) && apart.has(b)) && related(a.type, b.type);
}

/** Whether memory of one type can be part of what the other leads to. */
function related(a: Type, b: Type): boolean {
  if (sameType(a, b)) return true;
  const inside = (outer: Type, inner: Type): boolean =>
    outer.kind === "mem" &&
    outer.elem.kind === "mem" &&
    (sameType(outer.elem, inner) || inside(outer.elem, inner));
  return inside(a, b) || inside(b, a);
}

interface Part {
  readonly of: Value;
  readonly start: Value;
  readonly length: Value;
}

const parts = new WeakMap<Value, Part>();

/** Whether a reference is a view that was made of another. */
export function isPart(value: Value): boolean {
  return parts.has(value);
}

/** A view that is remembered as part of `of`. */
export function partOf(b: Builder, of: Value, start: Value, length: Value): Value {
  const part = view(b, of, start, length);
  parts.set(part, { of, start, length });
  return part;
}

export function partAt(value: Value): Part | undefined {
  return parts.get(value);
}

/** A copy that shares nothing, rows included. */
export function deepCopy(b: Builder, mem: Value): Value {
  return markApart(copied(b, mem));
}

/** A copy of references, down to the arrays of numbers, which are the same. */
export function copyReferences(b: Builder, mem: Value): Value {
  const type = mem.type as MemType;
  if (type.elem.kind !== "mem") return mem;
  const length = lengthOf(b, mem);
  const made = newMemory(b, type, length);
  forRange(b, [intLiteral(b, 0), length, 1], [], (inner, i) => {
    storeTo(inner, made, i, copyReferences(inner, load(inner, mem, i)));
    return [];
  });
  return made;
}

/** Copies the elements of `from`, rows included, into `to`, which has the same lengths. */
export function copyInto(b: Builder, to: Value, from: Value): void {
  const type = to.type as MemType;
  if (type.elem.kind !== "mem") {
    b.emit(copy, [to, from]);
    return;
  }
  forRange(b, [intLiteral(b, 0), lengthOf(b, to), 1], [], (inner, i) => {
    copyInto(inner, load(inner, to, i), load(inner, from, i));
    return [];
  });
}

const writing: ReadonlySet<Op> = new Set([store, copy, fill]);

/** Whether a function, or one that it calls, moves the rows of memory of `type`. */
export function movesRows(funcs: ReadonlyMap<string, Func>, name: string, type: Type): boolean {
  if (type.kind !== "mem" || type.elem.kind !== "mem") return false;
  return stores(funcs, name, type, (to) => to.elem.kind === "mem");
}

/** Whether a function, or one that it calls, writes into memory of `type` or of its rows. */
export function writes(funcs: ReadonlyMap<string, Func>, name: string, type: MemType): boolean {
  return stores(funcs, name, type, () => true);
}

function stores(
  funcs: ReadonlyMap<string, Func>,
  name: string,
  type: MemType,
  counts: (to: MemType) => boolean,
): boolean {
  const seen = new Set<string>();
  const visit = (one: string): boolean => {
    const func = funcs.get(one);
    if (func === undefined || seen.has(one)) return func === undefined && one !== name;
    seen.add(one);
    return walk(func.region);
  };
  const walk = (region: Region): boolean =>
    region.body.some(({ op, args, attrs, regions }) => {
      if (writing.has(op)) {
        const to = (args[0] as Value).type as MemType;
        if (hasRow(type, to) && counts(to)) return true;
      }
      if (typeof attrs["callee"] === "string" && visit(attrs["callee"])) return true;
      return regions.some(walk);
    });
  return visit(name);
}

function hasRow(type: Type, row: Type): boolean {
  if (sameType(type, row)) return true;
  return type.kind === "mem" && type.elem.kind === "mem" && hasRow(type.elem, row);
}
