import { specialise, type Specialised } from "../specialise/specialise.ts";
import { library } from "./known.ts";
import type { Path } from "../values/layout.ts";
import { reflectorFor, sourceOf, valueBefore, type Before, type Source } from "./paths.ts";
import { runStages, type Stages, type Switches } from "./pipeline.ts";

/** What becomes of a function for the types of its arguments, up to what back ends get. */
export interface Inspected {
  readonly specialised: Specialised;
  readonly stages: Stages;
}

/** Runs the stages for `fn`, made by an operator, without running what comes out. */
export function inspect(
  fn: object,
  args: readonly unknown[],
  {
    source = sourceOf(fn),
    before,
    ...switches
  }: Switches & { readonly source?: Source; readonly before?: Before | undefined } = {},
): Inspected {
  const then = before && ((path: Path, now: unknown): unknown => valueBefore(before, path, now));
  const reflect = reflectorFor(source);
  const specialised = specialise({ fn, args, reflect, library, before: then });
  const { module, name, watched } = specialised;
  return { specialised, stages: runStages(module, name, { watch: watched, ...switches }) };
}

// with these, all that a measurement needs
export { emitCode } from "./emit.ts";
export { library } from "./known.ts";
