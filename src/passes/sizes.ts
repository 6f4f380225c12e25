import { Builder } from "../ir/builder.ts";
import {
  freshName,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Value,
} from "../ir/func.ts";
import { calleesOf, cloneFunc, rewriteFunc, walk } from "../ir/rewrite.ts";
import { callOrder } from "../analysis/callgraph.ts";
import { rangesOf, type Range, type Ranges } from "../analysis/ranges.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { f64, i32, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { Growth } from "./growth.ts";
import { sizeOf } from "./inline.ts";
import { carriedAt, Integers } from "./integers.ts";
import { narrowed } from "./narrow.ts";
import type { Pass } from "./pass.ts";

/** Integers up to this are taken for sizes and indices. */
const LARGEST = 2 ** 28;
/** What a size or an index may grow by from call to call. */
const STEP = 2;
/** More calls than can wait, in memory or on any stack. */
const DEEPEST = 2 ** 28;
/** Larger groups of functions are not doubled. */
const SIZE = 2000;

const small: Range = { lo: -LARGEST - STEP * DEEPEST, hi: LARGEST + STEP * DEEPEST, whole: true };
const any: Range = { lo: -(2 ** 31), hi: 2 ** 31 - 1, whole: true };

/**
 * Sizes and indices that recursive functions hand on to themselves, in integers: where they are
 * integers as the recursion begins, they stay so.
 *
 *     func @f(%n) {                          func @f(%n) {
 *       %i = to_index %n                       %j = clamp_i32 %n
 *       … call @f (sub %n, 1) …                if %n = %j and %j is small
 *     }                                          { call @f_int %n, %j } { call @f_any %n }
 *                                      →     }
 *                                            func @f_int(%n, %j) { … call @f_int (sub %j, 1) … }
 *                                            func @f_any(%n) { as @f was }
 *
 * A small integer that grows by little in each call stays one, since calls that wait take room. For
 * what becomes an index or a count somewhere. The double is handed on beside it, for what computes
 * with it and may have a derivative; where nothing does, `signature` drops it. Done once, before
 * derivatives. Not where a derivative is strict, since conversions are what it checks. Work: size
 * times the number of such parameters.
 */
export const sizes: Pass = {
  name: "sizes",
  doc: "hands sizes and indices on as integers in recursive functions",
  run(module) {
    if (isStrict(module)) return module;
    let made = module;
    for (const group of callOrder(module)) {
      const recursive = group.length > 1 || calleesOf(group[0]!.region).has(group[0]!.name);
      if (recursive && group.every((f) => f.rules === undefined)) made = doubled(made, group);
    }
    return made;
  },
};

function isStrict(module: Module): boolean {
  let found = false;
  for (const { region } of module.funcs.values()) {
    walk(region, ({ attrs }) => void (found ||= attrs["strict"] === true));
  }
  return found;
}

/** What a parameter is taken to be: a small integer, or one that an i32 holds. */
type Kind = "small" | "any" | undefined;

/** What the parameters of each function of a group are taken to be. */
type Kinds = Map<string, Kind[]>;

/** `module` with a version of the group for integers beside the one for all numbers. */
function doubled(module: Module, group: readonly Func[]): Module {
  const size = group.reduce((n, f) => n + sizeOf(f.region), 0);
  const kinds: Kinds = new Map(
    group.map((f) => [
      f.name,
      f.region.params.map((p): Kind => (sameType(p.type, f64) ? "small" : undefined)),
    ]),
  );
  if (size > SIZE || ![...kinds.values()].some((k) => k.some(Boolean))) return module;
  settle(group, kinds);
  const needed = demanded(group, kinds);
  if (needed === 0) return module;
  settle(group, kinds);
  const names = new Map<string, { readonly int: string; readonly any: string }>();
  for (const { name } of group) {
    names.set(name, {
      int: freshName(module, `${name}_int`),
      any: freshName(module, `${name}_any`),
    });
  }
  const funcs = group.flatMap((func) => {
    const { int, any: other } = names.get(func.name)!;
    const general = rewriteFunc(func, (instr, b, old) => {
      const callee = names.get(String(instr.attrs["callee"]));
      if (callee === undefined || instr.op !== op.callOp) return undefined;
      const results = old.results.map(({ type, hint }) => ({ type, hint }));
      b.append({ ...instr, attrs: { ...instr.attrs, callee: callee.any }, results });
      return results;
    });
    const view = new View(func, kinds);
    const calls = new Map(
      view.calls().map((instr) => {
        const name = String(instr.attrs["callee"]);
        const also = instr.args.filter((_, i) => kinds.get(name)![i] !== undefined);
        return [instr, { callee: names.get(name)!.int, also }] as const;
      }),
    );
    const made = narrowed(func, { twins: view.twins, ranges: view.given, calls });
    const region = { ...made.region, params: [...made.region.params, ...view.twins.values()] };
    return [
      chooser(func, kinds.get(func.name)!, names.get(func.name)!),
      { ...cloneFunc({ ...made, region }, int), rules: undefined },
      { ...general, name: other },
    ];
  });
  return withFuncs(module, ...funcs);
}

