import { callOrder } from "../analysis/callgraph.ts";
import { NablaError } from "../diagnostics/error.ts";
import { budgetOf } from "../ir/budget.ts";
import { directionsOf } from "../ir/derivative.ts";
import { freshName, funcNamed, withFuncs, type Func, type Instr, type Module } from "../ir/func.ts";
import { neededBy, renamedRules, rewriteFunc, walk } from "../ir/rewrite.ts";
import { callOp, deriveOp } from "../ops/index.ts";
import type { AdOptions } from "./family.ts";
import { jvpMany } from "./jvp.ts";
import { withForwardRules } from "./rules-forward.ts";
import { aroundRuled, withRulesApart, withoutRules } from "./rules.ts";
import { vjp } from "./vjp.ts";

/** Makes the functions `roots` and what they call quicker without changing what they do. */
export type Optimise = (module: Module, roots: readonly string[]) => Module;

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
  }
  return withoutRules(current);
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
    const { mode, callee, active, strict } = instr.attrs;
    const budget = JSON.stringify(budgetOf(instr.attrs));
    const key = `${String(mode)} ${String(callee)} ${String(active)} ${budget} ${String(strict)}`;
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
  const transform = (of: Module, name: string): { module: Module; name: string } =>
    attrs["mode"] === "jvp"
      ? jvpMany(of, name, directions, how)
      : vjp(of, name, directions[0] ?? [], { ...how, budget: budgetOf(attrs) });
  const callee = String(attrs["callee"]);
  let from = { module, name: callee };
  if (options.optimise) from = optimisedCopy(module, callee, options.optimise);
  const func = funcNamed(from.module, from.name);
  if (func.rules) {
    const around = aroundRuled(from.module, func);
    from = { module: withFuncs(from.module, around), name: around.name };
  }
  if (attrs["mode"] === "jvp") from.module = withForwardRules(from.module, from.name, options);
  return transform(from.module, from.name);
}

// What is optimised for differentiation stands beside the original, which others may call.
function optimisedCopy(
  module: Module,
  name: string,
  optimise: Optimise,
): { module: Module; name: string } {
  const better = optimise(module, [name]);
  const renamed = new Map<string, string>();
  const reach = (f: string): void => {
    if (renamed.has(f)) return;
    renamed.set(f, freshName({ funcs: new Map([...module.funcs, ...names(renamed)]) }, `${f}_opt`));
    const func = better.funcs.get(f);
    if (func !== undefined) for (const c of neededBy(func)) reach(c);
  };
  reach(name);
  const funcs = [...renamed].map(([from, to]): Func => {
    const func = better.funcs.get(from) as Func;
    const copy = rewriteFunc(func, (instr, b, old) => {
      const callee = instr.attrs["callee"];
      if (typeof callee !== "string") return undefined;
      const results = old.results.map(({ type, hint }) => ({ type, hint }));
      b.append({
        ...instr,
        attrs: { ...instr.attrs, callee: renamed.get(callee) as string },
        results,
      });
      return results;
    });
    const rules = func.rules && renamedRules(func.rules, (one) => renamed.get(one) as string);
    return { ...copy, name: to, ...(rules && { rules }) };
  });
  return { module: withFuncs(module, ...funcs), name: renamed.get(name) as string };
}

function names(renamed: ReadonlyMap<string, string>): [string, Func][] {
  return [...renamed.values()].map((name) => [
    name,
    { name, region: { params: [], body: [], yields: [] } },
  ]);
}
