// Functions that are made of one that calls itself, before derivatives are taken.
import { changedParams } from "../analysis/changed-params.ts";
import { Builder } from "../ir/builder.ts";
import { freshName, withFuncs, type Func, type Module, type Value } from "../ir/func.ts";
import { type ValueMap } from "../ir/rewrite.ts";
import { i32, isReference } from "../ir/types.ts";
import {
  add,
  and,
  boolToI32,
  call,
  eq,
  failWith,
  flag,
  gt,
  ifElse,
  int,
  loopOp,
  loopWhile,
  lt,
  sub,
  zero,
  zeroOf,
} from "../ops/index.ts";
import { cutAtCall, recursions, replaceCall, type LinearRecursion } from "./linear-recursion.ts";
import { quietName, withQuiet } from "./quiet.ts";

/** Levels that a recursion may have which is not made of calls that wait. */
export const mostLevels: number = 2 ** 27;

/** What a function that calls itself is run by where its levels are not to be kept. */
export type RecursionForms =
  /** The name of a function that does the same in a loop. */
  | { readonly kind: "loop"; readonly loop: string }
  | Levels
  /** Why there are none. */
  | { readonly kind: "none"; readonly why: string };

/** A function that calls itself, level by level. */
export interface Levels {
  readonly kind: "levels";
  readonly recursion: LinearRecursion;
  /** Takes the parameters and n: the least of n and the number of calls, and what the last call is given anew. */
  readonly down: string;
  /**
   * Takes the parameters, n, and results: the results, those given being what level n gives, and
   * the numbers that level n is given. If it ends before, these are 0.
   */
  readonly part: string;
}

/** `module` with the forms of the recursive functions that `root` calls, by their names. */
export function withRecursionForms(
  module: Module,
  root: string,
): {
  readonly module: Module;
  readonly forms: ReadonlyMap<string, RecursionForms>;
} {
  let current = module;
  const forms = new Map<string, RecursionForms>();
  const loud = withQuiet(module);
  const addFunc = (base: string, make: (name: string) => Func): string => {
    const name = freshName(current, base);
    current = withFuncs(current, make(name));
    return name;
  };
  for (const [name, found] of recursions(module, root)) {
    const why =
      typeof found === "string" ? found : found.tail ? undefined : levelsRefused(loud, found);
    if (typeof found === "string" || why !== undefined) {
      forms.set(name, { kind: "none", why: why ?? "" });
    } else if (found.tail) {
      forms.set(name, { kind: "loop", loop: addFunc(`${name}_turns`, (n) => looped(found, n)) });
    } else {
      const down = addFunc(`${name}_down`, (n) => descent(found, n));
      const part = addFunc(`${name}_part`, (n) => partOf(found, n));
      forms.set(name, { kind: "levels", recursion: found, down, part });
    }
  }
  return { module: current, forms };
}

// Why levels cannot be run again from a few numbers.
function levelsRefused(module: Module, { func, passedOn }: LinearRecursion): string | undefined {
  const { params, yields } = func.region;
  if (quietName(module, func.name) !== func.name) return "it prints, and does more after its call";
  if (yields.some((v) => isReference(v.type))) return "what it gives is not a number";
  if (changedParams(module, func).size > 0) return "it changes what it is given";
  if (params.some((p, i) => isReference(p.type) && passedOn[i] === false)) {
    return "it hands on other arrays or objects than it is given, and does more after its call";
  }
  return undefined;
}

/** The parameters that a call does not simply pass on, by position. */
export function anew({ func, passedOn }: LinearRecursion): number[] {
  return [...func.region.params.keys()].filter((i) => passedOn[i] === false);
}

/** The parameters that are numbers, by position. */
export function numbersOf({ func }: LinearRecursion): number[] {
  const { params } = func.region;
  return [...params.keys()].filter((i) => !isReference((params[i] as Value).type));
}

function withParams({ func }: LinearRecursion): { readonly b: Builder; readonly map: ValueMap } {
  const b = new Builder(func.span);
  const map: ValueMap = new Map();
  for (const p of func.region.params) map.set(p, b.param(p.type, p.hint));
  return { b, map };
}