/** Takes for integers what is handed on as such from what is taken for integers. */
function settle(group: readonly Func[], kinds: Kinds): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const func of group) {
      const view = new View(func, kinds);
      for (const { args, attrs } of view.calls()) {
        const to = kinds.get(String(attrs["callee"]))!;
        args.forEach((v, i) => {
          const kind = to[i];
          if (kind === undefined || view.is(v, kind)) return;
          to[i] = kind === "small" ? "any" : undefined;
          changed = true;
        });
      }
    }
  }
}

/** Keeps those that become indices or counts, and those that these are made of; gives how many. */
function demanded(group: readonly Func[], kinds: Kinds): number {
  const needed = new Map(group.map((f) => [f.name, new Set<number>()]));
  const views = group.map((f) => new View(f, kinds));
  let count = 0;
  const need = (view: View, v: Value): void => {
    for (const i of view.reached(v)) {
      const set = needed.get(view.func.name)!;
      if (!set.has(i)) count++;
      set.add(i);
    }
  };
  for (const view of views) for (const v of view.converted()) need(view, v);
  for (let before = -1; before !== count;) {
    before = count;
    for (const view of views) {
      for (const { args, attrs } of view.calls()) {
        for (const i of needed.get(String(attrs["callee"]))!) need(view, args[i]!);
      }
    }
  }
  for (const [name, list] of kinds) {
    kinds.set(
      name,
      list.map((kind, i) => (needed.get(name)!.has(i) ? kind : undefined)),
    );
  }
  return count;
}

/** A function of the group, its parameters taken for what they are taken to be. */
class View {
  readonly func: Func;
  readonly twins: Map<Value, Value> = new Map();
  readonly given: Map<Value, Range> = new Map();
  private readonly kinds: Kinds;
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly integers: Integers;
  private readonly growth: Growth;

  constructor(func: Func, kinds: Kinds) {
    this.func = func;
    this.kinds = kinds;
    const own = kinds.get(func.name)!;
    const isSmall = new Set<Value>();
    func.region.params.forEach((p, i) => {
      if (own[i] === undefined) return;
      this.twins.set(p, { type: i32, hint: p.hint });
      this.given.set(p, own[i] === "small" ? small : any);
      if (own[i] === "small") isSmall.add(p);
    });
    this.structure = structureOf(func.region);
    this.ranges = rangesOf(this.structure, this.given);
    this.integers = new Integers(this.structure, this.ranges, this.twins);
    this.growth = new Growth(this.structure, this.ranges, (v) => isSmall.has(v), LARGEST);
  }

  /** Calls of functions of the group. */
  calls(): Instr[] {
    const found: Instr[] = [];
    walk(this.func.region, (instr) => {
      if (instr.op === op.callOp && this.kinds.has(String(instr.attrs["callee"]))) {
        found.push(instr);
      }
    });
    return found;
  }

  is(v: Value, kind: Kind): boolean {
    if (!this.integers.isPossible(v)) return false;
    return kind === "any" || (this.growth.of(v) ?? Infinity) <= STEP;
  }

  /** Doubles that are integers, and become indices or counts. */
  converted(): Value[] {
    const found: Value[] = [];
    walk(this.func.region, ({ op: what, args }) => {
      if (what !== op.toIndex && what !== op.clampI32 && what !== op.toInt32) return;
      if (this.ranges.of(args[0]!).whole) found.push(args[0]!);
    });
    return found;
  }

  /** The parameters taken for integers that `v` is computed from. */
  reached(v: Value): Set<number> {
    const { structure } = this;
    const seen = new Set<Value>();
    const found = new Set<number>();
    const visit = (x: Value): void => {
      if (seen.has(x) || !sameType(x.type, f64)) return;
      seen.add(x);
      if (this.twins.has(x)) found.add(this.func.region.params.indexOf(x));
      const { instr, region, index } = structure.definitionOf(x)!;
      const loop = instr ?? structure.ownerOf(region);
      if (instr !== undefined && instr.regions.length === 0) instr.args.forEach(visit);
      else if (loop?.op === op.ifOp) loop.regions.forEach((r) => visit(r.yields[index]!));
      else if (loop !== undefined) {
        const place = instr === undefined && loop.op === op.forOp ? index - 1 : index;
        const { carried, init, next } = carriedAt(loop, place);
        [carried, init, next].forEach(visit);
      }
    };
    visit(v);
    return found;
  }
}

/** The function as a choice between its version for integers and the one for all numbers. */
function chooser(
  func: Func,
  kinds: readonly Kind[],
  { int, any: other }: { readonly int: string; readonly any: string },
): Func {
  const { region } = func;
  const b = new Builder(func.span);
  const params = region.params.map((p) => b.param(p.type, p.hint));
  const types = region.yields.map((v) => v.type);
  const tests: Value[] = [];
  const twins = params.flatMap((p, i) => {
    if (kinds[i] === undefined) return [];
    const n = op.clampI32(b, p);
    tests.push(op.eq(b, op.toF64(b, n), p));
    if (kinds[i] === "small") {
      tests.push(op.le(b, n, op.int(b, LARGEST)), op.ge(b, n, op.int(b, -LARGEST)));
    }
    return [n];
  });
  const all = tests.reduce((p, q) => op.and(b, p, q));
  const results = op.ifElse(
    b,
    all,
    (inner) => op.call(inner, int, [...params, ...twins], types),
    (inner) => op.call(inner, other, params, types),
  );
  const { name, span, userName, disjoint } = func;
  return { name, region: b.finish(results), span, userName, disjoint };
}
