import type { Func, Module, Region } from "../ir/func.ts";
import { inlineRegion, rewriteFunc, walk } from "../ir/rewrite.ts";
import { callOrder, recursiveFuncs } from "../analysis/callgraph.ts";
import * as op from "../ops/index.ts";
import type { Pass } from "./pass.ts";

/** Instructions of a callee that is put in the place of every call of it. */
const SMALL = 40;
/** Instructions up to which a function grows by callees that are not small. */
const BUDGET = 8000;

/**
 * Puts callees in the place of calls: those that are small, and those called from one place only.
 *
 *     func @f(%0) { %1 = mul %0, %0; return %1 }
 *     %2 = call @f %1      →    %2 = mul %1, %1
 *
 * Recursive functions stay, and so do those with rules for their derivative, and calls that reverse
 * mode is to run again; functions whose derivative is yet to be taken stay as they are beside their
 * copies. Callees are done before callers, so that chains dissolve in one pass.
 * Linear in the size of the result.
 */
export const inline: Pass = {
  name: "inline",
  doc: "puts small or once-called functions in the place of calls",
  run: (module, roots) => inlineUpTo(SMALL, module, roots),
};

/** Functions that are called from one place only, in the place of that call. */
export function inlineSingle(module: Module, roots: readonly string[]): Module {
  return inlineUpTo(0, module, roots);
}

function inlineUpTo(small: number, module: Module, roots: readonly string[] | undefined): Module {
  const recursive = recursiveFuncs(module);
  const uses = callCounts(module);
  const done = new Map(module.funcs);
  let changed = false;
  for (const group of callOrder(module)) {
    for (const func of group) {
      const wanted = (name: string, room: number): Region | undefined => {
        const callee = done.get(name);
        if (callee === undefined || callee.alone || callee.rules) return undefined;
        if (recursive.has(name)) return undefined;
        const size = sizeOf(callee.region);
        const alone = uses.get(name) === 1 && roots?.includes(name) !== true;
        return size <= small || (alone && size <= room) ? callee.region : undefined;
      };
      const made = inlined(func, wanted);
      changed ||= made !== func;
      done.set(func.name, made);
    }
  }
  return changed
    ? { funcs: new Map([...module.funcs.keys()].map((n) => [n, done.get(n)!])) }
    : module;
}

function inlined(func: Func, wanted: (name: string, room: number) => Region | undefined): Func {
  let room = BUDGET - sizeOf(func.region);
  const chosen = new Map<object, Region>();
  walk(func.region, (instr) => {
    if (instr.op !== op.callOp || instr.attrs["keeps"] !== undefined) return;
    const region = wanted(String(instr.attrs["callee"]), room);
    if (region === undefined) return;
    room -= sizeOf(region);
    chosen.set(instr, region);
  });
  if (chosen.size === 0) return func;
  return rewriteFunc(func, ({ args }, b, old) => {
    const region = chosen.get(old);
    return region && inlineRegion(b, region, args);
  });
}

/** How often each function is called, derivatives counted twice: they keep it alive. */
function callCounts(module: Module): Map<string, number> {
  const counts = new Map<string, number>();
  for (const func of module.funcs.values()) {
    walk(func.region, ({ op: what, attrs }) => {
      const callee = attrs["callee"];
      if (typeof callee !== "string") return;
      counts.set(callee, (counts.get(callee) ?? 0) + (what === op.callOp ? 1 : 2));
    });
  }
  return counts;
}

/** Number of instructions, constants aside. */
export function sizeOf(region: Region): number {
  let n = 0;
  walk(region, (instr) => {
    if (instr.op !== op.constant) n++;
  });
  return n;
}
