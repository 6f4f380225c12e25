/** Contents of memory that a region changes: found out beforehand, kept, and put back. */
import { locationsOf } from "../analysis/apart.ts";
import { reachable } from "../analysis/cells.ts";
import { changedParams } from "../analysis/changed-params.ts";
import { memoryOf } from "../analysis/memory.ts";
import type { Builder } from "../ir/builder.ts";
import type { Module, Value } from "../ir/func.ts";
import { funcNamed } from "../ir/func.ts";
import { isReference, type MemType, type Type } from "../ir/types.ts";
import { add, allocate, copy, forRange, int, length, load, view } from "../ops/index.ts";

/** What a function does with the memory that one of its parameters leads to. */
export interface Touch {
  readonly index: number;
  readonly param: Value;
  /** Whether it may read any of it, under any name. */
  readonly reads: boolean;
  /** Whether it may write into it, through this parameter. */
  readonly writes: boolean;
  /** Whether references in it may be replaced, through this parameter. */
  readonly relinks: boolean;
}

/** For each parameter of the function `name` that is a reference. */
export function touches(module: Module, name: string): Touch[] {
  const func = funcNamed(module, name);
  const memory = memoryOf(module, name);
  const { reads, writes } = memory.effectsOf(func.region);
  const changed = changedParams(module, func);
  return func.region.params.flatMap((param, index): Touch[] => {
    if (!isReference(param.type)) return [];
    const cells = [...reachable([memory.classes.cellOf(param)])];
    const any = (among: ReadonlySet<number>, of = cells): boolean =>
      of.some((cell) => locationsOf(cell, memory).some((l) => among.has(l)));
    const holders = cells.filter(({ type }) => type.kind === "ref" || holdsReferences(type));
    return [
      {
        index,
        param,
        reads: any(reads),
        writes: changed.has(index) && any(writes),
        relinks: changed.has(index) && any(writes, holders),
      },
    ];
  });
}

function holdsReferences(type: Type): boolean {
  return type.kind === "mem" && type.elem.kind !== "store";
}

/** Whether the contents of memory of this type can be kept: numbers, or rows of numbers. */
export function canKeep(type: Type): boolean {
  if (type.kind !== "mem") return false;
  const { elem } = type;
  return elem.kind === "store" || (elem.kind === "mem" && elem.elem.kind === "store");
}

/** The memory that numbers of what `type` leads to are kept in, one behind the other. */
export function flatType(type: Type): MemType {
  const { elem } = type as MemType;
  return elem.kind === "store" ? (type as MemType) : (elem as MemType);
}

/** How many numbers `m` leads to, in rows counted row by row. */
export function sizeOf(b: Builder, m: Value): Value {
  if (!holdsReferences(m.type)) return length(b, m);
  return forRange(b, [int(b, 0), length(b, m), 1], [int(b, 0)], (inner, i, [n]) => [
    add(inner, n as Value, length(inner, load(inner, m, i))),
  ])[0] as Value;
}

/** Copies the numbers `m` leads to into `flat`, from `start` on. */
export function keepAt(b: Builder, flat: Value, start: Value, m: Value): void {
  eachRow(b, m, start, (inner, row, at) =>
    inner.emit(copy, [view(inner, flat, at, length(inner, row)), row]),
  );
}

/** Copies them back. */
export function putBackFrom(b: Builder, flat: Value, start: Value, m: Value): void {
  eachRow(b, m, start, (inner, row, at) =>
    inner.emit(copy, [row, view(inner, flat, at, length(inner, row))]),
  );
}

function eachRow(
  b: Builder,
  m: Value,
  start: Value,
  visit: (b: Builder, row: Value, at: Value) => void,
): void {
  if (!holdsReferences(m.type)) return visit(b, m, start);
  forRange(b, [int(b, 0), length(b, m), 1], [start], (inner, i, [at]) => {
    const row = load(inner, m, i);
    visit(inner, row, at as Value);
    return [add(inner, at as Value, length(inner, row))];
  });
}

/**
 * What `m` leads to, to be put back by `putBack`: the references in it and the numbers in these. The
 * references in its shadow are kept beside, for they are moved as those in it are.
 */
export function keepContents(b: Builder, m: Value, shadow: Value | undefined): Value[] {
  const flat = allocate(b, flatType(m.type), sizeOf(b, m));
  keepAt(b, flat, int(b, 0), m);
  if (!holdsReferences(m.type)) return [flat];
  const links = [m, ...(shadow === undefined ? [] : [shadow])].map((from) => {
    const made = allocate(b, from.type as MemType, length(b, from));
    b.emit(copy, [made, from]);
    return made;
  });
  return [flat, ...links];
}

/** How many values `keepContents` gives. */
export function partsOf(m: Value, shadow: Value | undefined): number {
  return holdsReferences(m.type) ? 2 + Number(shadow !== undefined) : 1;
}

export function putBack(
  b: Builder,
  m: Value,
  shadow: Value | undefined,
  [flat, links, shadowLinks]: readonly Value[],
): void {
  if (links !== undefined) b.emit(copy, [m, links]);
  if (shadowLinks !== undefined) b.emit(copy, [shadow as Value, shadowLinks]);
  putBackFrom(b, flat as Value, int(b, 0), m);
}
