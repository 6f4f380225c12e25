// The traversals that passes and transforms share. All make new regions; none changes one.
import { Builder } from "./builder.ts";
import {
  instrWith,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Rules,
  type Value,
} from "./func.ts";
import type { Op } from "./op.ts";

/** What stands for a value in a copy. A value that is not in it stands for itself. */
export type ValueMap = Map<Value, Value>;

/** `v`, or what `map` says stands for it. */
export function mapped(map: ReadonlyMap<Value, Value>, v: Value): Value {
  return map.get(v) ?? v;
}

// --- Copies -----------------------------------------------------------------------------------

function freshValue({ type, hint }: Value): Value {
  return { type, hint };
}

/** A value of its own for each of `values`, entered into `map`. */
function freshInto(values: readonly Value[], map: ValueMap): Value[] {
  return values.map((v) => {
    const copy = freshValue(v);
    map.set(v, copy);
    return copy;
  });
}

/** A copy of `instr` with operands through `map`; its results and inner values are entered into `map`. */
export function cloneInstr(instr: Instr, map: ValueMap): Instr {
  const args = instr.args.map((a) => mapped(map, a));
  const regions = instr.regions.map((r) => cloneRegion(r, map));
  return instrWith(instr, args, regions, freshInto(instr.results, map));
}

/** Appends copies of `instrs`, regions, spans and hints included; enters their results into `map`. */
export function cloneInto(b: Builder, instrs: Iterable<Instr>, map: ValueMap): void {
  for (const instr of instrs) b.append(cloneInstr(instr, map));
}

/**
 * A copy of `region` all of whose own values are new; free values go through `map`. Every value of
 * the region is entered into `map` with its copy.
 */
export function cloneRegion(region: Region, map: ValueMap = new Map()): Region {
  const params = freshInto(region.params, map);
  const body = region.body.map((instr) => cloneInstr(instr, map));
  return { params, body, yields: region.yields.map((v) => mapped(map, v)) };
}

/** A copy of `func` that shares no value with it. */
export function cloneFunc(func: Func, name: string = func.name): Func {
  return { ...func, name, region: cloneRegion(func.region) };
}

/**
 * Appends a copy of what `region` does to `b`, with `args` for its parameters, and gives its
 * yields. This is how a call is inlined, a branch taken, an iteration peeled.
 */
export function inlineRegion(
  b: Builder,
  region: Region,
  args: readonly Value[],
  map: ValueMap = new Map(),
): readonly Value[] {
  if (args.length !== region.params.length) {
    throw new Error(`internal: ${args.length} values for ${region.params.length} parameters`);
  }
  region.params.forEach((p, i) => map.set(p, args[i] as Value));
  cloneInto(b, region.body, map);
  return region.yields.map((v) => mapped(map, v));
}

/**
 * `region` with its uses of values through `map`. Unlike a copy it defines the same values, and
 * shares what does not change: the result takes the place of `region`, it does not stand beside it.
 */
export function substitute(region: Region, map: ReadonlyMap<Value, Value>): Region {
  const list = (values: readonly Value[]): readonly Value[] =>
    values.some((v) => map.has(v)) ? values.map((v) => mapped(map, v)) : values;
  const visit = (r: Region): Region => {
    const body = r.body.map((instr) => {
      const args = list(instr.args);
      const regions = instr.regions.map(visit);
      const kept = args === instr.args && regions.every((n, i) => n === instr.regions[i]);
      return kept ? instr : instrWith(instr, args, regions, instr.results);
    });
    const yields = list(r.yields);
    const kept = yields === r.yields && body.every((n, i) => n === r.body[i]);
    return kept ? r : { params: r.params, body, yields };
  };
  return map.size === 0 ? region : visit(region);
}

// --- Rewriting --------------------------------------------------------------------------------

/**
 * What to do with one instruction. `instr` is the old one with its operands and regions already
 * rewritten (inner instructions come first), its results not yet made; `old` is the one that stood
 * in the function, for facts found out beforehand.
 *
 * Gives the values to use in place of its results, after emitting what it needs into `b`, whose
 * span is that of the instruction; or undefined to keep `instr` as it is. To drop an instruction
 * without results it gives [].
 */
export type RewriteInstr = (
  instr: Instr,
  b: Builder,
  old: Instr,
) => readonly Value[] | undefined | void;

export interface Rewriter {
  readonly instr: RewriteInstr;
  /**
   * Called before the body of region `index` of the old instruction `owner` is rewritten into
   * `inner`, whose parameters are there; `args` are the rewritten operands of `owner`.
   */
  readonly enter?: (owner: Instr, index: number, inner: Builder, args: readonly Value[]) => void;
  /** Called when the body is done; gives the yields to use, or undefined to keep `yields`. */
  readonly leave?: (
    owner: Instr,
    index: number,
    inner: Builder,
    yields: readonly Value[],
  ) => readonly Value[] | undefined | void;
}

/**
 * Rebuilds `region` through `rewrite`, once per instruction, in order, inner regions first. All
 * values are new, and `map`, which may be given values for the free ones, gets those that stand
 * for the old ones.
 */
export function rewriteRegion(
  region: Region,
  rewrite: RewriteInstr | Rewriter,
  map: ValueMap = new Map(),
): Region {
  const rewriter = typeof rewrite === "function" ? { instr: rewrite } : rewrite;
  const b = new Builder();
  for (const p of region.params) map.set(p, b.param(p.type, p.hint));
  rewriteBody(region, b, rewriter, map);
  return b.finish(region.yields.map((v) => mapped(map, v)));
}

