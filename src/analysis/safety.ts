import type { Instr, Value } from "../ir/func.ts";
import * as op from "../ops/index.ts";
import type { Ranges } from "./ranges.ts";
import type { Structure } from "./structure.ts";

/** The number of elements of `memory`, where it is a value of its own. */
function lengthsOf(memory: Value, structure: Structure): (n: Value) => boolean {
  const made = structure.definitionOf(memory)?.instr;
  const own =
    made?.op === op.alloc ? made.args[0] : made?.op === op.view ? made.args[2] : undefined;
  return (n) => {
    if (n === own) return true;
    const instr = structure.definitionOf(n)?.instr;
    return instr?.op === op.length && instr.args[0] === memory;
  };
}

/**
 * Whether a read or write of element `index` is inside of `memory` wherever the two exist, so that
 * it may be moved to where it did not stand: the index was checked against the length, or its range
 * shows it.
 */
export function isSafeAccess(
  memory: Value,
  index: Value,
  structure: Structure,
  ranges: Ranges,
): boolean {
  const isLength = lengthsOf(memory, structure);
  const check = structure.definitionOf(index)?.instr;
  if (check?.op === op.bounds && isLength(check.args[1]!)) return true;
  const made = structure.definitionOf(memory)?.instr;
  if (made?.op === op.alloc) return ranges.isInside(index, made.args[0]!);
  return made?.op === op.view && ranges.isInside(index, made.args[2]!);
}

/** Whether the body of the counted loop `loop` is certain to run whenever the loop is reached. */
export function surelyRuns(loop: Instr, structure: Structure, ranges: Ranges): boolean {
  if (loop.op === op.loopOp) return true;
  const [lo, hi] = loop.args as [Value, Value];
  const up = Number(loop.attrs["step"]) > 0;
  if (up ? ranges.isBelow(lo, hi) : ranges.isBelow(hi, lo)) return true;
  // what `licm` puts around a loop: if lo < hi { for lo, hi … }
  let region = structure.placeOf(loop).region;
  for (;;) {
    const owner = structure.ownerOf(region);
    if (owner === undefined) return false;
    const test = owner.op === op.ifOp && structure.definitionOf(owner.args[0]!)?.instr;
    if (test && region === owner.regions[0] && test.op === (up ? op.lt : op.gt)) {
      if (test.args[0] === lo && test.args[1] === hi) return true;
    }
    region = structure.placeOf(owner).region;
  }
}
