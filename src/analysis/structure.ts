import type { Instr, Region, Value } from "../ir/func.ts";
import { constant, literalOf } from "../ops/constant.ts";

/** Where an instruction stands: `region.body[index]`. */
export interface Place {
  readonly region: Region;
  readonly index: number;
}

/** How a value comes to be: result `index` of `instr`, or parameter `index` of `region`. */
export interface Definition {
  readonly region: Region;
  readonly index: number;
  /** Undefined for a parameter. */
  readonly instr: Instr | undefined;
}

/**
 * Who stands where in a function. Built in one walk, and kept for as long as the region is; every
 * question takes constant time.
 */
export interface Structure {
  readonly root: Region;
  placeOf(instr: Instr): Place;
  /** The instruction a region belongs to; undefined for the root. */
  ownerOf(region: Region): Instr | undefined;
  /** The region around the one given; undefined for the root. */
  parentOf(region: Region): Region | undefined;
  depthOf(region: Region): number;
  /** Undefined for a value from outside of the root. */
  definitionOf(v: Value): Definition | undefined;
}

interface Around {
  readonly owner: Instr | undefined;
  readonly parent: Region | undefined;
  readonly depth: number;
}

export function structureOf(root: Region): Structure {
  let structure = known.get(root);
  if (structure === undefined) known.set(root, (structure = build(root)));
  return structure;
}

const known = new WeakMap<Region, Structure>();

function build(root: Region): Structure {
  const places = new Map<Instr, Place>();
  const around = new Map<Region, Around>();
  const definitions = new Map<Value, Definition>();
  const visit = (region: Region, owner: Instr | undefined, parent: Region | undefined): void => {
    const depth = parent === undefined ? 0 : (around.get(parent) as Around).depth + 1;
    around.set(region, { owner, parent, depth });
    const { params, body } = region;
    for (let i = 0; i < params.length; i++) {
      definitions.set(params[i]!, { region, index: i, instr: undefined });
    }
    for (let index = 0; index < body.length; index++) {
      const instr = body[index]!;
      places.set(instr, { region, index });
      for (const inner of instr.regions) visit(inner, instr, region);
      for (let i = 0; i < instr.results.length; i++) {
        definitions.set(instr.results[i]!, { region, index: i, instr });
      }
    }
  };
  visit(root, undefined, undefined);
  return {
    root,
    placeOf: (instr) => present(places.get(instr)),
    ownerOf: (region) => present(around.get(region)).owner,
    parentOf: (region) => present(around.get(region)).parent,
    depthOf: (region) => present(around.get(region)).depth,
    definitionOf: (v) => definitions.get(v),
  };
}

function present<V>(found: V | undefined): V {
  if (found === undefined) throw new Error("internal: not a part of this function");
  return found;
}

/** Whether `inner` is `outer` or inside it. */
export function isInside(s: Structure, inner: Region, outer: Region): boolean {
  const depth = s.depthOf(outer);
  let at: Region | undefined = inner;
  while (at !== undefined && s.depthOf(at) > depth) at = s.parentOf(at);
  return at === outer;
}

/** The smallest region that both are in. */
export function commonRegion(s: Structure, a: Region, b: Region): Region {
  let [x, y] = [a, b];
  while (x !== y) {
    if (s.depthOf(x) >= s.depthOf(y)) x = s.parentOf(x) as Region;
    else y = s.parentOf(y) as Region;
  }
  return x;
}

/** The number that an instruction makes, if it is a constant. */
export function constantNumber(instr: Instr | undefined): number | undefined {
  return instr?.op === constant ? Number(literalOf(instr.attrs)) : undefined;
}
