import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { definedIn, mapped, substitute, type ValueMap } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { Keys } from "./keys.ts";
import { funcPass, type Pass } from "./pass.ts";

/** How long chains are of what both sides compute. */
const ROUNDS = 8;

/**
 * What both sides of a branch compute is computed before it.
 *
 *                                    %1 = mul %x, %y
 *     if %c { %1 = mul %x, %y … }    if %c { … }
 *           { %2 = mul %x, %y … } →        { … }
 *
 * Only what has no effects and cannot fail: checks stay where an error says they are. The derivative
 * keeps one number for both sides then. Linear.
 */
export const shared: Pass = funcPass(
  "shared",
  "computes before a branch what both of its sides do",
  sharedFunc,
  [op.ifOp],
);

function sharedFunc(func: Func): Func {
  return editFunc(func, {
    instr: (instr, b) => (instr.op === op.ifOp ? hoisted(instr, b) : undefined),
  });
}

function hoisted(branch: Instr, b: Builder): readonly Value[] | undefined {
  const [then, otherwise] = branch.regions as [Region, Region];
  if (then.body.length === 0 || otherwise.body.length === 0) return undefined;
  const first = new Side(then);
  const second = new Side(otherwise);
  const keys = new Keys();
  const found: Instr[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const others = new Map<string, Instr>();
    for (const [instr, moved] of second.ready()) others.set(keys.keyOf(moved), instr);
    const before = found.length;
    for (const [instr] of others.size === 0 ? [] : first.ready()) {
      const twin = others.get(keys.keyOf(instr));
      if (twin === undefined) continue;
      others.delete(keys.keyOf(instr));
      found.push(instr);
      first.take(instr, instr.results);
      second.take(twin, instr.results);
    }
    if (found.length === before) break;
  }
  if (found.every((instr) => instr.op === op.constant)) return undefined;
  for (const instr of found) b.append(instr);
  b.append({ ...branch, regions: [first.rest(), second.rest()] });
  return branch.results;
}

/** One side of a branch, of which some instructions are taken out. */
class Side {
  private readonly region: Region;
  private readonly inside: Set<Value>;
  private readonly taken = new Set<Instr>();
  private readonly map: ValueMap = new Map();

  constructor(region: Region) {
    this.region = region;
    this.inside = definedIn(region);
  }

  /** What needs nothing of this side, as it is and with what has been taken out in its operands. */
  *ready(): Iterable<readonly [Instr, Instr]> {
    for (const instr of this.region.body) {
      if (instr.op.effect !== "pure" || instr.regions.length > 0 || this.taken.has(instr)) continue;
      const args = instr.args.map((a) => mapped(this.map, a));
      if (!args.some((a) => this.inside.has(a))) yield [instr, { ...instr, args }];
    }
  }

  take(instr: Instr, results: readonly Value[]): void {
    this.taken.add(instr);
    instr.results.forEach((r, i) => {
      this.inside.delete(r);
      if (r !== results[i]) this.map.set(r, results[i]!);
    });
  }

  rest(): Region {
    const body = this.region.body.filter((instr) => !this.taken.has(instr));
    return substitute({ ...this.region, body }, this.map);
  }
}
