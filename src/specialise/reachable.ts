import type { Func, Module, Region } from "../ir/func.ts";

/** The functions that `name` leads to, itself last. */
export function reachable(funcs: ReadonlyMap<string, Func>, name: string): Module {
  const found = new Map<string, Func>();
  const visit = (one: string): void => {
    const func = funcs.get(one);
    if (func === undefined) throw new Error(`internal: no function @${one}`);
    if (found.has(one)) return;
    found.set(one, func);
    walk(func.region);
  };
  const walk = (region: Region): void => {
    for (const { attrs, regions } of region.body) {
      if (typeof attrs["callee"] === "string") visit(attrs["callee"]);
      regions.forEach(walk);
    }
  };
  visit(name);
  return { funcs: found };
}
