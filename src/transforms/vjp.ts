import type { Module } from "../ir/func.ts";
import type { Budget } from "../ir/budget.ts";
import { loopsAtOnce } from "./at-once.ts";
import { Family, type AdOptions } from "./family.ts";
import type { Halves } from "./half.ts";
import { joint } from "./joint.ts";
import { outlineLoops } from "./outline.ts";
import { withOwnScratch } from "./own-scratch.ts";
import { withRecursionForms, type RecursionForms } from "./recursion-forms.ts";
import { withQuiet } from "./quiet.ts";
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
  const { budget, strict, winners = true, atOnce = true } = options;
  const narrow = winners && strict !== true && budget === undefined;
  const own = withOwnScratch(module, name);
  const asked = narrow ? withWinners(own, name) : own;
  const { module: apart, loops } =
    atOnce && budget === undefined
      ? loopsAtOnce(asked, name, active, seeded)
      : { module: asked, loops: undefined };
  const { source, forms } = budgeted(apart, name, budget);
  const family = new Family<Halves>(source, options, forms, loops);
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
