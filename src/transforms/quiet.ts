import { freshName, withFuncs, type Attrs, type Func, type Module } from "../ir/func.ts";
import { calleesOf, rewriteFunc, walk } from "../ir/rewrite.ts";
import { note, print } from "../ops/index.ts";

/** By module, the names of the functions that do what others do and print nothing. */
const quiet = new WeakMap<Module, ReadonlyMap<string, string>>();

/**
 * `module` with such a function beside each one that prints: to be run where the first has run before.
 * Those with rules for their derivative are left out.
 */
export function withQuiet(module: Module): Module {
  const loud = printing(module);
  if (loud.size === 0) return module;
  let current = module;
  const names = new Map<string, string>();
  for (const name of loud) {
    const made = freshName(current, `${name}_quiet`);
    names.set(name, made);
    current = withFuncs(current, { name: made, region: { params: [], body: [], yields: [] } });
  }
  for (const [name, made] of names) {
    const func = silenced(module.funcs.get(name) as Func, names);
    current = withFuncs(current, { ...func, name: made });
  }
  quiet.set(current, names);
  return current;
}

/** The name of the function that is `name` without printing: itself, if it never prints. */
export function quietName(module: Module, name: string): string {
  return quiet.get(module)?.get(name) ?? name;
}

// Functions that print, or call some that do.
function printing({ funcs }: Module): Set<string> {
  const found = new Set<string>();
  for (const func of funcs.values()) {
    walk(func.region, ({ op }) => {
      if (op === print && func.rules === undefined) found.add(func.name);
    });
  }
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { name, region, rules } of funcs.values()) {
      if (rules === undefined && [...calleesOf(region)].some((c) => found.has(c))) found.add(name);
    }
  }
  return found;
}

function silenced(func: Func, names: ReadonlyMap<string, string>): Func {
  return rewriteFunc(func, (instr, b, { results: old }) => {
    if (instr.op === note || instr.op === print) return [];
    const callee = names.get(String(instr.attrs["callee"]));
    if (callee === undefined) return undefined;
    const results = old.map(({ type, hint }) => ({ type, hint }));
    const { step } = instr.attrs; // of a loop that stands in a function of its own
    const body: Attrs = step === undefined ? {} : { step: names.get(String(step)) ?? step };
    b.append({ ...instr, attrs: { ...instr.attrs, callee, ...body }, results });
    return results;
  });
}
