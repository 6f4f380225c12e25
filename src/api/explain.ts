import { explainStages, type Sections } from "../driver/explain.ts";
import { library } from "../driver/known.ts";
import { grad } from "./grad.ts";
import type { Options } from "./options.ts";
import type { Arguments, Differentiable } from "./types.ts";

/** What becomes of a function, stage by stage; as a string, all of it. */
export type Explanation = Sections & { toString(): string };

const titles: readonly (readonly [keyof Sections, string])[] = [
  ["surface", "The function"],
  ["ir", "Specialised to the arguments"],
  ["optimised", "Optimised, before derivatives are taken"],
  ["derivative", "With derivatives taken, optimised again"],
  ["code", "The same, as TypeScript"],
  ["cost", "What one iteration of each loop does"],
  ["kept", "What the reverse sweep needs"],
];

/**
 * Shows what nabla makes of the gradient of `f`, or of `f` itself if a transform made it
 * (`explain(jvp(f))`), for the types of the arguments. Nothing is run.
 *
 * @throws NablaError where the function cannot be compiled
 */
export function explain<A extends Arguments>(
  f: (...args: A) => unknown,
  options?: Options<number>,
): (...args: A) => Explanation {
  const made = library(f)?.kind === "made" ? f : grad(f as (...args: A) => Differentiable, options);
  return (...args) => {
    const sections = explainStages(made, args);
    const toString = (): string =>
      titles.map(([key, title]) => `=== ${title}\n\n${sections[key].trimEnd()}\n`).join("\n");
    return { ...sections, toString };
  };
}
