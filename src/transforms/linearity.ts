import { memoryOf } from "../analysis/memory.ts";
import { funcNamed, type Instr, type Module, type Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import { callOp, div, mul, strongDiv, strongMul } from "../ops/index.ts";
import { activityOf, type Activity } from "./activity.ts";
import { activeOperands, bits } from "./family.ts";

/**
 * An instruction by which the function `name` is not linear in its `active` parameters; undefined if
 * it is, or affine. What varies may be added, scaled, divided, chosen by what does not, and moved.
 */
export function nonlinearity(
  module: Module,
  name: string,
  active: readonly boolean[],
  seen: Set<string> = new Set(),
): Instr | undefined {
  const key = `${name} ${bits(active)}`;
  if (seen.has(key)) return undefined; // what it does otherwise decides
  seen.add(key);
  const func = funcNamed(module, name);
  const activity = activityOf(func, memoryOf(module, name), active);
  let found: Instr | undefined;
  walk(func.region, (instr) => {
    if (found !== undefined) return false;
    if (instr.op === callOp) found = ofCall(module, instr, activity, seen);
    else if (!isLinear(instr, activity)) found = instr;
    return true;
  });
  return found;
}

function ofCall(
  module: Module,
  instr: Instr,
  activity: Activity,
  seen: Set<string>,
): Instr | undefined {
  const active = activeOperands(activity, instr.args);
  if (!active.includes(true)) return undefined;
  const callee = String(instr.attrs["callee"]);
  // what a function with rules does says nothing of its derivative
  if (funcNamed(module, callee).rules) return instr;
  return nonlinearity(module, callee, active, seen);
}

function isLinear({ op, args }: Instr, activity: Activity): boolean {
  const varies = (v: Value | undefined): boolean =>
    v !== undefined && !isReference(v.type) && activity.varies(v);
  if (op === mul || op === strongMul) return !args.every(varies);
  if (op === div || op === strongDiv) return !varies(args[1]);
  if (op.rule.kind === "structural" || op.rule.kind === "linear") return true;
  return !args.some(varies);
}
