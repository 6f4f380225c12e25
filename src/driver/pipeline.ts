import type { Module } from "../ir/func.ts";
import { hasArrays, lowerArrays } from "../lower/arrays/index.ts";
import { deepen, type DeepOptions } from "../lower/deep/index.ts";
import { verifyModule } from "../ir/verify.ts";
import { inlineSingle } from "../passes/inline.ts";
import { optimise, reachableFrom, type OptimiseOptions } from "../passes/pipeline.ts";
import { watched } from "../passes/watch.ts";
import { derive, type DeriveOptions } from "../transforms/derive.ts";

/** Choices that change how fast code is, never what it computes: for tests, and for looking inside. */
export interface Switches {
  /** Names of passes to leave out. */
  readonly disable?: OptimiseOptions["disable"];
  /** Whether the verifier runs after every stage. */
  readonly verify?: boolean;
  /** How derivatives are taken. */
  readonly derivatives?: Omit<DeriveOptions, "optimise">;
  /** Keeps the calls of recursive functions in memory, as is done when the stack is too small. */
  readonly deep?: DeepOptions;
  /** Makes the code tell of each operation whose result is not finite. */
  readonly watch?: boolean;
}

/** The module after each stage. */
export interface Stages {
  readonly specialised: Module;
  /** With every function optimised that is to be differentiated. */
  readonly optimised: Module;
  /** With derivatives taken. */
  readonly derived: Module;
  /** Without arrays, and optimised again: what back ends get. */
  readonly final: Module;
}

/** The stages between specialisation and a back end, for the entry function `root`. */
export function runStages(
  specialised: Module,
  root: string,
  { disable = [], verify = false, derivatives = {}, deep, watch = false }: Switches = {},
): Stages {
  const better = (module: Module, roots: readonly string[]): Module =>
    optimise(module, roots, { disable, verify });
  const optimised = optimise(specialised, [root], { first: true, disable, verify });
  const taken = derive(optimised, { ...derivatives, optimise: better });
  const derived = reachableFrom(taken, [root]);
  const flat = hasArrays(derived) ? lowerArrays(joined(derived, root, disable)) : derived;
  // what is watched of arrays is the arithmetic on their elements
  const seen = watch ? watched(flat) : flat;
  const shallow = optimise(seen, [root], { final: true, disable, verify });
  const final = deep === undefined ? shallow : deepen(shallow, [root], deep);
  if (verify) verifyModule(final);
  return { specialised, optimised, derived, final };
}

/**
 * `module` with functions that are called once in the place of the call: a gradient, above all. What
 * is handed to one and given back need not be memory then.
 */
function joined(module: Module, root: string, disable: readonly string[]): Module {
  if (disable.includes("inline")) return module;
  return reachableFrom(inlineSingle(module, [root]), [root]);
}
