// What there is to know of a loop before its snapshots can be laid out.
import { locationsOf } from "../analysis/apart.ts";
import { reachable, type Cell } from "../analysis/cells.ts";
import { memoryOf } from "../analysis/memory.ts";
import { structureOf } from "../analysis/structure.ts";
import { funcNamed, type Instr, type Module, type Region, type Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isFlatMemory, isReference, type Type } from "../ir/types.ts";
import { forOp, ifOp, loopOp, select, view } from "../ops/index.ts";
import { named } from "./checkpoints.ts";
import { touches, type Touch } from "./contents.ts";
import { isBounded } from "./reach.ts";
import { hasShadow } from "./half.ts";
import type { Keeping, StateShape } from "./snapshots.ts";

/** A loop that stands in a function of its own, and its body in another. */
export interface OutlinedLoop {
  /** The function that has the loop: it takes the bounds, if any, what is carried, what it uses. */
  readonly name: string;
  /** The function of one iteration: it takes the index, if any, what is carried, what it uses. */
  readonly step: string;
  readonly loop: Instr;
  /** Number of parameters of the function that come before what is carried. */
  readonly bounds: number;
  /** Number of parameters of the step that come before what is carried. */
  readonly index: number;
  /** Number of yields of the step that come before what is carried on. */
  readonly again: number;
  readonly carried: number;
}

export function outlinedLoop(module: Module, name: string, step: string): OutlinedLoop {
  const { body } = funcNamed(module, name).region;
  const loop = body.find(({ regions }) => regions.length > 0) as Instr;
  const counted = loop.op === forOp;
  return {
    name,
    step,
    loop,
    bounds: counted ? 2 : 0,
    index: counted ? 1 : 0,
    again: counted ? 0 : 1,
    carried: loop.results.length,
  };
}

/** How the state of a loop is kept; all parameters by position in the step. */
export interface LoopShape extends StateShape {
  /** What iterations use and never change, but others do before the reverse sweep. */
  readonly once: readonly number[];
  /** Memory that the reverse sweep writes into: it leaves it as it was. */
  readonly written: readonly number[];
}

/**
 * How to keep the state of `outlined`, or why it cannot be. If not `calm`, what the loop reads is
 * written by others before the reverse sweep.
 */
export function loopShape(
  module: Module,
  outlined: OutlinedLoop,
  calm: boolean,
): LoopShape | string {
  const { step, index, again, carried: count } = outlined;
  const { params, yields } = funcNamed(module, step).region;
  const all = inLoop(module, outlined, touches(module, step));
  const isCarried = (i: number): boolean => i >= index && i < index + count;
  for (const { relinks, param } of all) {
    if (relinks) return `references in ${named(param)} are replaced`;
  }
  const kept = (t: Touch): boolean => t.reads && (t.writes || (!calm && isCarried(t.index)));
  const once = all.filter((t) => !calm && t.reads && !kept(t));
  const fresh = params.map(
    (_, i) => isCarried(i) && mayBeNew(module, step, yields[again + i - index] as Value),
  );
  const keeping = params.map((p, i): Keeping => {
    return fresh[i] && isUnchanged(module, step, p, all) ? "copy" : "value";
  });
  const contents = all.filter((t) => kept(t) && keeping[t.index] === "value");
  const written = all.filter((t) => t.writes || contents.includes(t) || once.includes(t));
  for (const { param } of written) {
    if (!isBounded(param.type))
      return `${named(param)} is changed, and its type leads back to itself`;
  }
  for (const [i, p] of params.entries()) {
    if (fresh[i] && hasShadow(p) && !isBounded(tangentType(p.type) as Type)) {
      return `${named(p)} is made by iterations, and its type leads back to itself`;
    }
  }
  return {
    carried: params
      .slice(index, index + count)
      .map((param, i) => ({ param, keeping: keeping[index + i] as Keeping })),
    contents,
    once: once.map((t) => t.index),
    written: written.map((t) => t.index),
  };
}

/**
 * What is carried may be swapped: what one iteration does with one parameter, the next one may do with
 * another. So classes of the function that has the loop decide.
 */
function inLoop(
  module: Module,
  { name, loop, bounds, index, carried }: OutlinedLoop,
  all: readonly Touch[],
): Touch[] {
  const [region] = loop.regions as [Region];
  const memory = memoryOf(module, name);
  const { reads, writes } = memory.effectsOf(region);
  const used = funcNamed(module, name).region.params.slice(bounds + carried);
  const values = [...region.params.slice(0, index + carried), ...used];
  const cellsOf = (t: Touch): Cell[] => [
    ...reachable([memory.classes.cellOf(values[t.index] as Value)]),
  ];
  const touched = (cell: Cell, among: ReadonlySet<number>): boolean =>
    locationsOf(cell, memory).some((l) => among.has(l));
  const collect = (some: readonly Touch[], among: ReadonlySet<number>): Set<Cell> =>
    new Set(some.flatMap(cellsOf).filter((cell) => touched(cell, among)));
  const written = collect(
    all.filter((t) => t.writes),
    writes,
  );
  return all.map((t) => ({
    ...t,
    reads: t.reads || cellsOf(t).some((cell) => touched(cell, reads)),
    writes: t.writes || cellsOf(t).some((cell) => written.has(cell)),
  }));
}

// Whether no step changes what `param` leads to: numbers that another parameter may lead to as well.
function isUnchanged(module: Module, step: string, param: Value, all: readonly Touch[]): boolean {
  if (!isFlatMemory(param.type)) return false;
  const memory = memoryOf(module, step);
  return all.every((t) => {
    if (!t.writes) return true;
    if (t.param === param) return false;
    return !memory.mayAlias(t.param, param) && isFlatMemory(t.param.type);
  });
}

/** Whether `v`, which the function `name` yields, may be other memory than its parameters are. */
function mayBeNew(module: Module, name: string, v: Value): boolean {
  if (!isReference(v.type)) return false;
  const structure = structureOf(funcNamed(module, name).region);
  const seen = new Set<Value>();
  const visit = (x: Value): boolean => {
    if (seen.has(x)) return false;
    seen.add(x);
    const { region, instr, index } = structure.definitionOf(x) as NonNullable<
      ReturnType<typeof structure.definitionOf>
    >;
    if (instr === undefined) {
      const owner = structure.ownerOf(region);
      return owner !== undefined && fromLoop(owner, index - Number(owner.op === forOp), visit);
    }
    switch (instr.op) {
      case view:
        return visit(instr.args[0] as Value);
      case select:
        return instr.args.slice(1).some(visit);
      case ifOp:
        return instr.regions.some(({ yields }) => visit(yields[index] as Value));
      case forOp:
      case loopOp:
        return fromLoop(instr, index, visit);
      default:
        return true;
    }
  };
  return visit(v);
}

// The carried value number `i` of `loop`.
function fromLoop(loop: Instr, i: number, visit: (v: Value) => boolean): boolean {
  const [region] = loop.regions as [Region];
  const counted = loop.op === forOp;
  const init = loop.args[i + (counted ? 2 : 0)] as Value;
  return visit(init) || visit(region.yields[i + (counted ? 0 : 1)] as Value);
}
