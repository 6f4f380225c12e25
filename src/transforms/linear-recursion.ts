// Functions that call themselves at most once in a run of their body, and what is made of these.
import { callOrder } from "../analysis/callgraph.ts";
import type { Builder } from "../ir/builder.ts";
import {
  funcNamed,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import { calleesOf, cloneInstr, cloneInto, walk, type ValueMap } from "../ir/rewrite.ts";
import { forOp, ifOp, loopOp } from "../ops/index.ts";

/** A function whose runs make a chain: each calls the next, or is the last. */
export interface LinearRecursion {
  readonly func: Func;
  /** For each parameter, whether every call passes on what it was given. */
  readonly passedOn: readonly boolean[];
  /** Whether what the call gives is the result, and nothing comes after it. */
  readonly tail: boolean;
}

/** The functions that `root` calls and that call themselves; in place of one that is no chain, why not. */
export function recursions(module: Module, root: string): Map<string, LinearRecursion | string> {
  const found = new Map<string, LinearRecursion | string>();
  const used = calledFrom(module, root);
  for (const group of callOrder(module)) {
    for (const func of group) {
      if (!used.has(func.name) || func.rules !== undefined) continue;
      if (group.length > 1) found.set(func.name, "its functions call one another");
      else if (calleesOf(func.region).has(func.name)) found.set(func.name, linearRecursion(func));
    }
  }
  return found;
}

function calledFrom(module: Module, root: string): Set<string> {
  const used = new Set([root]);
  for (const name of used) {
    for (const callee of calleesOf(funcNamed(module, name).region)) used.add(callee);
  }
  return used;
}

function linearRecursion(func: Func): LinearRecursion | string {
  const { name, region } = func;
  const most = callsOnAPath(region, name);
  if (most === Infinity) return "it calls itself in a loop";
  if (most > 1) return "it calls itself more than once";
  const passedOn = region.params.map(() => true);
  for (const { args } of callsOf(region, name)) {
    args.forEach((a, i) => (passedOn[i] &&= a === region.params[i]));
  }
  return { func, passedOn, tail: endsWithCall(region, name) };
}

/** The calls of the function `name` in `region`. */
export function callsOf(region: Region, name: string): Instr[] {
  const calls: Instr[] = [];
  walk(region, (instr) => {
    if (instr.attrs["callee"] === name) calls.push(instr);
  });
  return calls;
}

function has(region: Region, name: string): boolean {
  return calleesOf(region).has(name);
}

function isCall({ attrs }: Instr, name: string): boolean {
  return attrs["callee"] === name;
}

/** The instruction of `region` that is the call, or has it inside. */
function placeOf({ body }: Region, name: string): number {
  return body.findIndex((instr) => isCall(instr, name) || instr.regions.some((r) => has(r, name)));
}

function callsOnAPath({ body }: Region, name: string): number {
  return body.reduce((sum, instr) => {
    if (isCall(instr, name)) return sum + 1;
    const most = Math.max(0, ...instr.regions.map((r) => callsOnAPath(r, name)));
    const repeated = instr.op === forOp || instr.op === loopOp;
    return sum + (repeated && most > 0 ? Infinity : most);
  }, 0);
}

function endsWithCall(region: Region, name: string): boolean {
  const place = placeOf(region, name);
  const instr = region.body[place] as Instr;
  if (place !== region.body.length - 1) return false;
  if (instr.results.length !== region.yields.length) return false;
  if (!instr.results.every((r, i) => r === region.yields[i])) return false;
  return instr.op !== ifOp || instr.regions.every((r) => !has(r, name) || endsWithCall(r, name));
}

/** What comes of a run cut off at its call. */
export interface Cut {
  /** What it gives where it is about to call with `args`. */
  readonly calls: (b: Builder, args: readonly Value[]) => readonly Value[];
  /** What it gives where it does not call; `run` does what is left of the branch, and gives its results. */
  readonly ends: (b: Builder, run: () => readonly Value[]) => readonly Value[];
}

/** Emits what `region` does before its call of the function `name`. */
export function cutAtCall(
  b: Builder,
  region: Region,
  name: string,
  map: ValueMap,
  cut: Cut,
): readonly Value[] {
  const place = placeOf(region, name);
  if (place < 0) {
    return cut.ends(b, () => {
      cloneInto(b, region.body, map);
      return region.yields.map((v) => map.get(v) ?? v);
    });
  }
  cloneInto(b, region.body.slice(0, place), map);
  const instr = region.body[place] as Instr;
  const args = instr.args.map((v) => map.get(v) ?? v);
  b.span = instr.span;
  if (isCall(instr, name)) return cut.calls(b, args);
  const regions = instr.regions.map((r) => {
    const inner = b.nested();
    return inner.finish(cutAtCall(inner, r, name, map, cut));
  });
  return b.emit(ifOp, args, {}, regions);
}

/** What takes the place of the call. */
export interface Replaced {
  /** Gives the results of the call, and more. */
  readonly calls: (b: Builder, args: readonly Value[]) => readonly Value[];
  /** What stands for those more where there is no call. */
  readonly ends: (b: Builder) => readonly Value[];
}

/**
 * Emits what `region` does, with something else in the place of its call of the function `name`.
 * What that gives beside the results of the call is given here.
 */
export function replaceCall(
  b: Builder,
  region: Region,
  name: string,
  map: ValueMap,
  by: Replaced,
): readonly Value[] {
  const place = placeOf(region, name);
  if (place < 0) {
    cloneInto(b, region.body, map);
    return by.ends(b);
  }
  cloneInto(b, region.body.slice(0, place), map);
  const instr = region.body[place] as Instr;
  const args = instr.args.map((v) => map.get(v) ?? v);
  b.span = instr.span;
  const given = isCall(instr, name) ? by.calls(b, args) : branches();
  instr.results.forEach((r, i) => map.set(r, given[i] as Value));
  for (const after of region.body.slice(place + 1)) b.append(cloneInstr(after, map));
  return given.slice(instr.results.length);

  function branches(): readonly Value[] {
    const regions = instr.regions.map((r) => {
      const inner = b.nested();
      const more = replaceCall(inner, r, name, map, by);
      return inner.finish([...r.yields.map((v) => map.get(v) ?? v), ...more]);
    });
    return b.emit(ifOp, args, {}, regions);
  }
}

/** The instructions that a run has after its call, in all branches. */
export function afterCall(region: Region, name: string): readonly Instr[] {
  const place = placeOf(region, name);
  if (place < 0) return [];
  const inside = (region.body[place] as Instr).regions.flatMap((r) => afterCall(r, name));
  return [...inside, ...region.body.slice(place + 1)];
}
