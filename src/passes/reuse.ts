import { findOverwritten } from "../analysis/overwritten.ts";
import type { Memory } from "../analysis/memory.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Module, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { madeIn, numberOf, sameCount, usesIn } from "./memory-uses.ts";
import { memoryPass, type Pass } from "./pass.ts";

/**
 * Memory of numbers that is not used any more serves for memory that is made later in the same
 * region, and needs no zeros:
 *
 *     %a = alloc {raw: true} %n          %a = alloc {raw: true} %n
 *     … store %a, %i, %x                 … store %a, %i, %x
 *     %y = call @sum %a             →    %y = call @sum %a
 *     %b = alloc {raw: true} %n
 *     … store %b, %i, %z                 … store %a, %i, %z
 *
 * So a chain of operations on arrays needs as much memory as two of them, which stays in the caches.
 * The memory must be of one type, and as long, or known to be longer by less than as much again.
 * Last of all: what is known of memory that serves for several arrays is less. Linear in the size
 * of the function times how many memories wait to be used again.
 */
export const reuse: Pass = memoryPass("reuse", "uses memory again that is done with", reuseFunc);

/** Memory, and where it is needed last. */
interface Free {
  readonly made: Instr;
  last: number;
}

function reuseFunc(func: Func, memory: Memory, module: Module): Func {
  const regions: Region[] = [];
  const made = new Map<Region, number>();
  walk(func.region, ({ op: what }, region) => {
    if (what !== op.alloc) return;
    const count = (made.get(region) ?? 0) + 1;
    made.set(region, count);
    if (count === 2) regions.push(region);
  });
  if (regions.length === 0) return func;
  const overwritten = findOverwritten(func.region);
  const structure = structureOf(func.region);
  const instead = new Map<Instr, Instr>();
  for (const region of regions) {
    const uses = usesIn(module, memory, region);
    const known: Free[] = [];
    region.body.forEach((instr, at) => {
      const [v] = instr.results;
      if (v === undefined || madeIn(structure, region, v) !== instr) return;
      const use = uses.get(memory.classes.cellOf(v));
      if (use === undefined) return;
      const last = use.kept ? Infinity : use.last;
      const needsZeros = instr.attrs["raw"] !== true && !overwritten.has(instr);
      const free = needsZeros ? undefined : bestOf(structure, known, instr, { at, last });
      if (free === undefined) known.push({ made: instr, last });
      else {
        free.last = last;
        instead.set(instr, free.made);
      }
    });
  }
  if (instead.size === 0) return func;
  const now = new Map<Instr, Value>();
  return editFunc(func, {
    instr: (instr, b, old) => {
      if (instr.op === op.alloc) now.set(old, instr.results[0]!);
      const other = instead.get(old);
      return other && [part(structure, b, now.get(other)!, other, instr)];
    },
  });
}

// The shortest that is long enough, and done with before place `at`; as long where others may see it.
function bestOf(
  structure: Structure,
  known: readonly Free[],
  instr: Instr,
  { at, last }: { readonly at: number; readonly last: number },
): Free | undefined {
  let best: Free | undefined;
  let least = Infinity;
  for (const free of known) {
    if (free.last >= at || !sameType(free.made.results[0]!.type, instr.results[0]!.type)) continue;
    if (sameCount(structure, free.made, instr)) return free;
    if (last === Infinity) continue;
    const [has, wants] = [free.made, instr].map(({ args }) => numberOf(structure, args[0]!));
    if (has === undefined || wants === undefined || has < wants || has >= 2 * wants) continue;
    if (has >= least) continue;
    best = free;
    least = has;
  }
  return best;
}

// As much of `memory`, which `made` has made, as `wanted` would make.
function part(structure: Structure, b: Builder, memory: Value, made: Instr, wanted: Instr): Value {
  if (sameCount(structure, made, wanted)) return memory;
  return op.view(b, memory, op.int(b, 0), wanted.args[0]!);
}
