import { callOrder } from "../analysis/callgraph.ts";
import { NablaError } from "../diagnostics/error.ts";
import { budgetOf } from "../ir/budget.ts";
import { directionsOf, seededOf } from "../ir/derivative.ts";
import {
  funcNamed,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Rules,
} from "../ir/func.ts";
import { renamedRules, rewriteFunc, walk } from "../ir/rewrite.ts";
import { callOp, deriveOp } from "../ops/index.ts";
import { batch } from "./batch.ts";
import type { AdOptions } from "./family.ts";
import { jvpMany } from "./jvp.ts";
import { jvpVector } from "./jvp-vector.ts";
import { withoutMarks, withWhole } from "./narrowing.ts";
import { optimisedCopy, type Optimise } from "./optimised.ts";
import { quietName, withQuiet } from "./quiet.ts";
import { withForwardRules } from "./rules-forward.ts";
import { aroundRuled, withRulesApart, withoutRules } from "./rules.ts";
import { vjp } from "./vjp.ts";

export interface DeriveOptions extends AdOptions {
  /** What is run over a function before its derivative is taken: derivatives of better code are better. */
  readonly optimise?: Optimise;
}

/**
 * `module` with every derivative taken: innermost first, so that a derivative of a function that
 * takes derivatives itself is one of ordinary code. The result has no `derive`, and no rules.
 */
export function derive(module: Module, options: DeriveOptions = {}): Module {
  let current = withRulesApart(module);
  // callees come before callers, so what is differentiated has no derivatives left in it
  for (const group of callOrder(module)) {
    refuseOwn(group);
    for (const { name } of group) current = resolveFunc(current, name, options);
    for (const { name, rules } of group) if (rules) current = betterRules(current, name, options);
  }
  return withoutMarks(withoutRules(current));
}

/** With the rules of the function `name` optimised, once for all derivatives that use them. */
function betterRules(module: Module, name: string, { optimise }: DeriveOptions): Module {
  if (optimise === undefined) return module;
  let current = module;
  const func = funcNamed(module, name);
  const rules = renamedRules(func.rules as Rules, (rule) => {
    const better = optimisedCopy(current, rule, optimise);
    current = better.module;
    return better.name;
  });
  return withFuncs(current, { ...func, rules });
}

// The order of such a derivative would be known only when running.
function refuseOwn(group: readonly Func[]): void {
  const own = new Set(group.map((f) => f.name));
  for (const func of group) {
    walk(func.region, ({ op, attrs, span }) => {
      const callee = String(attrs["callee"]);
      if (op !== deriveOp || !own.has(callee)) return;
      throw new NablaError("NB3002", {
        message: `the derivative of ${callee} needs ${callee} itself`,
        span,
        help: "a derivative of unbounded order is not compiled: give the order as so many nested calls",
      });
    });
  }
}

function resolveFunc(module: Module, name: string, options: DeriveOptions): Module {
  let current = module;
  const made = new Map<string, string>();
  const resolve = (instr: Instr): Instr | undefined => {
    if (instr.op !== deriveOp) return undefined;
    const { mode, callee, active, width, seeded, strict, quiet, size } = instr.attrs;
    const budget = JSON.stringify(budgetOf(instr.attrs));
    const what = [mode, callee, active, width, seeded, budget, strict, quiet, size];
    const key = what.map(String).join(" ");
    let target = made.get(key);
    if (target === undefined) {
      const taken = take(current, instr, options);
      current = taken.module;
      made.set(key, (target = taken.name));
    }
    return { ...instr, op: callOp, attrs: { callee: target } };
  };
  const func = current.funcs.get(name) as Func;
  const found: Instr[] = [];
  walk(func.region, (instr) => {
    if (instr.op === deriveOp) found.push(instr);
  });
  if (found.length === 0) return module;
  const calls = new Map(found.map((instr) => [instr, resolve(instr) as Instr]));
  const rewritten = rewriteFunc(func, (instr, b, old) => {
    const call = calls.get(old);
    if (call === undefined) return undefined;
    const results = old.results.map(({ type, hint }) => ({ type, hint }));
    b.append({ ...instr, op: call.op, attrs: call.attrs, results });
    return results;
  });
  return withFuncs(current, rewritten);
}

function take(
  module: Module,
  { attrs }: Instr,
  options: DeriveOptions,
): { module: Module; name: string } {
  const directions = directionsOf(String(attrs["active"]));
  const how: AdOptions = { ...options, strict: attrs["strict"] === true };
  const { mode, width } = attrs;
  const forward = (of: Module, name: string): { module: Module; name: string } =>
    width === undefined
      ? jvpMany(of, name, directions, how)
      : jvpVector(of, name, { active: directions[0] ?? [], width: Number(width) }, how);
  const transform = (of: Module, name: string): { module: Module; name: string } => {
    if (mode === "batch") return batch(of, name, directions[0] ?? [], Number(attrs["size"]));
    return mode === "jvp"
      ? forward(of, name)
      : vjp(of, name, directions[0] ?? [], { ...how, budget: budgetOf(attrs) }, seededOf(attrs));
  };
  const callee = String(attrs["callee"]);
  let from = { module: withWhole(module, callee), name: callee };
  const func = funcNamed(from.module, callee);
  if (func.rules) {
    const around = aroundRuled(from.module, func);
    from = { module: withFuncs(from.module, around), name: around.name };
  } else if (options.optimise) from = optimisedCopy(from.module, callee, options.optimise);
  if (attrs["quiet"] === true) {
    const quiet = withQuiet(from.module);
    from = { module: quiet, name: quietName(quiet, from.name) };
  }
  if (mode === "jvp") from.module = withForwardRules(from.module, from.name, options);
  return transform(from.module, from.name);
}
