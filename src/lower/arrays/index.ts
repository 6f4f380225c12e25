/**
 * N-d arrays in terms of memory, once derivatives have been taken. An array becomes memory of its
 * elements, row-major, which nobody writes to once it is complete; so nothing has to be copied where
 * values are handed on. Empty memory stands for zeros in memory of arrays and in fields.
 */
import type { Func, Module, Region } from "../../ir/func.ts";
import { kernelFuncs } from "../kernels/index.ts";
import { Lowering, Shared } from "./lowering.ts";
import { outlineLoops } from "./outline.ts";
import { Plan } from "./plan.ts";
import { LoweredTypes } from "./types.ts";

/** Whether there is anything to lower. */
export function hasArrays({ funcs }: Module): boolean {
  const types = new LoweredTypes();
  return [...funcs.values()].some(({ region }) => holdsArrays(region, types));
}

/** `module` without arrays: itself if it has none. No `derive` may be left. */
export function lowerArrays(module: Module): Module {
  const shared = new Shared();
  let changed = false;
  const funcs = new Map<string, Func>();
  const lowered = new Set<string>();
  for (const [name, func] of module.funcs) {
    const has = holdsArrays(func.region, shared.types);
    funcs.set(name, has ? new Lowering(shared, new Plan(func)).func(func) : func);
    if (has) lowered.add(name);
    changed ||= has;
  }
  for (const name of shared.kernels) for (const f of kernelFuncs(name)) funcs.set(f.name, f);
  return changed ? outlineLoops({ funcs }, lowered) : module;
}

// Every array comes from a parameter or is a result.
function holdsArrays({ params, body }: Region, types: LoweredTypes): boolean {
  return (
    params.some(({ type }) => types.holdsArray(type)) ||
    body.some(
      ({ results, regions }) =>
        results.some(({ type }) => types.holdsArray(type)) ||
        regions.some((region) => holdsArrays(region, types)),
    )
  );
}
