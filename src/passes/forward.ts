import type { Func, Instr, Value } from "../ir/func.ts";
import { loadedType, showType, type Type } from "../ir/types.ts";
import type { Memory } from "../analysis/memory.ts";
import * as op from "../ops/index.ts";
import { Contents, type Spot } from "./contents.ts";
import { editFunc } from "./edit.ts";
import { memoryPass, type Pass } from "./pass.ts";

/**
 * Forwards what was stored or read to later reads of the same place, and drops stores of what is
 * there already.
 *
 *     store %m, %i, %x       →   store %m, %i, %x
 *     %1 = load %m, %i
 *     %2 = exp %1                %2 = exp %x
 *
 * A place is a memory or record and an index or field; equal values are the same place, and two
 * constant indices are different ones; what else may be the same is told by alias classes. What was
 * known before a loop that writes there is forgotten in it. Almost linear.
 */
export const forward: Pass = memoryPass(
  "forward",
  "replaces reads of what is known to be there",
  forwardFunc,
  [op.load, op.store, op.recordGet, op.recordSet],
);

function forwardFunc(func: Func, memory: Memory): Func {
  const contents = new Contents();
  const literals = new Map<Value, number>();
  const spotOf = (index: Value): Spot => literals.get(index) ?? index;
  const forgetWrites = (instr: Instr): void => {
    for (const location of memory.effectsOf(instr).writes) contents.forget(location);
  };
  return editFunc(func, {
    placed: (instr) => {
      if (instr.op !== op.constant) return;
      const value = op.literalOf(instr.attrs);
      if (typeof value === "number") literals.set(instr.results[0]!, value);
    },
    enter: (old) => {
      contents.enter();
      if (old.op !== op.ifOp) forgetWrites(old);
    },
    leave: () => contents.leave(),
    instr: (instr, _, old) => {
      const access = accessOf(instr, old, memory, spotOf);
      if (access === undefined) return forgetWrites(old);
      const { location, ref, spot, stored } = access;
      const there = contents.at(location, ref, spot);
      if (stored === undefined) {
        if (there !== undefined) return [there];
        contents.saw(location, ref, spot, instr.results[0]!);
        return undefined;
      }
      if (there === stored) return [];
      if (keepsExactly(ref.type)) contents.wrote(location, ref, spot, stored);
      else contents.forget(location);
      return undefined;
    },
  });
}

interface Access {
  readonly location: number;
  readonly ref: Value;
  readonly spot: Spot;
  /** Undefined for a read. */
  readonly stored: Value | undefined;
}

function accessOf(
  instr: Instr,
  old: Instr,
  memory: Memory,
  spotOf: (index: Value) => Spot,
): Access | undefined {
  const [ref, second, third] = instr.args as [Value, Value, Value];
  const field = String(instr.attrs["field"]);
  switch (instr.op) {
    case op.load:
      return {
        location: memory.locationOf(old.args[0]!),
        ref,
        spot: spotOf(second),
        stored: undefined,
      };
    case op.store:
      return {
        location: memory.locationOf(old.args[0]!),
        ref,
        spot: spotOf(second),
        stored: third,
      };
    case op.recordGet:
      return { location: memory.locationOf(old.args[0]!, field), ref, spot: 0, stored: undefined };
    case op.recordSet:
      return { location: memory.locationOf(old.args[0]!, field), ref, spot: 0, stored: second };
    default:
      return undefined;
  }
}

/** Whether what is read from memory of this type is what was stored, and not cut to fewer bits. */
export function keepsExactly(type: Type): boolean {
  if (type.kind !== "mem" || type.elem.kind !== "store") return true;
  return showType(loadedType(type.elem)) === type.elem.storage;
}
