import { Builder } from "../ir/builder.ts";
import type { Func, Module, Value } from "../ir/func.ts";
import type { Budget } from "../ir/budget.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference } from "../ir/types.ts";
import { Family, type AdOptions } from "./family.ts";
import { adderOf, type Halves } from "./half.ts";
import { splitCallOf } from "./halves.ts";
import { outlineLoops } from "./outline.ts";
import { withRecursionForms, type RecursionForms } from "./recursion-forms.ts";
import { withQuiet } from "./quiet.ts";
import { accumulate } from "./seed.ts";
import { backwards, forwards, prepare } from "./sweeps.ts";
import { withWinners } from "./winners.ts";

/**
 * `module` with the reverse derivative of the function `name` in its `active` parameters, whose
 * name is given too. Parameters: those of the function, then the shadows of all references to what
 * can have a tangent, then the cotangents of all results that can have one and are `seeded`.
 * Results: those of the function, then the cotangents of the active numbers.
 */
export function vjp(
  module: Module,
  name: string,
  active: readonly boolean[],
  options: AdOptions = {},
  seeded?: readonly boolean[],
): { module: Module; name: string } {
  const { budget, strict, winners = true } = options;
  const narrow = winners && strict !== true && budget === undefined;
  const { source, forms } = budgeted(narrow ? withWinners(module, name) : module, name, budget);
  const family = new Family<Halves>(source, options, forms);
  const made = family.name(`${name}_vjp`);
  const func = joint(family, family.func(name), { active, seeded }, made);
  const { funcs } = family.finish();
  return { module: { funcs: new Map([...funcs, [made, func]]) }, name: made };
}

// With what it takes to keep to `budget`.
function budgeted(
  module: Module,
  name: string,
  budget: Budget | undefined,
): { readonly source: Module; readonly forms: ReadonlyMap<string, RecursionForms> } {
  if (budget === undefined) return { source: withQuiet(module), forms: new Map() };
  const { module: formed, forms } = withRecursionForms(module, name);
  const made = [...forms.values()].flatMap((form) => {
    if (form.kind === "loop") return [form.loop];
    return form.kind === "levels" ? [form.part] : [];
  });
  return { source: withQuiet(outlineLoops(formed, [name, ...made], budget)), forms };
}

// Forward and reverse sweep one after the other in one function.
function joint(
  family: Family<Halves>,
  func: Func,
  { active, seeded }: { active: readonly boolean[]; seeded: readonly boolean[] | undefined },
  name: string,
): Func {
  const sweeps = prepare(family, func, active, true, splitCallOf(family));
  const { lin, params } = sweeps;
  const { yields } = func.region;
  const b = new Builder(func.span);
  b.params.push(...params);
  const seeds = yields.flatMap((r, i): [Value, Value][] => {
    const type = tangentType(r.type);
    return type === undefined || seeded?.[i] === false ? [] : [[r, b.param(type)]];
  });
  const back = new Builder(func.span);
  const cts = backwards(sweeps, back, {
    seed: (to, adjoints) => {
      for (const [r, ct] of seeds) {
        const tangent = lin.tangent(r);
        if (tangent !== undefined) adjoints.add(to, tangent, ct);
        else if (isReference(r.type)) accumulate(to, lin.shadow(r), ct, adderOf(family));
      }
    },
    options: family.options,
  });
  forwards(sweeps, b);
  for (const instr of back.body) b.append(instr);
  return cloneFunc({ ...func, name, region: b.finish([...yields, ...cts]) });
}
