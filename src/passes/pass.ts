import { memoryOf, type Memory } from "../analysis/memory.ts";
import type { Func, Module } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { opsIn } from "../ir/rewrite.ts";

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

/**
 * A pass that looks at nothing but one function; `f` gives the function itself where there is
 * nothing to do, and is not asked about that one again, nor about functions without any of `needs`.
 */
export function funcPass(
  name: string,
  doc: string,
  f: (func: Func) => Func,
  needs?: readonly Op[],
): Pass {
  const done = new WeakSet<Func>();
  return {
    name,
    doc,
    run: (module) =>
      eachFunc(module, (func) =>
        isClean(name, func, needs) ? func : unlessDone(done, func, func, () => f(func)),
      ),
  };
}

/** The same for a pass that looks at one function and what is known of the memory it works on. */
export function memoryPass(
  name: string,
  doc: string,
  f: (func: Func, memory: Memory, module: Module) => Func,
  needs?: readonly Op[],
): Pass {
  const done = new WeakSet<Memory>();
  const run = (module: Module): Module =>
    eachFunc(module, (func) => {
      if (isClean(name, func, needs)) return func;
      const memory = memoryOf(module, func.name);
      return unlessDone(done, memory, func, () => f(func, memory, module));
    });
  return { name, doc, run };
}

/** The passes that loops made of arrays need: there is nothing in them that others take away. */
const forLoops: ReadonlySet<string> = new Set(["fold", "cse", "licm-final", "dce"]);

function isClean(name: string, { alone, region }: Func, needs: readonly Op[] | undefined): boolean {
  if (alone === true && !forLoops.has(name)) return true;
  return needs !== undefined && !needs.some((op) => opsIn(region).has(op));
}

function unlessDone<K extends object>(done: WeakSet<K>, key: K, func: Func, f: () => Func): Func {
  if (done.has(key)) return func;
  const made = f();
  if (made === func) done.add(key);
  return made;
}

/** `module` with `f` applied to each function; `module` itself if none changes. */
export function eachFunc(module: Module, f: (func: Func) => Func): Module {
  let changed = false;
  const funcs = new Map<string, Func>();
  for (const [name, func] of module.funcs) {
    const made = f(func);
    changed ||= made !== func;
    funcs.set(name, made);
  }
  return changed ? { funcs } : module;
}
