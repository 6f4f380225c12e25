import { funcNamed, type Func, type Instr, type Module } from "../ir/func.ts";
import { rulesOf, walk } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import { callOrder } from "../analysis/callgraph.ts";
import { areApart } from "../analysis/apart.ts";
import { memoryOf } from "../analysis/memory.ts";
import type { Pass } from "./pass.ts";

/**
 * Marks inner functions `disjoint` whose every call, or derivative to be taken, passes references
 * that lead to disjoint memory.
 *
 *     %k = alloc mem<f64> %n
 *     call @slope %x, %k     →   func @slope(%x, %k) … disjoint
 *
 * Callers come before callees, so that what is known of an entry reaches all it calls; a function
 * that calls itself is taken to be disjoint while its own calls are looked at. The calls of rules are
 * yet to come. Linear.
 */
export const disjoint: Pass = {
  name: "disjoint",
  doc: "finds functions whose parameters never overlap",
  run(module, roots = [...module.funcs.keys()]) {
    let now = module;
    const called = new Set([...module.funcs.values()].flatMap((f) => rulesOf(f.rules)));
    for (const group of callOrder(module).toReversed()) {
      const open = group.filter(
        (f) => f.disjoint !== true && !roots.includes(f.name) && !called.has(f.name) && several(f),
      );
      if (open.length === 0) continue;
      const marked = new Map(now.funcs);
      for (const f of open) marked.set(f.name, { ...now.funcs.get(f.name)!, disjoint: true });
      const guess = { funcs: marked };
      if (open.every((f) => allApart(guess, f.name))) now = guess;
    }
    return now;
  },
};

function several({ region }: Func): boolean {
  return region.params.filter((p) => isReference(p.type)).length > 1;
}

function allApart(module: Module, callee: string): boolean {
  for (const func of module.funcs.values()) {
    const calls: Instr[] = [];
    walk(func.region, (instr) => {
      if (instr.attrs["callee"] === callee) calls.push(instr);
    });
    if (calls.length === 0) continue;
    const memory = memoryOf(module, func.name);
    // of a derivative the function itself is given the first operands; the others are its shadows
    const count = funcNamed(module, callee).region.params.length;
    if (!calls.every((call) => areApart(call.args.slice(0, count), memory))) return false;
  }
  return true;
}
