// Functions made better before their derivatives are taken.
import { Builder } from "../ir/builder.ts";
import { freshName, funcNamed, withFuncs, type Func, type Module, type Value } from "../ir/func.ts";
import { calleesOf, rewriteFunc } from "../ir/rewrite.ts";
import { bool, sameType, type Type } from "../ir/types.ts";
import { call, failWith, ifElse, int, length, lt, zero } from "../ops/index.ts";

/** Makes the functions `roots` and what they call quicker without changing what they do. */
export type Optimise = (module: Module, roots: readonly string[]) => Module;

/**
 * `module` with an optimised copy of the function `name` and of what it calls beside the originals,
 * which others may call. Functions with rules are not looked into when derivatives are taken: they
 * stay as they are.
 */
export function optimisedCopy(
  module: Module,
  name: string,
  optimise: Optimise,
): { module: Module; name: string } {
  const better = optimise(withStandIns(module), [name]);
  const renamed = new Map<string, string>();
  const reach = (f: string): void => {
    const func = funcNamed(better, f);
    if (renamed.has(f) || func.rules) return;
    renamed.set(f, freshName({ funcs: new Map([...module.funcs, ...names(renamed)]) }, `${f}_opt`));
    for (const c of calleesOf(func.region)) reach(c);
  };
  reach(name);
  const funcs = [...renamed].map(([from, to]): Func => {
    const func = better.funcs.get(from) as Func;
    const copy = rewriteFunc(func, (instr, b, old) => {
      const callee = instr.attrs["callee"];
      if (typeof callee !== "string") return undefined;
      const results = old.results.map(({ type, hint }) => ({ type, hint }));
      const attrs = { ...instr.attrs, callee: renamed.get(callee) ?? callee };
      b.append({ ...instr, attrs, results });
      return results;
    });
    return { ...copy, name: to };
  });
  return { module: withFuncs(module, ...funcs), name: renamed.get(name) as string };
}

function names(renamed: ReadonlyMap<string, string>): [string, Func][] {
  return [...renamed.values()].map((name) => [
    name,
    { name, region: { params: [], body: [], yields: [] } },
  ]);
}

function withStandIns(module: Module): Module {
  const ruled = [...module.funcs.values()].filter((func) => func.rules);
  return withFuncs(module, ...ruled.map(standIn));
}

/**
 * What the callers of a function with rules have to know of it: it reads what it is given, may end
 * the call, and gives something new.
 */
function standIn(func: Func): Func {
  const { name, region, rules, span } = func;
  const b = new Builder(span);
  const params = region.params.map((p) => b.param(p.type, p.hint));
  const may = unknown(b, params);
  if (may === undefined) return func;
  ifElse(
    b,
    may,
    (inner) => {
      failWith(inner, "throw", "");
      return [];
    },
    () => [],
  );
  const types = region.yields.map((v): Type => v.type);
  const results = call(b, name, params, types);
  return { name, region: b.finish(results), rules: { by: rules?.by ?? 0 }, span };
}

/** A truth value that depends on the parameters; undefined if none is a number or a memory. */
function unknown(b: Builder, params: readonly Value[]): Value | undefined {
  const given = params.find(({ type }) => type.kind === "scalar" || type.kind === "mem");
  if (given === undefined || sameType(given.type, bool)) return given;
  if (given.type.kind === "mem") return lt(b, length(b, given), int(b, 1));
  return lt(b, given, zero(b, given.type));
}
