import type { Func, Instr, Module, Region, Value } from "../../ir/func.ts";
import { walk } from "../../ir/rewrite.ts";

/** How a function's values are used. */
export interface Uses {
  /** Number of uses; absent for none. */
  readonly counts: Map<Value, number>;
  /** The region of the only use, and of the definition. */
  readonly usedIn: ReadonlyMap<Value, Region>;
}

export function usesOf({ region }: Func): Uses {
  const counts = new Map<Value, number>();
  const usedIn = new Map<Value, Region>();
  const visit = (r: Region): void => {
    const use = (v: Value): void => {
      counts.set(v, (counts.get(v) ?? 0) + 1);
      usedIn.set(v, r);
    };
    for (const instr of r.body) {
      instr.args.forEach(use);
      instr.regions.forEach(visit);
    }
    r.yields.forEach(use);
  };
  visit(region);
  return { counts, usedIn };
}

/** Whether running `region` does nothing but compute and read. */
export function isQuiet(region: Region): boolean {
  let quiet = true;
  walk(region, ({ op, regions }) => {
    if (op.effect === "write" || op.effect === "trap" || op.effect === "alloc") quiet = false;
    if (op.effect === "nested" && regions.length === 0) quiet = false;
  });
  return quiet;
}

/** Whether some memory of references has a view. */
export function hasListViews(module: Module): boolean {
  let found = false;
  for (const { region } of module.funcs.values()) {
    walk(region, ({ op, results }) => {
      const type = results[0]?.type;
      if (op.name === "view" && type?.kind === "mem" && type.elem.kind !== "store") found = true;
    });
  }
  return found;
}

/** A loop of the form `while`: what runs before the condition, the condition, and the rest. */
export interface While {
  readonly before: readonly Instr[];
  readonly condition: Value;
  readonly body: Region;
  /** Yields of the body, for the loop's parameters in order. */
  readonly next: readonly Value[];
}

/**
 * Sees the `while` in a loop { …; c = …; next = if c { … } { the parameters as they are }; again =
 * c }: then nothing is to be done when c is false.
 */
export function asWhile(loop: Region, { counts }: Uses): While | undefined {
  const last = loop.body.at(-1);
  const [again, ...next] = loop.yields;
  if (last?.op.name !== "if" || last.args[0] !== again || again === undefined) return undefined;
  const [then, otherwise] = last.regions;
  if (then === undefined || otherwise === undefined || otherwise.body.length > 0) return undefined;
  const yields: Value[] = [];
  for (const [i, v] of next.entries()) {
    const at = last.results.indexOf(v);
    const param = loop.params[i] as Value;
    if (v === param) yields.push(param);
    else if (at >= 0 && otherwise.yields[at] === param && counts.get(v) === 1) {
      yields.push(then.yields[at] as Value);
    } else return undefined;
  }
  return { before: loop.body.slice(0, -1), condition: again, body: then, next: yields };
}
