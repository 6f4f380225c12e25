import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import * as op from "../ops/index.ts";

/**
 * Appends `if lo < hi { before…; loop; after… } { inits }`, which is what the counted loop `loop`
 * is where `before` and `after` may only run if the loop does. `loop` may have more results than
 * `results`, which come first and keep their values. Gives the branch and the loop that is in it.
 */
export function guardLoop(
  b: Builder,
  results: readonly Value[],
  before: readonly Instr[],
  loop: Instr,
  after: readonly Instr[],
): { readonly branch: Instr; readonly inner: Instr } {
  const [lo, hi, ...inits] = loop.args as [Value, Value, ...Value[]];
  const runs = Number(loop.attrs["step"]) > 0 ? op.lt(b, lo, hi) : op.gt(b, lo, hi);
  const own = results.map((r): Value => ({ type: r.type, hint: r.hint }));
  const inner = { ...loop, results: [...own, ...loop.results.slice(own.length)] };
  const then: Region = { params: [], body: [...before, inner, ...after], yields: own };
  const otherwise: Region = { params: [], body: [], yields: inits.slice(0, own.length) };
  const branch: Instr = {
    op: op.ifOp,
    args: [runs],
    attrs: {},
    regions: [then, otherwise],
    results,
    span: loop.span,
  };
  b.append(branch);
  return { branch, inner };
}
