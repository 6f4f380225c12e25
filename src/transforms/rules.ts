/**
 * Functions that come with rules for their derivative: the derivative calls the rule, and never looks
 * into the function.
 */
import { NablaError } from "../diagnostics/error.ts";
import type { Span } from "../diagnostics/span.ts";
import { Builder } from "../ir/builder.ts";
import { tangents as tangentsOf, type Directions } from "../ir/derivative.ts";
import { freshName, type Func, type Module, type Rules, type Value } from "../ir/func.ts";
import { rulesOf, walk } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Type } from "../ir/types.ts";
import { call, zero, zerosFor } from "../ops/index.ts";
import { copyLane } from "./lanes.ts";

export type Ruled = Func & { readonly rules: Rules };

export function isRuled(func: Func): func is Ruled {
  return func.rules !== undefined;
}

/** `module` with its rules marked `disjoint`: they write nothing that they are given. */
export function withRulesApart(module: Module): Module {
  const funcs = new Map(module.funcs);
  for (const { rules } of module.funcs.values()) {
    for (const name of rulesOf(rules)) funcs.set(name, { ...funcs.get(name)!, disjoint: true });
  }
  return { funcs };
}

/** `module` once all derivatives are taken: a function that had rules is one like any other. */
export function withoutRules(module: Module): Module {
  const funcs = new Map(module.funcs);
  for (const func of module.funcs.values()) {
    if (isRuled(func)) funcs.set(func.name, { ...func, rules: undefined });
  }
  return { funcs };
}

/** A function that does nothing but call `func`, which has rules: to be differentiated in its place. */
export function aroundRuled(module: Module, func: Func): Func {
  const b = new Builder(func.span);
  const params = func.region.params.map((p) => b.param(p.type, p.hint));
  const results = call(b, func.name, params, typesOf(func.region.yields));
  return { name: freshName(module, `${func.name}_call`), region: b.finish(results) };
}

/** The forward derivative of `func`, as `jvp` would make it: its rule runs once for each direction. */
export function forwardByRule(func: Ruled, directions: Directions, name: string): Func {
  const { rules, span } = func;
  const { params, yields } = func.region;
  const count = directions.length;
  const b = new Builder(span);
  const own = params.map((p) => b.param(p.type, p.hint));
  const twins = params.map((p, i): Value[] => {
    const type = tangentType(p.type, count);
    if (type === undefined) return [];
    if (isReference(p.type)) return [b.param(type)];
    return directions.map((active) => (active[i] === true ? b.param(type) : zero(b, type)));
  });
  if (!directions.some((active) => active.includes(true))) {
    const results = call(b, func.name, own, typesOf(yields));
    const zeros = results.flatMap((r) => zeroLike(b, r, count));
    return { name, region: b.finish([...results, ...zeros]), span };
  }
  const { jvp: rule } = rules;
  if (rule === undefined) throw notLinear("vjp", func);
  const types = [...typesOf(yields), ...tangentsOf(typesOf(yields))];
  const runs = directions.map((_, d) => {
    const given = own.slice(0, rules.by).flatMap((p, i): Value[] => {
      const twin = twins[i]?.at(isReference(p.type) ? 0 : d);
      if (twin === undefined) return [];
      return [isReference(p.type) && count > 1 ? narrowed(b, twin, p, d, count) : twin];
    });
    return call(b, rule, [...own, ...given], types);
  });
  const results = runs[0]!.slice(0, yields.length);
  let next = yields.length;
  const tangents = results.flatMap((r): Value[] => {
    if (tangentType(r.type) === undefined) return [];
    const found = runs.map((run) => run[next] as Value);
    next++;
    if (!isReference(r.type) || count === 1) return found;
    const [wide] = zeroLike(b, r, count) as [Value];
    found.forEach((narrow, direction) =>
      copyLane(b, { wide, narrow, direction, directions: count }, "wide"),
    );
    return [wide];
  });
  return { name, region: b.finish([...results, ...tangents]), span };
}

/** The tangent zero of `v`, for each direction, in a list that is empty where it has none. */
export function zeroLike(b: Builder, v: Value, directions: number = 1): Value[] {
  const type = tangentType(v.type, directions);
  if (type === undefined) return [];
  if (!isReference(type)) return Array.from({ length: directions }, () => zero(b, type));
  return [zerosFor(b, v, type, directions)];
}

/** The tangent in one direction out of memory that has those of `count` directions side by side. */
function narrowed(b: Builder, wide: Value, like: Value, direction: number, count: number): Value {
  const [made] = zeroLike(b, like) as [Value];
  copyLane(b, { wide, narrow: made, direction, directions: count }, "narrow");
  return made;
}

/**
 * Throws where a derivative would have to be taken by a variable that `func` captures: its rules are
 * for the arguments.
 */
export function refuseCaptured(
  func: Ruled,
  active: readonly boolean[],
  span: Span | undefined,
): void {
  const { params } = func.region;
  const at = params.findIndex((p, i) => i >= func.rules.by && active[i] && isUsed(func, p));
  if (at < 0) return;
  const name = params[at]?.hint;
  throw new NablaError("NB3003", {
    message:
      `the derivative depends on ${name === undefined ? "a variable" : `\`${name}\``} that the function ` +
      "called here captures, and its rules are for its arguments only",
    span,
    help: "pass the variable as an argument, and give the rule its derivative too",
  });
}

/** Whether `func` itself uses a parameter, and not only its rules. */
export function isUsed({ region }: Func, param: Value): boolean {
  let used = region.yields.includes(param);
  walk(region, ({ args, regions }) => {
    used ||= args.includes(param) || regions.some((r) => r.yields.includes(param));
    return !used;
  });
  return used;
}

/** The fault of a mode that would need the transpose of a rule which has none. */
export function notLinear(rule: "jvp" | "vjp", { span }: Func): NablaError {
  const [mode, what] =
    rule === "vjp"
      ? ["forward", "the pullback is not linear in the cotangent"]
      : ["reverse", "the tangent is not linear in the given ones"];
  const missing = rule === "vjp" ? "jvp" : "vjp";
  return new NablaError("NB3004", {
    message: `the function called here has no derivative in ${mode} mode: its only rule is \`${rule}\`, and ${what}`,
    span,
    help: `give it a rule \`${missing}\` as well`,
  });
}

const typesOf = (values: readonly Value[]): Type[] => values.map((v) => v.type);
