import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { loadedType, type Elem, type Storage, type Type } from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** One element or field that becomes a value. */
export interface Cell {
  readonly type: Type;
  /** How it lay in memory; undefined for a reference. */
  readonly storage: Storage | undefined;
}

/** A memory or record all of whose accesses are known. */
export interface Slot {
  /** Cells that something accesses. */
  readonly all: readonly Cell[];
  /** Of a memory; 0 for a record. */
  readonly length: number;
  /** Those that an access is to. */
  cellsOf(access: Instr): readonly Cell[];
  /** Enters the values that the cells have when `made` makes the memory. */
  start(made: Instr, b: Builder, now: Map<Cell, Value>, use: (v: Value) => Value): void;
}

/** By the reference. */
export type Slots = ReadonlyMap<Value, Slot>;

/** Longer memories stay memory: so many values would not stay in registers. */
const LONGEST = 64;

/** The memories and records of `region` whose references are only used to access constant places. */
export function promotable(region: Region): Slots {
  const literals = new Map<Value, number>();
  const candidates = new Map<Value, Instr>();
  const accesses = new Map<Value, Instr[]>();
  const drop = (v: Value): void => {
    candidates.delete(v);
  };
  const visit = (r: Region): void => {
    for (const instr of r.body) {
      const [first] = instr.results;
      if (instr.op === op.constant) literals.set(first!, Number(op.literalOf(instr.attrs)));
      if (isCandidate(instr, literals)) candidates.set(first!, instr);
      instr.args.forEach((arg, i) => {
        const made = candidates.get(arg);
        if (made === undefined) return;
        if (i > 0 || !isAccess(instr, made, literals)) return drop(arg);
        const list = accesses.get(arg);
        if (list === undefined) accesses.set(arg, [instr]);
        else list.push(instr);
      });
      instr.regions.forEach(visit);
    }
    r.yields.forEach(drop);
  };
  visit(region);
  const slots = new Map<Value, Slot>();
  for (const [v, made] of candidates) slots.set(v, slotOf(made, accesses.get(v) ?? [], literals));
  return slots;
}

function isCandidate({ op: what, args }: Instr, literals: ReadonlyMap<Value, number>): boolean {
  if (what === op.recordNew) return true;
  if (what !== op.alloc) return false;
  const length = literals.get(args[0]!);
  return length !== undefined && length >= 0 && length <= LONGEST;
}

function isAccess(instr: Instr, made: Instr, literals: ReadonlyMap<Value, number>): boolean {
  switch (instr.op) {
    case op.load:
    case op.store: {
      const index = literals.get(instr.args[1]!);
      return index !== undefined && index >= 0 && index < literals.get(made.args[0]!)!;
    }
    case op.length:
    case op.fill:
    case op.recordGet:
    case op.recordSet:
      return true;
    default:
      return false;
  }
}

function slotOf(
  made: Instr,
  accesses: readonly Instr[],
  literals: ReadonlyMap<Value, number>,
): Slot {
  return made.op === op.recordNew
    ? recordSlot(made, accesses)
    : memorySlot(made, accesses, literals);
}

function memorySlot(
  made: Instr,
  accesses: readonly Instr[],
  literals: ReadonlyMap<Value, number>,
): Slot {
  const type = made.results[0]!.type as { readonly kind: "mem"; readonly elem: Elem };
  const cells = new Map<number, Cell>();
  const storage = type.elem.kind === "store" ? type.elem.storage : undefined;
  for (const { op: what, args } of accesses) {
    const index = what === op.load || what === op.store ? literals.get(args[1]!) : undefined;
    if (index === undefined || cells.has(index)) continue;
    cells.set(index, { type: loadedType(type.elem), storage });
  }
  const all = [...cells.values()];
  return {
    all,
    length: literals.get(made.args[0]!)!,
    cellsOf: ({ op: what, args }) => {
      if (what === op.fill) return all;
      return what === op.length ? [] : [cells.get(literals.get(args[1]!)!)!];
    },
    start: (_, b, now) => {
      if (all.length === 0) return;
      const zero = op.zeroOf(b, all[0]!.type);
      for (const cell of all) now.set(cell, zero);
    },
  };
}

function recordSlot(made: Instr, accesses: readonly Instr[]): Slot {
  const cells = new Map<string, Cell>();
  const fieldOf = ({ attrs }: Instr): string => String(attrs["field"]);
  for (const access of accesses) {
    const { type } = access.op === op.recordGet ? access.results[0]! : access.args[1]!;
    const name = fieldOf(access);
    if (!cells.has(name)) cells.set(name, { type, storage: undefined });
  }
  const { type } = made.results[0]!;
  const fields = type.kind === "ref" ? type.record.fields : [];
  return {
    all: [...cells.values()],
    length: 0,
    cellsOf: (access) => [cells.get(fieldOf(access))!],
    start: ({ args }, _, now, use) => {
      fields.forEach((f, i) => {
        const cell = cells.get(f.name);
        if (cell !== undefined) now.set(cell, use(args[i]!));
      });
    },
  };
}
