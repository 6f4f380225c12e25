import type { Func, Instr, Module, Value } from "../ir/func.ts";
import { calleesOf, rulesOf, walk } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { eachFunc, type Pass } from "./pass.ts";

/**
 * Slims the parameters and results of functions that are only called from inside of the module:
 * parameters that the function does not use, results that no call uses, and results that are always
 * a parameter, go.
 *
 *     func @f(%a, %b) { %1 = sin %a; return %1, %a }     func @f(%a) { %1 = sin %a; return %1 }
 *     %2, %3 = call @f %x, %y                        →   %2 = call @f %x
 *
 * A parameter that a function only hands on to itself, changed or not, is not used. Functions whose derivative is to
 * be taken, and those with rules, keep their form. Linear.
 */
export const signature: Pass = {
  name: "signature",
  doc: "drops unused parameters and results of inner functions",
  run(module, roots = [...module.funcs.keys()]) {
    const plans = plansFor(module, new Set(roots));
    if (plans.size === 0) return module;
    return eachFunc(module, (func) => slimCalls(slimFunc(func, plans.get(func.name)), plans));
  },
};

/** What is left of a function's parameters and results. */
interface Plan {
  readonly params: readonly boolean[];
  /** For each result, whether it stays, or the parameter that it always is. */
  readonly results: readonly (boolean | number)[];
  readonly needed: ReadonlySet<Value>;
}

function plansFor(module: Module, fixed: Set<string>): Map<string, Plan> {
  const usedResults = new Map<string, readonly boolean[]>();
  for (const func of module.funcs.values()) {
    if (func.rules) for (const name of [func.name, ...rulesOf(func.rules)]) fixed.add(name);
    for (const { callee, used, derives } of usesIn(func)) {
      if (derives) fixed.add(callee);
      const before = usedResults.get(callee);
      usedResults.set(callee, before === undefined ? used : used.map((u, i) => u || before[i]!));
    }
  }
  const plans = new Map<string, Plan>();
  for (const func of module.funcs.values()) {
    if (fixed.has(func.name)) continue;
    const plan = planFor(func, usedResults.get(func.name) ?? []);
    if (plan !== undefined) plans.set(func.name, plan);
  }
  return plans;
}

/** How a function is named in another. */
interface Use {
  readonly callee: string;
  /** Which results are used. */
  readonly used: readonly boolean[];
  /** Whether this is no call. */
  readonly derives: boolean;
}

const uses = new WeakMap<Func, readonly Use[]>();

/** Found once for each function: most are the same from round to round. */
function usesIn(func: Func): readonly Use[] {
  let list = uses.get(func);
  if (list === undefined) {
    list = calleesOf(func.region).size === 0 ? [] : findUses(func);
    uses.set(func, list);
  }
  return list;
}

function findUses(func: Func): Use[] {
  const list: Use[] = [];
  const used = usedValues(func);
  walk(func.region, ({ op: what, attrs, results }) => {
    const callee = attrs["callee"];
    if (typeof callee !== "string") return;
    list.push({ callee, used: results.map((r) => used.has(r)), derives: what !== op.callOp });
  });
  return list;
}

/** Functions of which everything stays, if these results are used. */
const slim = new WeakMap<Func, readonly boolean[]>();

/** Undefined where everything stays. */
function planFor(func: Func, usedResults: readonly boolean[]): Plan | undefined {
  const before = slim.get(func);
  if (before?.length === usedResults.length && before.every((u, i) => u === usedResults[i])) {
    return undefined;
  }
  const plan = makePlan(func, usedResults);
  if (!plan.params.every(Boolean) || !plan.results.every((r) => r === true)) return plan;
  slim.set(func, usedResults);
  return undefined;
}

function makePlan(func: Func, usedResults: readonly boolean[]): Plan {
  const { params, yields } = func.region;
  const results = yields.map((v, i) => {
    if (usedResults[i] !== true) return false;
    const given = params.indexOf(v);
    return given < 0 ? true : given;
  });
  const needed = usedValues(func, results);
  return { params: params.map((p) => needed.has(p)), results, needed };
}

/**
 * What is used: by anything but a result that goes, and what only becomes the same parameter in a
 * call of the function by itself.
 */
function usedValues(func: Func, results?: readonly (boolean | number)[]): Set<Value> {
  const { region, name } = func;
  const used = new Set<Value>();
  const work: Value[] = [];
  const use = (v: Value): void => {
    if (used.has(v)) return;
    used.add(v);
    work.push(v);
  };
  region.yields.forEach((v, i) => {
    if (results === undefined || results[i] === true) use(v);
  });
  const made = new Map<Value, Instr>();
  const handed = new Map<Value, Value[]>();
  walk(region, (instr) => {
    const isSelf = instr.op === op.callOp && instr.attrs["callee"] === name;
    if (results !== undefined && isSelf) {
      instr.args.forEach((v, i) => {
        const p = region.params[i]!;
        const list = handed.get(p);
        if (list === undefined) handed.set(p, [v]);
        else list.push(v);
      });
      // what stands for a result that is always a parameter
      instr.results.forEach((r, i) => {
        const stays = results[i];
        if (typeof stays === "number") handed.set(r, [instr.args[stays]!]);
      });
    } else if (results !== undefined && instr.op.effect === "pure") {
      for (const r of instr.results) made.set(r, instr);
    } else instr.args.forEach(use);
    for (const inner of instr.regions) inner.yields.forEach(use);
  });
  for (let v = work.pop(); v !== undefined; v = work.pop()) {
    made.get(v)?.args.forEach(use);
    handed.get(v)?.forEach(use);
  }
  return used;
}

function slimFunc(func: Func, plan: Plan | undefined): Func {
  if (plan === undefined) return func;
  // what was computed of parameters that go goes with them
  const { region } = editFunc(func, {
    instr: (instr, _, old) =>
      instr.op.effect === "pure" && !old.results.some((r) => plan.needed.has(r))
        ? instr.results
        : undefined,
  });
  return {
    ...func,
    region: {
      params: region.params.filter((_, i) => plan.params[i]),
      body: region.body,
      yields: region.yields.filter((_, i) => plan.results[i] === true),
    },
  };
}

function slimCalls(func: Func, plans: ReadonlyMap<string, Plan>): Func {
  return editFunc(func, {
    instr: (instr, b) => {
      const plan = instr.op === op.callOp && plans.get(String(instr.attrs["callee"]));
      if (!plan) return undefined;
      b.append(slimmed(instr, plan));
      return instr.results.map((r, i) => {
        const stays = plan.results[i];
        return typeof stays === "number" ? instr.args[stays]! : r;
      });
    },
  });
}

function slimmed(instr: Instr, plan: Plan): Instr {
  return {
    ...instr,
    args: instr.args.filter((_, i) => plan.params[i]),
    results: instr.results.filter((_, i) => plan.results[i] === true),
  };
}
