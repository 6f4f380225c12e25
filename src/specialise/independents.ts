// What operators are given, and cotangents as they give them.
import type { Value } from "../ir/func.ts";
import { arrayContent, newItems } from "./content.ts";
import type { Backward, Subject } from "./differential.ts";
import type { Machine } from "./machine.ts";
import type { Wrt } from "./options.ts";
import type { Shape } from "./shapes.ts";
import { derivativeOf } from "./structures.ts";
import { describe, type Abs, type Held } from "./values.ts";

/** The independent arguments' cotangents, in their structure. */
export function cotangentsOf(
  m: Machine,
  wrt: Wrt,
  { compiled, args, first, before }: Subject,
  { cotangents, structures }: Backward,
): Abs {
  const all = wrt.positions.map((i) => {
    let next = first[i] as number;
    const leaf = (): Value | undefined => cotangents[next++];
    const known = { made: new Map<Shape, Abs | undefined>(), structures, before };
    const derivative = derivativeOf(m, compiled.args[i]!, args[i] as Held, leaf, known);
    return derivative ?? noFloats(m, args[i]!, i);
  });
  return wrt.many ? newItems(m, all) : (all[0] as Abs);
}

function noFloats(m: Machine, arg: Abs, i: number): never {
  return m.fault(
    "NB5006",
    `the argument at position ${i} is ${describe(arg)}, which holds no floats to differentiate by`,
    "choose another argument with `{ wrt: … }`, or pass numbers, a Float64Array, or an N-d array of f64",
  );
}

export function requireArguments(m: Machine, { positions }: Wrt, args: readonly Abs[]): void {
  for (const i of positions) {
    if (args[i] !== undefined) continue;
    const there = args.length === 1 ? "the only one is at 0" : `the last is at ${args.length - 1}`;
    m.fault(
      "NB5006",
      `there is no argument at position ${i}; ${args.length === 0 ? "there are none" : there}`,
      "`wrt` counts from 0: `{ wrt: 1 }` is the second argument",
    );
  }
}

export function listOf(m: Machine, abs: Abs | undefined, name: string): readonly Abs[] {
  if (abs?.kind === "array") {
    const content = arrayContent(m, abs);
    if (content.kind === "items") return content.items;
  }
  return m.fault("NB5003", `the ${name} must be given as a list`, `write \`jvp(f)([x], [dx])\``);
}
