// What lists of lists are filled with.
import type { Instr, Value } from "../ir/func.ts";
import { sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";

type Bodies = readonly (readonly Instr[])[];

/** A list that is stored in another one, and the bodies around that, its own last. */
export interface Row {
  readonly row: Value;
  readonly bodies: Bodies;
}

/** The lists that are stored in `list`, or in what it may be, so far. Linear in `bodies`. */
export function rowsOf(bodies: Bodies, list: Value): Row[] {
  const others = new Map<Value, readonly Value[]>();
  for (const body of bodies) enter(body, others);
  const same = reachable(list, others);
  const found: Row[] = [];
  const search = (around: Bodies): void => {
    for (const { op: what, args, regions } of around.at(-1)!) {
      for (const { body } of regions) search([...around, body]);
      if (what !== op.store || !sameType(args[0]!.type, list.type)) continue;
      const to = reachable(args[0]!, others);
      if ([...to].some((one) => same.has(one))) found.push({ row: args[2]!, bodies: around });
    }
  };
  for (const i of bodies.keys()) search(bodies.slice(0, i + 1));
  return found;
}

// What branches and loops hand on under other names.
function enter(body: readonly Instr[], others: Map<Value, readonly Value[]>): void {
  for (const { op: what, args, regions, results } of body) {
    for (const region of regions) enter(region.body, others);
    // the range and the index come first, or whether to go on
    const [before, inside, after] = what === op.forOp ? [2, 1, 0] : [0, 0, 1];
    for (const [at, result] of results.entries()) {
      if (what === op.ifOp) {
        others.set(
          result,
          regions.map(({ yields }) => yields[at]!),
        );
      } else if (what === op.forOp || what === op.loopOp) {
        const { params, yields } = regions[0]!;
        const both = [args[at + before]!, yields[at + after]!];
        others.set(result, both);
        others.set(params[at + inside]!, both);
      }
    }
  }
}

function reachable(from: Value, others: ReadonlyMap<Value, readonly Value[]>): Set<Value> {
  const seen = new Set<Value>();
  const open = [from];
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    if (seen.has(v)) continue;
    seen.add(v);
    open.push(...(others.get(v) ?? []));
  }
  return seen;
}
