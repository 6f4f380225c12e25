// Forward mode of functions that have a rule for reverse mode only: its transpose.
import { Builder } from "../ir/builder.ts";
import { tangents as tangentsOf } from "../ir/derivative.ts";
import { freshName, funcNamed, withFuncs, type Func, type Module, type Value } from "../ir/func.ts";
import { neededBy } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Type } from "../ir/types.ts";
import { call } from "../ops/index.ts";
import type { AdOptions } from "./family.ts";
import { nonlinearity } from "./linearity.ts";
import { isRuled, zeroLike, type Ruled } from "./rules.ts";
import { vjp } from "./vjp.ts";

/**
 * `module` where functions that `root` leads to and that have only a rule `vjp` get a rule `jvp`. A
 * pullback that is not linear has no transpose: where it is one, nothing is added.
 */
export function withForwardRules(module: Module, root: string, options: AdOptions): Module {
  let current = module;
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const func = funcNamed(module, name);
    neededBy(func).forEach(visit);
    if (isRuled(func) && func.rules.jvp === undefined) current = transposed(current, func, options);
  };
  visit(root);
  return current;
}

/**
 * The pullback P is linear in the cotangent, so that the derivative of P, run backwards from the
 * tangents of the arguments, gives the tangents of the results, whatever the cotangent is.
 */
function transposed(module: Module, func: Ruled, options: AdOptions): Module {
  const { by, vjp: rule } = func.rules;
  if (rule === undefined) return module;
  const { params: given } = funcNamed(module, rule.backward).region;
  const { params, yields } = func.region;
  const types = yields.map((v) => v.type);
  const kept = given.length - tangentsOf(types).length;
  const active = given.map((_, i) => i >= kept);
  if (nonlinearity(module, rule.backward, active) !== undefined) return module;
  const back = vjp(module, rule.backward, active, options);

  const name = freshName(back.module, `${func.name}_forward`);
  const b = new Builder(func.span);
  const own = params.map((p) => b.param(p.type, p.hint));
  const tangents = tangentsOf(params.slice(0, by).map((p) => p.type)).map((t) => b.param(t));
  const first = call(b, rule.forward, own, [...types, ...given.slice(0, kept).map((p) => p.type)]);
  const results = first.slice(0, types.length);
  const cotangents = results.flatMap((r) => zeroLike(b, r));
  const operands = [...first.slice(types.length), ...cotangents];
  const shadows = new Map<Value, Value>();
  for (const v of operands) {
    if (!isReference(v.type) || tangentType(v.type) === undefined) continue;
    shadows.set(v, zeroLike(b, v)[0] as Value);
  }
  const numbers = cotangents.filter((v) => !isReference(v.type));
  const found = call(
    b,
    back.name,
    [...operands, ...shadows.values(), ...tangents],
    [...tangents.map((t): Type => t.type), ...numbers.map((v): Type => v.type)],
  );
  let next = tangents.length;
  const ends = cotangents.map((v) => shadows.get(v) ?? (found[next++] as Value));
  const made: Func = { name, region: b.finish([...results, ...ends]), disjoint: true };
  return withFuncs(back.module, made, { ...func, rules: { ...func.rules, jvp: name } });
}
