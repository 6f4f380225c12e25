import type { Func, Module } from "../ir/func.ts";
import { calleesOf, neededBy } from "../ir/rewrite.ts";

interface Visit {
  index: number;
  low: number;
  waiting: boolean;
}

/**
 * The functions of `module` in groups, callees before callers: a group is one function, or several
 * that call one another (Tarjan 1972). A derivative counts as a call, and so
 * do the rules of a function. Linear.
 */
export function callOrder(module: Module): readonly (readonly Func[])[] {
  const groups: Func[][] = [];
  const visits = new Map<Func, Visit>();
  const stack: Func[] = [];
  const close = (root: Func): void => {
    const group: Func[] = [];
    for (;;) {
      const func = stack.pop() as Func;
      (visits.get(func) as Visit).waiting = false;
      group.push(func);
      if (func === root) break;
    }
    groups.push(group.toReversed());
  };
  const visit = (func: Func): Visit => {
    const mine: Visit = { index: visits.size, low: visits.size, waiting: true };
    visits.set(func, mine);
    stack.push(func);
    for (const name of neededBy(func)) {
      const callee = module.funcs.get(name);
      if (callee === undefined) continue;
      const seen = visits.get(callee);
      if (seen === undefined) mine.low = Math.min(mine.low, visit(callee).low);
      else if (seen.waiting) mine.low = Math.min(mine.low, seen.index);
    }
    if (mine.low === mine.index) close(func);
    return mine;
  };
  for (const func of module.funcs.values()) if (!visits.has(func)) visit(func);
  return groups;
}

/** Names of the functions that may be running when they are called again. */
export function recursiveFuncs(module: Module): Set<string> {
  const names = new Set<string>();
  for (const group of callOrder(module)) {
    for (const func of group) {
      if (group.length > 1 || calleesOf(func.region).has(func.name)) names.add(func.name);
    }
  }
  return names;
}
