import type { Func } from "../../ir/func.ts";
import { FuncCode } from "./code.ts";
import { conventionOf, type Context } from "./context.ts";
import { emitInstr } from "./dispatch.ts";
import { Emitter } from "./emitter.ts";
import { fromBlock, inBlock } from "./calls.ts";
import { heapEnd } from "./memory-helpers.ts";
import { releasesAll } from "./release.ts";
import { giveBack } from "./releasing.ts";
import { componentsOf } from "./representation.ts";

/** The code of an IR function. */
export function emitFunc(context: Context, func: Func): FuncCode {
  const { params, body, yields } = func.region;
  const convention = conventionOf(
    params.map((p) => p.type),
    yields.map((y) => y.type),
  );
  const code = new FuncCode(func.name, convention.signature);
  const e = new Emitter(context, code, func.region, emitInstr);
  let next = 0;
  for (const p of params) {
    const components = componentsOf(p.type).map((type, c) => {
      const k = next++;
      if (!convention.paramsInMemory) return code.param(k);
      return e.uses.count(p, c) > 0 ? code.keep(fromBlock(code.param(0), type, k)) : undefined;
    });
    e.define(p, components);
  }
  const floor = releasesAll(context, func.region) ? code.keep(heapEnd(context)) : undefined;
  if (e.body(body)) return code;
  const results = yields.flatMap((v) => e.useAll(v));
  if (convention.resultsInMemory) {
    const site = context.site({ kind: "memory", span: func.span });
    code.push(inBlock(e, results, site));
  } else {
    for (const x of results) code.push(x);
    if (floor !== undefined) giveBack(e, floor, floor);
  }
  return code;
}
