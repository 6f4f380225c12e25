import type { Instr, Value } from "../ir/func.ts";
import * as op from "../ops/index.ts";
import type { Ranges } from "./ranges.ts";
import type { Structure } from "./structure.ts";

// The length that a memory is made with, where it is made in this function.
function madeWith(memory: Value, structure: Structure): Value | undefined {
  const made = structure.definitionOf(memory)?.instr;
  if (made?.op === op.alloc) return made.args[0];
  return made?.op === op.view ? made.args[2] : undefined;
}

/**
 * Whether a read or write of element `index` is inside of `memory` wherever the two exist, so that
 * it may be moved to where it did not stand: the index was checked against the length, or its range
 * shows it.
 */
export function isSafeAccess(
  memory: Value,
  index: Value | number,
  structure: Structure,
  ranges: Ranges,
): boolean {
  const own = madeWith(memory, structure);
  if (typeof index === "number") {
    return own !== undefined && index >= 0 && index < ranges.of(own).lo;
  }
  if (own !== undefined && ranges.isInside(index, own)) return true;
  const check = structure.definitionOf(index)?.instr;
  if (check?.op !== op.bounds) return false;
  const limit = check.args[1]!;
  const measured = structure.definitionOf(limit)?.instr;
  return limit === own || (measured?.op === op.length && measured.args[0] === memory);
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
