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
): Instr | undefined {
  return new Linearity(module).fault(name, active);
}

class Linearity {
  readonly #module: Module;
  readonly #seen = new Set<string>();
  /** For calls by name and active operands, which results vary. */
  readonly #results = new Map<string, readonly boolean[]>();

  constructor(module: Module) {
    this.#module = module;
  }

  fault(name: string, active: readonly boolean[]): Instr | undefined {
    const key = `${name} ${bits(active)}`;
    if (this.#seen.has(key)) return undefined; // what it does otherwise decides
    this.#seen.add(key);
    const activity = this.#activity(name, active);
    let found: Instr | undefined;
    walk(funcNamed(this.#module, name).region, (instr) => {
      if (found !== undefined) return false;
      if (instr.op === callOp) found = this.#ofCall(instr, activity);
      else if (!isLinear(instr, activity)) found = instr;
      return true;
    });
    return found;
  }

  #ofCall(instr: Instr, activity: Activity): Instr | undefined {
    const active = activeOperands(activity, instr.args);
    if (!active.includes(true)) return undefined;
    const callee = String(instr.attrs["callee"]);
    // what a function with rules does says nothing of its derivative
    return funcNamed(this.#module, callee).rules ? instr : this.fault(callee, active);
  }

  #activity(name: string, active: readonly boolean[]): Activity {
    const func = funcNamed(this.#module, name);
    return activityOf(func, memoryOf(this.#module, name), active, (callee, given) =>
      this.#resultsOf(callee, given),
    );
  }

  // A function that calls itself starts from results that do not vary; what was found out of others
  // with that is found out again.
  #resultsOf(name: string, active: readonly boolean[]): readonly boolean[] {
    const key = `${name} ${bits(active)}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const { yields } = funcNamed(this.#module, name).region;
    let results: readonly boolean[] = yields.map(() => false);
    for (;;) {
      const before = new Set(this.#results.keys());
      this.#results.set(key, results);
      const activity = this.#activity(name, active);
      const next = yields.map((v) => isReference(v.type) || activity.varies(v));
      if (next.every((varies, i) => varies === results[i])) return next;
      results = next;
      for (const other of this.#results.keys()) {
        if (!before.has(other)) this.#results.delete(other);
      }
    }
  }
}

function isLinear({ op, args }: Instr, activity: Activity): boolean {
  const varies = (v: Value | undefined): boolean =>
    v !== undefined && !isReference(v.type) && activity.varies(v);
  if (op === mul || op === strongMul) return !args.every(varies);
  if (op === div || op === strongDiv) return !varies(args[1]);
  if (op.rule.kind === "structural" || op.rule.kind === "linear") return true;
  return !args.some(varies);
}
