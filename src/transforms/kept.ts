import type { Instr, Region, Value } from "../ir/func.ts";
import type { Structure } from "../analysis/structure.ts";
import { printPosition, type Span } from "../diagnostics/span.ts";
import { showType, type Type } from "../ir/types.ts";
import { forOp, ifOp, loopOp } from "../ops/index.ts";
import type { Remaker } from "./remake.ts";
import type { Saves } from "./saves.ts";

/** A value that the forward sweep keeps for the reverse sweep: what `explain` shows. */
export interface Kept {
  /** The function that is differentiated. */
  readonly func: string;
  /** The user's name for it, or what it is the result of. */
  readonly what: string;
  readonly type: Type;
  readonly span: Span | undefined;
  /** How many loops it is kept in each iteration of. */
  readonly loops: number;
  readonly why: string;
}

/** `kept`, as one line. */
export function showKept({ func, what, type, span, loops, why }: Kept): string {
  const place = span === undefined ? `@${func}` : printPosition(span);
  const times = ["once", "for each iteration", `for each iteration of ${loops} loops`][
    Math.min(loops, 2)
  ] as string;
  return `${place}: ${what} (${showType(type)}) is kept ${times}: ${why}`;
}

export interface KeptFrom {
  readonly func: string;
  readonly structure: Structure;
  readonly saves: Saves;
  readonly remaker: Remaker;
}

/** What is said of `v`, which is kept from `region`. */
export function describeKept(from: KeptFrom, v: Value, region: Region): Kept | undefined {
  const { func, structure, saves, remaker } = from;
  if (saves.ownerOfKey(v) !== undefined) return undefined; // said of what it collects
  const by = saves.definition(v);
  if (by === undefined && structure.ownerOf(region) === undefined) return undefined; // an argument
  return {
    func,
    what:
      v.hint ?? (by === undefined ? "a value carried by a loop" : `the result of ${by.op.name}`),
    type: v.type,
    span: by?.span ?? structure.ownerOf(region)?.span,
    loops: loopsAround(structure, region),
    why: reason(by, region, saves.snapshotOf(v) !== undefined, remaker),
  };
}

function reason(
  by: Instr | undefined,
  region: Region,
  snapshot: boolean,
  remaker: Remaker,
): string {
  if (snapshot) return "what this memory holds when an iteration begins";
  if (by === undefined) return "it comes from the iteration before";
  if (remaker.of(by, region) !== undefined) {
    return "computing it again, with all that it takes, costs more";
  }
  switch (by.op.effect) {
    case "read":
      return "what it was read from is overwritten later";
    case "alloc":
      return "it is memory that outlives the iteration, or is shared";
    case "nested":
      return by.op === forOp || by.op === loopOp || by.op === ifOp
        ? "it comes out of a loop or branch that cannot be run again by itself"
        : "it is the result of a call";
    default:
      return "it cannot be computed again";
  }
}

function loopsAround(structure: Structure, from: Region): number {
  let count = 0;
  for (let region: Region | undefined = from; region !== undefined;) {
    const owner = structure.ownerOf(region);
    if (owner?.op === forOp || owner?.op === loopOp) count++;
    region = structure.parentOf(region);
  }
  return count;
}