function rewriteBody(region: Region, b: Builder, rewriter: Rewriter, map: ValueMap): void {
  for (const old of region.body) {
    const args = old.args.map((a) => mapped(map, a));
    const regions = old.regions.map((r, i) => rewriteNested(r, old, i, args, rewriter, map));
    b.span = old.span;
    const instr = instrWith(old, args, regions, old.results);
    const given = rewriter.instr(instr, b, old);
    if (given === undefined) {
      b.append(instrWith(instr, args, regions, freshInto(old.results, map)));
      continue;
    }
    if (given.length !== old.results.length) {
      throw new Error(
        `internal: ${given.length} values for the ${old.results.length} results of ${old.op.name}`,
      );
    }
    old.results.forEach((r, i) => map.set(r, given[i] as Value));
  }
}

function rewriteNested(
  region: Region,
  owner: Instr,
  index: number,
  args: readonly Value[],
  rewriter: Rewriter,
  map: ValueMap,
): Region {
  const inner = new Builder();
  for (const p of region.params) map.set(p, inner.param(p.type, p.hint));
  rewriter.enter?.(owner, index, inner, args);
  rewriteBody(region, inner, rewriter, map);
  const yields = region.yields.map((v) => mapped(map, v));
  return inner.finish(rewriter.leave?.(owner, index, inner, yields) ?? yields);
}

/** `func` rebuilt through `rewrite`: see `rewriteRegion`. */
export function rewriteFunc(func: Func, rewrite: RewriteInstr | Rewriter): Func {
  return { ...func, region: rewriteRegion(func.region, rewrite) };
}

/** Every function rebuilt through `rewrite`: see `rewriteRegion`. */
export function rewriteModule(module: Module, rewrite: RewriteInstr | Rewriter): Module {
  const funcs = [...module.funcs].map(
    ([name, func]) => [name, rewriteFunc(func, rewrite)] as const,
  );
  return { funcs: new Map(funcs) };
}

// --- Looking ----------------------------------------------------------------------------------

/**
 * Calls `visit` for each instruction, in order, one with regions before what is in them. A visit
 * that gives false keeps out of the instruction's regions. `region` is the one it stands in.
 */
export function walk(
  region: Region,
  visit: (instr: Instr, region: Region) => boolean | void,
): void {
  for (const instr of region.body) {
    if (visit(instr, region) === false) continue;
    for (const inner of instr.regions) walk(inner, visit);
  }
}

/** Every value defined in `region` or inside it: parameters and results. */
export function definedIn(region: Region): Set<Value> {
  const defined = new Set(region.params);
  walk(region, (instr) => {
    for (const r of instr.results) defined.add(r);
    for (const inner of instr.regions) for (const p of inner.params) defined.add(p);
  });
  return defined;
}

/** Values `region` uses and does not define, in the order of their first use. */
export function freeValues(region: Region): Set<Value> {
  const defined = new Set<Value>();
  const free = new Set<Value>();
  const use = (v: Value): void => {
    if (!defined.has(v)) free.add(v);
  };
  const visit = (r: Region): void => {
    for (const p of r.params) defined.add(p);
    for (const instr of r.body) {
      instr.args.forEach(use);
      instr.regions.forEach(visit);
      for (const v of instr.results) defined.add(v);
    }
    r.yields.forEach(use);
  };
  visit(region);
  return free;
}

/** Names of the functions that `func` cannot do without: its callees, and its rules. */
export function neededBy({ region, rules }: Func): ReadonlySet<string> {
  const callees = calleesOf(region);
  return rules === undefined ? callees : new Set([...callees, ...rulesOf(rules)]);
}

/** The operations of a region and of those inside: found once for each region. */
export function opsIn(region: Region): ReadonlySet<Op> {
  let found = opsOf.get(region);
  if (found === undefined) {
    const all = new Set<Op>();
    walk(region, ({ op }) => void all.add(op));
    opsOf.set(region, (found = all));
  }
  return found;
}

const opsOf = new WeakMap<Region, ReadonlySet<Op>>();

/** Names of the functions that rules consist of. */
export function rulesOf(rules: Rules | undefined): string[] {
  const { jvp, vjp } = rules ?? {};
  return [jvp, vjp?.forward, vjp?.backward].filter((name) => name !== undefined);
}

export function renamedRules({ by, jvp, vjp }: Rules, to: (name: string) => string): Rules {
  return {
    by,
    jvp: jvp === undefined ? undefined : to(jvp),
    vjp: vjp && { forward: to(vjp.forward), backward: to(vjp.backward) },
  };
}

/** Names of the functions that `region` calls, or takes derivatives of: found once for each region. */
export function calleesOf(region: Region): ReadonlySet<string> {
  let names = callees.get(region);
  if (names === undefined) {
    names = new Set<string>();
    addCallees(region, names);
    callees.set(region, names);
  }
  return names;
}

const callees = new WeakMap<Region, Set<string>>();

function addCallees({ body }: Region, names: Set<string>): void {
  for (const { attrs, regions } of body) {
    const callee = attrs["callee"];
    if (typeof callee === "string") names.add(callee);
    for (const inner of regions) addCallees(inner, names);
  }
}
