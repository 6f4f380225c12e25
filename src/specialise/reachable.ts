import type { Func, Module } from "../ir/func.ts";
import { neededBy } from "../ir/rewrite.ts";

/** The functions that `name` leads to, itself last. */
export function reachable(funcs: ReadonlyMap<string, Func>, name: string): Module {
  const found = new Map<string, Func>();
  const visit = (one: string): void => {
    const func = funcs.get(one);
    if (func === undefined) throw new Error(`internal: no function @${one}`);
    if (found.has(one)) return;
    found.set(one, func);
    neededBy(func).forEach(visit);
  };
  visit(name);
  return { funcs: found };
}
