import type { Func, Module } from "../ir/func.ts";
import { funcNamed } from "../ir/func.ts";
import { neededBy } from "../ir/rewrite.ts";
import { verifyModule } from "../ir/verify.ts";
import { cleanup, close, finish, last, recursion, start } from "./registry.ts";
import type { Pass } from "./pass.ts";

export interface OptimiseOptions {
  /** Whether no derivative is taken of the result any more: allows what would spoil one. Default false. */
  readonly final?: boolean;
  /** Whether no derivative has been taken yet: functions that call themselves are made better once. Default false. */
  readonly first?: boolean;
  /** Names of passes to leave out. Default none. */
  readonly disable?: readonly string[];
  /** Whether the verifier runs after each pass. Default false. */
  readonly verify?: boolean;
  /** Most rounds of the passes that clean up after each other. Default 4. */
  readonly rounds?: number;
}

/**
 * The functions reachable from `roots`, which keep their signatures, with every pass applied: those
 * between functions first, then the others round by round until nothing changes or the rounds are
 * over, then, if `final`, those that derivatives do not survive.
 */
export function optimise(
  module: Module,
  roots: readonly string[],
  { final = false, first = false, disable = [], verify = false, rounds = 4 }: OptimiseOptions = {},
): Module {
  const on = (list: readonly Pass[]): Pass[] => list.filter((p) => !disable.includes(p.name));
  const apply = (now: Module, passes: readonly Pass[]): Module => {
    let made = now;
    for (const pass of passes) {
      made = pass.run(made, roots);
      if (verify) verifyModule(made);
    }
    return made;
  };
  const settle = (now: Module, passes: readonly Pass[], most: number): Module => {
    let made = now;
    for (let round = 0; round < most; round++) {
      const before = made;
      made = apply(made, passes);
      if (made === before) break;
    }
    return made;
  };
  let made = reachableFrom(module, roots);
  made = apply(made, on(cleanup));
  made = reachableFrom(apply(made, on(start)), roots);
  made = settle(made, on(cleanup), rounds);
  if (first) {
    const before = made;
    made = apply(made, on(recursion));
    if (made !== before) made = settle(apply(made, on(start)), on(cleanup), rounds);
  }
  if (final) made = apply(settle(apply(made, on(finish)), on(last), 4), on(close));
  return reachableFrom(made, roots);
}

/** `module` without the functions that `roots` do not lead to. */
export function reachableFrom(module: Module, roots: readonly string[]): Module {
  const kept = new Map<string, Func>();
  const work = [...roots];
  for (let name = work.pop(); name !== undefined; name = work.pop()) {
    if (kept.has(name)) continue;
    const func = funcNamed(module, name);
    kept.set(name, func);
    work.push(...neededBy(func));
  }
  if (kept.size === module.funcs.size) return module;
  return { funcs: new Map([...module.funcs].filter(([name]) => kept.has(name))) };
}
