// Recursion of which the levels are not kept: whether that is possible, and how it is done then.
import type { Instr } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { levelsText, recursionRefusalText } from "./checkpoints.ts";
import { touches } from "./contents.ts";
import { activeOperands, bits, type Family } from "./family.ts";
import { hasShadow, type Halves, type Wanted } from "./half.ts";
import { LevelHalves } from "./level-halves.ts";
import { afterCall, callsOf } from "./linear-recursion.ts";
import type { SplitCall } from "./sweeps.ts";
import { tapeType } from "./tape.ts";

/** Makes the halves of a function as they are without a budget. */
type Plain = (family: Family<Halves>, wanted: Wanted) => Halves;

/** The halves of a recursive function, if its levels need not be kept. */
export function recursionHalves(
  family: Family<Halves>,
  wanted: Wanted,
  split: SplitCall,
  plain: Plain,
): Halves | undefined {
  const { name, active } = wanted;
  const forms = family.recursions.get(name);
  const { budget } = family.options;
  if (forms === undefined || budget === undefined) return undefined;
  if (forms.kind === "none") return refused(family, name, forms.why);
  const turns = unsettled(family, wanted);
  if (turns !== undefined) return refused(family, name, turns);
  // the first calls may vary in less than those inside, which are then met later
  if (!isClosed(family, name, active)) return undefined;
  if (forms.kind === "loop") return plain(family, { ...wanted, name: forms.loop });
  const why = refusal(family, wanted);
  if (why !== undefined) return refused(family, name, why);
  const { span } = family.func(name);
  return family.member(
    `${name} ${bits(active)} levels`,
    () => {
      const forward = family.name(`${name}_fwd`);
      const backward = family.name(`${name}_bwd`);
      return { name: forward, backward, tape: tapeType(forward) };
    },
    (halves) => {
      const made = new LevelHalves(family, forms, active, budget, split);
      family.options.note?.({ func: name, span, what: levelsText(made.most, made.state()) });
      return [made.forward(halves), made.backward(halves)];
    },
  );
}

// Said once of each function.
function refused(family: Family<Halves>, name: string, why: string): undefined {
  const { span } = family.func(name);
  const note = (): [] => {
    family.options.note?.({ func: name, span, what: recursionRefusalText(why) });
    return [];
  };
  family.member(`${name} refused`, () => ({ name }), note);
}

// For each call inside, what it varies in.
function variationsInside(
  family: Family<Halves>,
  name: string,
  active: readonly boolean[],
): boolean[][] {
  const func = family.func(name);
  const activity = family.activity(func, active);
  return callsOf(func.region, name).map(({ args }) => activeOperands(activity, args));
}

// Whether the calls inside vary in what the function varies in.
function isClosed(family: Family<Halves>, name: string, active: readonly boolean[]): boolean {
  return variationsInside(family, name, active).every((inside) => bits(inside) === bits(active));
}

// Why no depth is reached from which on all calls vary in the same.
function unsettled(family: Family<Halves>, { name, active }: Wanted): string | undefined {
  const met = new Map([[bits(active), active]]);
  for (const at of met.values()) {
    const inside = variationsInside(family, name, at);
    if (inside.every((v) => bits(v) === bits(at))) return undefined;
    for (const v of inside) if (v.includes(true)) met.set(bits(v), v);
  }
  return "which of its arguments vary differs from call to call";
}

function refusal(family: Family<Halves>, { name, active, calm }: Wanted): string | undefined {
  const { region } = family.func(name);
  if (family.options.strict === true) return "its derivative is strict";
  if (!calm && touches(family.source, name).some(({ reads }) => reads)) {
    return "what it reads is changed before the reverse sweep";
  }
  // the order in which parts are reversed is not that of what comes after calls
  const varying = new Set(region.params.filter((p, i) => hasShadow(p) && active[i] === true));
  if (varying.size > 0 && afterCall(region, name).some((i) => readsFrom(i))) {
    return "it reads arrays or objects that vary after its call";
  }
  return undefined;
}

function readsFrom(instr: Instr): boolean {
  let reads = false;
  const look = ({ args }: Instr): void => {
    reads ||= args.some(hasShadow);
  };
  look(instr);
  for (const region of instr.regions) walk(region, look);
  return reads;
}
