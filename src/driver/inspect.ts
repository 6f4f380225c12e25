import { specialise, type Specialised } from "../specialise/specialise.ts";
import { library } from "./known.ts";
import { reflectorFor, sourceOf, type Source } from "./paths.ts";
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
  { source = sourceOf(fn), ...switches }: Switches & { readonly source?: Source } = {},
): Inspected {
  const specialised = specialise({ fn, args, reflect: reflectorFor(source), library });
  const { module, name, watched } = specialised;
  return { specialised, stages: runStages(module, name, { watch: watched, ...switches }) };
}

// with these, all that a measurement needs
export { emitCode } from "./emit.ts";
export { library } from "./known.ts";
