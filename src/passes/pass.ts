import type { Func, Module } from "../ir/func.ts";

/** A rewrite that keeps the meaning of every function. */
export interface Pass {
  readonly name: string;
  /** One line for the list of passes. */
  readonly doc: string;
  /**
   * Gives `module` itself where there is nothing to do. The functions named by `roots` are called
   * from outside and keep their signatures; by default all do.
   */
  run(module: Module, roots?: readonly string[]): Module;
}

/** What a function becomes, given the module it stands in; itself where there is nothing to do. */
export type FuncPass = (func: Func, module: Module) => Func;

/** A pass that looks at one function at a time. */
export function funcPass(name: string, doc: string, f: FuncPass): Pass {
  return { name, doc, run: (module) => eachFunc(module, f) };
}

/** `module` with `f` applied to each function; `module` itself if none changes. */
export function eachFunc(module: Module, f: FuncPass): Module {
  let changed = false;
  const funcs = new Map<string, Func>();
  for (const [name, func] of module.funcs) {
    const made = f(func, module);
    changed ||= made !== func;
    funcs.set(name, made);
  }
  return changed ? { funcs } : module;
}
