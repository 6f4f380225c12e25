import { Builder } from "../ir/builder.ts";
import {
  freshName,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import {
  calleesOf,
  freeValues,
  inlineRegion,
  rewriteFunc,
  walk,
  type ValueMap,
} from "../ir/rewrite.ts";
import { callOrder } from "../analysis/callgraph.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { sizeOf } from "./inline.ts";
import type { Pass } from "./pass.ts";

/** Instructions up to which what a function does in its base case is put in the place of calls. */
const LARGEST = 60;
/** Instructions up to which a function grows by the base cases of what it calls. */
const BUDGET = 200;

/**
 * Puts the base case of a recursive function in the place of its calls, so that only what goes on
 * is a call: most calls of a tree of calls are its leaves.
 *
 *     func @f(%n) {                         func @f(%n) {
 *       %c = lt %n, 2                         %c = lt %n, 2
 *       %r = if %c { A } { … call @f … }  →   %r = if %c { A } { call @f_rest %n }
 *       return %r                             return %r
 *     }                                     }
 *                                           func @f_rest(%n) { … A or a call of @f_rest … }
 *
 * For functions that end in a branch one side of which makes no call of the group. Done once, since
 * what it makes could be taken apart again. Linear in the size of the result.
 */
export const leaves: Pass = {
  name: "leaves",
  doc: "puts the base case of recursive functions in the place of their calls",
  run(module) {
    let made = module;
    for (const group of callOrder(module)) {
      const names = new Set(group.map((f) => f.name));
      const recursive = group.length > 1 || calleesOf(group[0]!.region).has(group[0]!.name);
      if (!recursive || derivesIn(group)) continue;
      for (const { name } of group) made = withLeaves(made, name, names);
    }
    return made;
  },
};

function derivesIn(group: readonly Func[]): boolean {
  let found = false;
  for (const { region } of group)
    walk(region, (instr) => void (found ||= instr.op === op.deriveOp));
  return found;
}

/** `module` with the function split, and its base case in the place of its calls in the group. */
function withLeaves(module: Module, name: string, group: Set<string>): Module {
  const func = module.funcs.get(name)!;
  const parts = func.rules ? undefined : partsOf(func, group);
  if (parts === undefined) return module;
  const rest = freshName(module, `${name}_rest`);
  const [entry, below] = split(func, parts, rest);
  group.add(rest);
  let made = withFuncs(module, entry, below);
  for (const caller of group) {
    if (caller === name) continue;
    made = withFuncs(made, inlined(made.funcs.get(caller)!, entry));
  }
  return made;
}

/** A function that ends in a branch, of which one side makes no call of the group. */
interface Parts {
  readonly branch: Instr;
  /** The side that goes on. */
  readonly side: number;
}

function partsOf({ region }: Func, group: ReadonlySet<string>): Parts | undefined {
  const branch = region.body.at(-1);
  if (branch?.op !== op.ifOp) return undefined;
  const calls = ({ body }: { readonly body: readonly Instr[] }): boolean =>
    [...calleesOf({ params: [], body, yields: [] })].some((f) => group.has(f));
  const before = region.body.slice(0, -1);
  const [then, otherwise] = branch.regions.map(calls);
  if (then === otherwise || calls({ body: before })) return undefined;
  const side = then === true ? 0 : 1;
  const base = branch.regions[1 - side]!;
  const size = sizeOf({ params: [], body: before, yields: [] }) + sizeOf(base);
  return size <= LARGEST && !hasLoop(before) && !hasLoop(base.body) ? { branch, side } : undefined;
}

function hasLoop(body: readonly Instr[]): boolean {
  let found = false;
  walk({ params: [], body, yields: [] }, ({ op: what }) => {
    found ||= what === op.forOp || what === op.loopOp || what === op.callOp;
  });
  return found;
}

/** The function with its rest as a call, and that rest. */
function split(func: Func, { branch, side }: Parts, rest: string): [entry: Func, below: Func] {
  const { region } = func;
  const going = branch.regions[side]!;
  const given = new Inputs(structureOf(region), going);
  const below: Func = {
    name: rest,
    region: given.region(),
    disjoint: func.disjoint,
    span: func.span,
    userName: func.userName,
  };
  const b = new Builder(branch.span);
  const types = going.yields.map((v) => v.type);
  const call = b.finish(op.call(b, rest, given.needed, types));
  const regions = branch.regions.map((r, i) => (i === side ? call : r));
  const body = [...region.body.slice(0, -1), { ...branch, regions }];
  return [{ ...func, region: { ...region, body } }, below];
}

/** Operations up to this cost are done again rather than that their result is handed on. */
const CHEAP = 3;

/**
 * What the side of a branch needs from before it. What is quickly computed from the rest of that is
 * made again, and of conversions their operand is handed on: more is known of an integer than of the
 * double that it becomes.
 */
class Inputs {
  readonly needed: Value[] = [];
  private readonly structure: Structure;
  private readonly going: Region;
  private readonly map: ValueMap = new Map();
  private readonly b = new Builder();

  constructor(structure: Structure, going: Region) {
    this.structure = structure;
    this.going = going;
    const free = [...freeValues(going)];
    for (const v of free) if (this.maker(v) === undefined) this.give(v);
    let open = free.filter((v) => !this.map.has(v));
    while (open.length > 0) {
      const ready = open.filter((v) => this.canMake(v));
      if (ready.length > 0) ready.forEach((v) => this.make(v));
      else {
        const [v] = open as [Value];
        const { args } = this.maker(v)!;
        this.give(args.length === 1 ? args[0]! : v);
      }
      open = open.filter((v) => !this.map.has(v));
    }
  }

  region(): Region {
    const yields = inlineRegion(this.b, this.going, [], this.map);
    return this.b.finish(yields);
  }

  /** The instruction that makes `v`, if that is quick. */
  private maker(v: Value): Instr | undefined {
    const by = this.structure.definitionOf(v)?.instr;
    const quick = by?.op.effect === "pure" && by.regions.length === 0 && by.op.cost <= CHEAP;
    return quick ? by : undefined;
  }

  private canMake(v: Value): boolean {
    if (this.map.has(v)) return true;
    return this.maker(v)?.args.every((a) => this.canMake(a)) === true;
  }

  private give(v: Value): void {
    if (this.map.has(v)) return;
    this.needed.push(v);
    this.map.set(v, this.b.param(v.type, v.hint));
  }

  private make(v: Value): Value {
    const known = this.map.get(v);
    if (known !== undefined) return known;
    const { op: what, args, attrs } = this.maker(v)!;
    const made = this.b.emit1(
      what,
      args.map((a) => this.make(a)),
      attrs,
    );
    this.map.set(v, made);
    return made;
  }
}

function inlined(func: Func, { name, region }: Func): Func {
  const size = sizeOf(region);
  let room = BUDGET;
  const chosen = new Set<Instr>();
  walk(func.region, (instr) => {
    if (instr.op !== op.callOp || instr.attrs["callee"] !== name) return;
    if (instr.attrs["keeps"] !== undefined || room < size) return;
    room -= size;
    chosen.add(instr);
  });
  if (chosen.size === 0) return func;
  return rewriteFunc(func, ({ args }, b, old) =>
    chosen.has(old) ? inlineRegion(b, region, args) : undefined,
  );
}
