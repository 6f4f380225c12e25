import type { Region, Value } from "../ir/func.ts";

/**
 * Values through which no derivative ever flows, whatever is differentiated: all they are used for
 * is integers, truth values and the like, such as the products in a subscript. Linear.
 */
export function inertValues(root: Region): (v: Value) => boolean {
  const active = new Set<Value>();
  const visit = (region: Region): void => {
    for (const v of region.yields) active.add(v);
    // uses come after what they use, so that each instruction is judged by all uses of its results
    for (const { op, args, regions, results } of region.body.toReversed()) {
      regions.forEach(visit);
      const passes = op.rule.kind === "linear" || op.rule.kind === "jvp";
      if (op.rule.kind === "zero" || (passes && results.every((r) => !active.has(r)))) continue;
      for (const v of args) active.add(v);
    }
  };
  visit(root);
  return (v) => !active.has(v);
}