/** Ends the call if a recursion has reached level `k` and that is the last there may be. */
export function refuseEndless(b: Builder, { userName }: Func, k: Value): void {
  const who = userName === undefined ? "this" : `\`${userName}\``;
  ifElse(
    b,
    eq(b, k, int(b, mostLevels)),
    (inner) => {
      failWith(inner, "NB4002", `${who} calls itself ${mostLevels} deep, and would go deeper`);
      return [];
    },
    () => [],
  );
}

//     f(x) = c ? r : f(y)   →   loop { c ? [stop, r] : [go on, y] }
function looped(recursion: LinearRecursion, name: string): Func {
  const { func } = recursion;
  const { params, yields } = func.region;
  const { b, map } = withParams(recursion);
  const own = anew(recursion);
  const given = own.map((i) => map.get(params[i] as Value) as Value);
  const none = yields.map((v) => zeroOf(b, v.type));
  const inner = b.nested();
  const k = inner.param(i32, "calls");
  const args = given.map((v) => inner.param(v.type, v.hint));
  const before = none.map((v) => inner.param(v.type, "result"));
  const at: ValueMap = new Map(map);
  own.forEach((i, j) => at.set(params[i] as Value, args[j] as Value));
  const next = add(inner, k, int(inner, 1));
  refuseEndless(inner, func, next);
  const [again, ...rest] = cutAtCall(inner, func.region, func.name, at, {
    calls: (c, to) => {
      const nothing = before.map((v) => (isReference(v.type) ? v : zero(c, v.type)));
      return [flag(c, true), ...own.map((i) => to[i] as Value), ...nothing];
    },
    ends: (c, run) => [flag(c, false), ...args, ...run()],
  }) as [Value, ...Value[]];
  const body = inner.finish([again, next, ...rest]);
  b.span = func.span;
  const out = b.emit(loopOp, [int(b, 0), ...given, ...none], {}, [body]);
  const { span, userName, disjoint } = func;
  return { name, region: b.finish(out.slice(1 + own.length)), span, userName, disjoint };
}

function descent(recursion: LinearRecursion, name: string): Func {
  const { func } = recursion;
  const { params } = func.region;
  const { b, map } = withParams(recursion);
  const n = b.param(i32, "levels");
  const own = anew(recursion);
  const given = own.map((i) => map.get(params[i] as Value) as Value);
  const out = loopWhile(b, [int(b, 0), ...given], (inner, [k, ...args]) => {
    const at: ValueMap = new Map(map);
    own.forEach((i, j) => at.set(params[i] as Value, args[j] as Value));
    const [calls, ...next] = cutAtCall(inner, func.region, func.name, at, {
      calls: (c, to) => [flag(c, true), ...own.map((i) => to[i] as Value)],
      ends: (c) => [flag(c, false), ...args],
    }) as [Value, ...Value[]];
    const level = add(inner, k as Value, boolToI32(inner, calls));
    return [and(inner, calls, lt(inner, level, n)), level, ...next];
  });
  return { name, region: b.finish(out), span: func.span, disjoint: func.disjoint };
}

function partOf(recursion: LinearRecursion, name: string): Func {
  const { func } = recursion;
  const { params, yields } = func.region;
  const { b, map } = withParams(recursion);
  const n = b.param(i32, "levels");
  const inner = yields.map((v) => b.param(v.type));
  const numbers = numbersOf(recursion);
  const types = [...yields, ...numbers.map((i) => params[i] as Value)].map((v) => v.type);
  const more = replaceCall(b, func.region, func.name, map, {
    calls: (c, args) => {
      const left = sub(c, n, int(c, 1));
      return ifElse(
        c,
        gt(c, left, int(c, 0)),
        (d) => call(d, name, [...args, left, ...inner], types),
        () => [...inner, ...numbers.map((i) => args[i] as Value)],
      );
    },
    ends: (c) => numbers.map((i) => zero(c, (params[i] as Value).type)),
  });
  const results = yields.map((v) => map.get(v) ?? v);
  const { span, userName, disjoint } = func;
  return { name, region: b.finish([...results, ...more]), span, userName, disjoint };
}
