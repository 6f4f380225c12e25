import { overwrites } from "../analysis/overwritten.ts";
import { commonRegion, isInside, type Structure } from "../analysis/structure.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import { alloc, bounds, forOp, loopOp, store } from "../ops/index.ts";

/**
 * Memory that is made once and written anew in each iteration of a loop, and used nowhere else. To
 * run an iteration backwards, what it held when the iteration began is enough: the iteration's
 * writes are made again, on a memory that starts with that.
 */
export interface Scratch {
  /** The reference that `alloc` gives. */
  readonly memory: Value;
  /** The body of the loop. */
  readonly body: Region;
  /** How many elements, if an iteration writes all before it reads any: it needs no copy then. */
  readonly anew: Value | undefined;
}

/**
 * The scratch memories among those that `isSimple`: numbers made by one `alloc`, known by its result
 * and views of it. `sameMemory` tells of two references whether they may lead to the same.
 *
 * A copy is made for each iteration. To be worth it, an iteration must write as much as that: so
 * some inner loop must write by its own index, from a start that is the same in each iteration.
 */
export function scratchOf(
  structure: Structure,
  isSimple: (ref: Value) => boolean,
  sameMemory: (a: Value, b: Value) => boolean,
): Scratch[] {
  const made: { readonly memory: Value; readonly region: Region; readonly length: Value }[] = [];
  walk(structure.root, (instr, region) => {
    const [memory] = instr.results;
    if (instr.op === alloc && memory !== undefined && isSimple(memory)) {
      made.push({ memory, region, length: instr.args[0] as Value });
    }
  });
  return made.flatMap(({ memory, region, length }) => {
    const body = bodyOfUses(structure, memory, region, sameMemory);
    if (body === undefined) return [];
    const anew = overwrites(structure.root, body, memory, length) ? length : undefined;
    return [{ memory, body, anew }];
  });
}

function bodyOfUses(
  structure: Structure,
  memory: Value,
  home: Region,
  sameMemory: (a: Value, b: Value) => boolean,
): Region | undefined {
  let common: Region | undefined;
  let sweeps = false;
  const derived: Region[] = [];
  walk(structure.root, (instr, region) => {
    if (!instr.args.some((a) => isReference(a.type) && sameMemory(a, memory))) return;
    if (instr.results.some((r) => isReference(r.type))) derived.push(region);
    else if (instr.op.effect === "read" || instr.op.effect === "write") {
      common = common === undefined ? region : commonRegion(structure, common, region);
      sweeps ||= instr.op === store && sweepsOver(structure, instr, region);
    }
  });
  let body: Region | undefined = common;
  while (body !== undefined && body !== home && !isLoopBody(structure, body)) {
    body = structure.parentOf(body);
  }
  if (body === undefined || body === home || !sweeps) return undefined;
  const found = body;
  if (!isInside(structure, found, home)) return undefined;
  return derived.every((r) => isInside(structure, r, found)) ? found : undefined;
}

function isLoopBody(structure: Structure, region: Region): boolean {
  const owner = structure.ownerOf(region);
  return owner?.op === forOp || owner?.op === loopOp;
}

// Whether the index of `write` is that of a loop around it which is in another loop and starts at
// a value from outside of that.
function sweepsOver(structure: Structure, write: Instr, at: Region): boolean {
  let index = write.args[1] as Value;
  const by = structure.definitionOf(index)?.instr;
  if (by?.op === bounds) index = by.args[0] as Value;
  for (let region: Region | undefined = at; region !== undefined;) {
    const owner = structure.ownerOf(region);
    if (owner?.op === forOp && region.params[0] === index) {
      const outer = loopAround(structure, structure.placeOf(owner).region);
      const start = structure.definitionOf(owner.args[0] as Value);
      return outer !== undefined && start !== undefined && fixed(structure, start, outer);
    }
    region = structure.parentOf(region);
  }
  return false;
}

function fixed(
  structure: Structure,
  { instr, region }: { readonly instr: Instr | undefined; readonly region: Region },
  body: Region,
): boolean {
  return instr?.op.name === "const" || !isInside(structure, region, body);
}

function loopAround(structure: Structure, from: Region): Region | undefined {
  let region: Region | undefined = from;
  while (region !== undefined && !isLoopBody(structure, region))
    region = structure.parentOf(region);
  return region;
}
