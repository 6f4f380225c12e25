// Scratch memory that each iteration of a loop writes before it reads any is made by the iteration.
import { isFlatMemory } from "../ir/types.ts";
import { overwrites } from "../analysis/overwritten.ts";
import { commonRegion, isInside, structureOf, type Structure } from "../analysis/structure.ts";
import {
  funcNamed,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import { calleesOf, rewriteRegion, walk, type ValueMap } from "../ir/rewrite.ts";
import { alloc, fill, forOp, length, load, loopOp, store } from "../ops/index.ts";

/**
 * `module`, in which the function `name` and its callees make such memory where it is used:
 *
 *     %t = alloc %n                       for … { %t = alloc %n
 *     for … { write %t; … read %t }   →           write %t; … read %t }
 *
 * What an iteration hands to none of the others needs no copy for its reverse sweep: it is local.
 */
export function withOwnScratch(module: Module, name: string): Module {
  const made: Func[] = [];
  const reached = new Set([name]);
  for (const next of reached) {
    const func = funcNamed(module, next);
    if (func.rules !== undefined) continue; // its rules are used in its place
    for (const callee of calleesOf(func.region)) reached.add(callee);
    const moved = movable(func);
    if (moved.size > 0) made.push(withMoved(func, moved));
  }
  return made.length === 0 ? module : withFuncs(module, ...made);
}

/** By region, the `alloc`s that may as well stand in it. */
function movable({ region: root }: Func): Map<Region, Instr[]> {
  const moved = new Map<Region, Instr[]>();
  const made = new Map<Value, Instr>();
  walk(root, (instr) => {
    const [memory] = instr.results;
    if (instr.op !== alloc || memory === undefined) return;
    if (isFlatMemory(memory.type)) made.set(memory, instr);
  });
  if (made.size === 0) return moved;
  const structure = structureOf(root);
  for (const [memory, uses] of regionsOfUse(root, structure, made)) {
    const instr = made.get(memory) as Instr;
    const home = structure.placeOf(instr).region;
    for (let at: Region | undefined = uses; at !== undefined && at !== home;) {
      if (isLoopBody(structure, at) && overwrites(root, at, memory, instr.args[0] as Value)) {
        moved.set(at, [...(moved.get(at) ?? []), instr]);
        break;
      }
      at = structure.parentOf(at);
    }
  }
  return moved;
}

/** For each memory that is only read and written, the smallest region that does. */
function regionsOfUse(
  root: Region,
  structure: Structure,
  made: ReadonlyMap<Value, Instr>,
): Map<Value, Region> {
  const found = new Map<Value, Region>();
  const other = new Set<Value>(root.yields);
  walk(root, ({ op, args, regions }, region) => {
    for (const inner of regions) for (const v of inner.yields) other.add(v);
    args.forEach((a, i) => {
      if (!made.has(a)) return;
      const plain = op === load || op === store || op === fill || op === length;
      if (!plain || i > 0) other.add(a);
      const before = found.get(a);
      found.set(a, before === undefined ? region : commonRegion(structure, before, region));
    });
  });
  for (const v of other) found.delete(v);
  for (const [v, region] of found) {
    const { region: home } = structure.placeOf(made.get(v) as Instr);
    if (!isInside(structure, region, home)) found.delete(v);
  }
  return found;
}

function isLoopBody(structure: Structure, region: Region): boolean {
  const owner = structure.ownerOf(region);
  return owner?.op === forOp || owner?.op === loopOp;
}

// The memory from before is of no use any more.
function withMoved(func: Func, moved: ReadonlyMap<Region, readonly Instr[]>): Func {
  const map: ValueMap = new Map();
  const region = rewriteRegion(
    func.region,
    {
      instr: () => undefined,
      enter: (owner, index, inner) => {
        for (const { args, results, span } of moved.get(owner.regions[index] as Region) ?? []) {
          const [memory] = results as [Value];
          const size = map.get(args[0] as Value) ?? (args[0] as Value);
          const made = inner.at(span, () => inner.emit1(alloc, [size], { type: memory.type }));
          map.set(memory, made);
        }
      },
    },
    map,
  );
  return { ...func, region };
}
