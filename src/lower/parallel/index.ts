/*
 * Loops whose iterations do not depend on one another, shared out among threads: the last lowering
 * before a back end. It looks at what is compiled, so that the loops of derivatives are nothing special.
 * What comes out is ordinary IR: run by one thread it gives the same bits as by several.
 */
import type { Func, Instr, Module, Region, Value } from "../../ir/func.ts";
import { funcNamed, withFuncs } from "../../ir/func.ts";
import { calleesOf, walk } from "../../ir/rewrite.ts";
import { recordsFrom } from "../../ir/types.ts";
import { memoryOf } from "../../analysis/memory.ts";
import { structureOf } from "../../analysis/structure.ts";
import * as op from "../../ops/index.ts";
import { shareProducts } from "./products.ts";
import { planLoop, type Facts, type LoopPlan } from "./plan.ts";
import { share, type Division } from "./share.ts";

export interface ParallelOptions extends Partial<Division> {
  /** Whether sums of floats keep their order, so that loops with such sums stay as they are. */
  readonly strict?: boolean;
  /** Told of each counted loop that is looked at why it is not shared out; undefined if it is. */
  readonly onLoop?: ((loop: Instr, why: string | undefined) => void) | undefined;
}

/** Enough for several threads to be done at about the same time. */
const MOST = 64;
/** Some ten microseconds: to wake a thread takes about as long. */
const LEAST = 30_000;
/** To make an element zero, and to add it in the end. */
const MERGE = 6;

/**
 * `module`, in which the outermost loops that can be are shared out: see `share`. How a loop is
 * divided depends on how much there is to do and not on the number of threads.
 */
export function parallelise(
  module: Module,
  roots: readonly string[],
  { most = MOST, least = LEAST, merge = MERGE, strict = false, onLoop }: ParallelOptions = {},
): Module {
  let now = module;
  const done = new Set<string>();
  const work = [...roots];
  for (let name = work.pop(); name !== undefined; name = work.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    const func = funcNamed(module, name);
    work.push(...calleesOf(func.region));
    const plans = plansOf(module, func, strict, onLoop);
    const facts = factsOf(module, func, strict);
    const places = new Map<Instr, readonly Instr[]>();
    for (const [loop, plan] of plans) {
      const made = share(now, plan, facts, { most, least, merge });
      now = made.module;
      places.set(loop, made.body);
    }
    const products = shareProducts(now, func.region, { structure: facts.structure, places, least });
    if (products === undefined && plans.size === 0) continue;
    now = withFuncs(products ?? now, { ...func, region: replaced(func.region, places) });
  }
  return now;
}

function factsOf(module: Module, { name, region }: Func, strict: boolean): Facts {
  const nameOf = (v: Value): string | undefined => v.hint;
  const marks = (r: Region): boolean => leavesMarks(module, r);
  return { structure: structureOf(region), memory: memoryOf(module, name), strict, nameOf, marks };
}

/** Whether a region, or what it calls, copies the links of memory: two threads would meet in its marks. */
function leavesMarks(module: Module, region: Region): boolean {
  const reached = new Set<Region>([region]);
  let found = false;
  for (const next of reached) {
    walk(next, ({ op: what, args: [like] }) => {
      const linked = what === op.zerosLike || what === op.skeleton;
      found ||= linked && recordsFrom([like!.type]).size > 0;
    });
    for (const name of calleesOf(next)) reached.add(funcNamed(module, name).region);
  }
  return found;
}

/** The outermost loops that can be shared out. */
function plansOf(
  module: Module,
  func: Func,
  strict: boolean,
  onLoop: ParallelOptions["onLoop"],
): Map<Instr, LoopPlan> {
  const plans = new Map<Instr, LoopPlan>();
  if (!hasLoop(func.region)) return plans;
  const facts = factsOf(module, func, strict);
  const visit = (region: Region, depth: number): void => {
    for (const instr of region.body) {
      if (instr.op !== op.forOp) {
        const inner = instr.op === op.loopOp ? depth + 1 : depth;
        for (const r of instr.regions) visit(r, inner);
        continue;
      }
      const small = depth > 0 && !doesMuch(instr.regions[0]!);
      const plan = small ? "a loop of little inside of another" : planLoop(instr, facts);
      onLoop?.(instr, typeof plan === "string" ? plan : undefined);
      if (typeof plan === "string") visit(instr.regions[0]!, depth + 1);
      else plans.set(instr, plan);
    }
  };
  visit(func.region, 0);
  return plans;
}

/** Whether the body of a loop has loops, or calls, of which it may well pay to share it out. */
function doesMuch(region: Region): boolean {
  let found = false;
  walk(region, ({ op: what }) => {
    found ||= what === op.forOp || what === op.loopOp || what === op.callOp;
    return !found;
  });
  return found;
}

function hasLoop(region: Region): boolean {
  let found = false;
  walk(region, ({ op: what }) => {
    found ||= what === op.forOp;
    return !found;
  });
  return found;
}

/** `region` with instructions in the place of some. All other values stay what they are. */
function replaced(region: Region, places: ReadonlyMap<Instr, readonly Instr[]>): Region {
  const body = region.body.flatMap((instr): readonly Instr[] => {
    const made = places.get(instr);
    if (made !== undefined) return made;
    if (instr.regions.length === 0) return [instr];
    return [{ ...instr, regions: instr.regions.map((r) => replaced(r, places)) }];
  });
  return { ...region, body };
}
