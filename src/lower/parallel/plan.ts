// Whether the iterations of a loop can run at once, and what that takes.
import type { Instr, Region, Value } from "../../ir/func.ts";
import { definedIn, freeValues, walk } from "../../ir/rewrite.ts";
import { isReference } from "../../ir/types.ts";
import { locationsOf } from "../../analysis/apart.ts";
import { reachable } from "../../analysis/cells.ts";
import { OUTPUT, type Location } from "../../analysis/effects.ts";
import type { Memory } from "../../analysis/memory.ts";
import type { Structure } from "../../analysis/structure.ts";
import * as op from "../../ops/index.ts";
import { collectAccesses, type Access } from "./accesses.ts";
import { clearing, covering } from "./coverage.ts";
import { along, plus, product, variable, type Polynomial } from "./polynomial.ts";
import { Subscripts, usesIn } from "./subscripts.ts";
import { Sums, type Joining } from "./sums.ts";

/** What becomes of a value that the loop carries. */
export type Carried =
  | { readonly kind: "same" }
  /** Each part begins with the neutral element, and what it gives is joined to what there is. */
  | { readonly kind: "joined"; readonly by: Joining }
  /** It changes by `step` in each iteration. */
  | { readonly kind: "counter"; readonly step: Polynomial };

/** What must be true when the loop begins. */
export type Condition =
  | { readonly kind: "flag"; readonly value: Value }
  /** Subscripts `slope · index + rest` of one iteration are not those of another. */
  | {
      readonly kind: "apart";
      readonly slope: Polynomial;
      readonly slopes: readonly Polynomial[];
      readonly spans: readonly Span[];
      readonly all: readonly Span[];
    }
  /** Elements from `from` up to `to` are all of `memory`. */
  | {
      readonly kind: "covers";
      readonly memory: Value;
      readonly from: Polynomial;
      readonly to: Polynomial;
    }
  /** The loop inside runs. */
  | { readonly kind: "runs"; readonly loop: Instr }
  /** All elements are zero. */
  | { readonly kind: "zero"; readonly memory: Value };

/** Elements from `at` to `at + more`. */
export interface Span {
  readonly at: Polynomial;
  readonly more: Polynomial;
}

export interface LoopPlan {
  readonly loop: Instr;
  readonly subscripts: Subscripts;
  readonly carried: readonly Carried[];
  readonly conditions: readonly Condition[];
  /** Memory that iterations add to: each part has zeros of its own, which are added in the end. */
  readonly sums: readonly Value[];
  /** Memory that each iteration writes before it reads it: each part has its own. */
  readonly scratch: readonly Value[];
  /** Memory that is zero between iterations: each part has its own. */
  readonly cleared: readonly Value[];
}

export interface Facts {
  readonly structure: Structure;
  readonly memory: Memory;
  /** Whether sums of floats keep their order. */
  readonly strict: boolean;
  readonly nameOf: (v: Value) => string | undefined;
  /** Whether running a region leaves marks in what it goes through, for a while. */
  readonly marks: (region: Region) => boolean;
}

/** The plan of the counted loop `loop`, or why its iterations cannot run at once. */
export function planLoop(loop: Instr, facts: Facts): LoopPlan | string {
  return new Planner(loop, facts).plan();
}

class Planner {
  private readonly loop: Instr;
  private readonly facts: Facts;
  private readonly body: Region;
  private readonly inside: ReadonlySet<Value>;
  private readonly sumsOf: Sums;
  private readonly conditions: Condition[] = [];
  private readonly sums: Value[] = [];
  private readonly scratch: Value[] = [];
  private readonly cleared: Value[] = [];

  constructor(loop: Instr, facts: Facts) {
    this.loop = loop;
    this.facts = facts;
    this.body = loop.regions[0]!;
    this.inside = definedIn(this.body);
    this.sumsOf = new Sums(facts.structure, this.body, usesIn(this.body));
  }

  plan(): LoopPlan | string {
    const { reads, writes, traps } = this.facts.memory.effectsOf(this.body);
    if (writes.has(OUTPUT) || reads.has(OUTPUT)) return "it prints";
    if (this.facts.marks(this.body)) return "it goes through objects that are linked";
    const carried = this.carriedValues();
    if (typeof carried === "string") return carried;
    const counters = new Map<Value, Polynomial>();
    const after: (Polynomial | undefined)[] = [];
    for (const [k, c] of carried.entries()) {
      if (c.kind !== "counter") continue;
      const value = this.counterAt(k, c.step);
      if (value === undefined) return "a counter that is hard to follow";
      counters.set(this.body.params[k + 1]!, value);
      after.push(plus(value, c.step));
    }
    const subscripts = new Subscripts(this.loop, this.inside, this.facts.structure, counters);
    for (const counter of [...counters.values(), ...after]) {
      if (counter === undefined) return "a counter that is hard to follow";
      subscripts.narrow.add(counter);
    }
    const why = this.memoryOf(subscripts, writes, traps);
    if (why !== undefined) return why;
    const { loop, conditions, sums, scratch, cleared } = this;
    return { loop, subscripts, carried, conditions, sums, scratch, cleared };
  }

  private carriedValues(): Carried[] | string {
    const params = this.body.params.slice(1);
    const self = new Map(params.map((p) => [p, variable(p)] as const));
    const guess = new Subscripts(this.loop, this.inside, this.facts.structure, self);
    const found: Carried[] = [];
    if (params.some(({ type }) => isReference(type))) return "it carries an array or an object";
    for (const [k, p] of params.entries()) {
      const next = this.body.yields[k]!;
      if (next === p) {
        found.push({ kind: "same" });
        continue;
      }
      const step = this.stepOf(guess, p, next);
      const by = step === undefined ? this.sumsOf.joining(next, p) : undefined;
      if (step !== undefined) found.push({ kind: "counter", step });
      else if (by === undefined)
        return `\`${p.hint ?? "a value"}\` depends on the iteration before`;
      else if (by === "add" && this.facts.strict) return "a sum, which `strict` keeps in order";
      else found.push({ kind: "joined", by });
    }
    return found;
  }

  private stepOf(guess: Subscripts, p: Value, next: Value): Polynomial | undefined {
    if (Math.abs(Number(this.loop.attrs["step"])) !== 1) return undefined;
    if (p.type.kind !== "scalar" || (p.type.dtype !== "i32" && p.type.dtype !== "f64")) {
      return undefined;
    }
    const after = guess.of(next);
    const step = after && plus(after, variable(p), -1);
    return step?.every(({ of }) => of.every((v) => !this.inside.has(v))) ? step : undefined;
  }

  // Carried value k in terms of the index.
  private counterAt(k: number, step: Polynomial): Polynomial | undefined {
    const outside = new Subscripts(this.loop, this.inside, this.facts.structure, new Map());
    const [lo, init] = [outside.of(this.loop.args[0]!), outside.of(this.loop.args[k + 2]!)];
    const index = variable(this.body.params[0]!);
    const passed = lo && plus(index, lo, -1);
    const change = passed && product(passed, step);
    return init && change && plus(init, change, Number(this.loop.attrs["step"]));
  }

  /** Gives why not, if so. */
  private memoryOf(
    subscripts: Subscripts,
    writes: ReadonlySet<Location>,
    traps: boolean,
  ): string | undefined {
    if (writes.size === 0) return undefined;
    const { memory, nameOf } = this.facts;
    const free = [...freeValues(this.body)].filter((v) => isReference(v.type));
    const given = new Set<Location>();
    for (const cell of reachable(free.map((v) => memory.classes.cellOf(v)))) {
      for (const location of locationsOf(cell, memory)) given.add(location);
    }
    const shared = new Set([...writes].filter((location) => given.has(location)));
    if (shared.size === 0) return undefined;
    if (traps && [...shared].some((location) => memory.isExternalLocation(location))) {
      return "it may stop at an error, and changes arrays from outside";
    }
    const all = collectAccesses(this.body, shared, memory, subscripts);
    if (typeof all === "string") return all;
    for (const [root, accesses] of groups(all)) {
      if (!accesses.some(({ writes: w }) => w)) continue;
      const others = all.filter((a) => a.location === accesses[0]!.location && a.root !== root);
      if (others.some((a) => !this.areDistinct(a.root, root))) {
        return `\`${nameOf(root) ?? "an array"}\` may overlap another`;
      }
      const done =
        this.asDisjoint(accesses, subscripts) ||
        this.asSum(root, accesses) ||
        this.asScratch(root, accesses, subscripts) ||
        this.asCleared(root, accesses, subscripts);
      if (!done) return `iterations may meet in \`${nameOf(root) ?? "an array"}\``;
    }
    return undefined;
  }

  private areDistinct(a: Value, b: Value): boolean {
    const isNew = (v: Value): boolean =>
      this.facts.structure.definitionOf(v)?.instr?.op === op.alloc;
    return isNew(a) && isNew(b);
  }

  private asDisjoint(accesses: readonly Access[], subscripts: Subscripts): boolean {
    const index = this.body.params[0]!;
    const slopes: Polynomial[] = [];
    const spans: Span[] = [];
    const all: Span[] = [];
    for (const { at, more } of accesses) {
      if (at === undefined || more === undefined) return false;
      const parts = along(at, index);
      if (parts === undefined || parts.slope.length === 0) return false;
      const isFixed = (p: Polynomial): boolean =>
        p.every(({ of }) => of.every((v) => !subscripts.isInside(v)));
      if (!isFixed(parts.slope)) return false;
      if (more.some(({ of }) => of.includes(index))) return false;
      slopes.push(parts.slope);
      spans.push({ at: parts.rest, more });
      all.push({ at, more });
    }
    const [slope, ...others] = slopes as [Polynomial, ...Polynomial[]];
    if (this.surelyMeet(slope, spans)) return false;
    const different = others.filter((p) => plus(p, slope, -1)?.length !== 0);
    this.conditions.push({ kind: "apart", slope, slopes: different, spans, all });
    return true;
  }

  // Whether it is known now that one iteration is where another is.
  private surelyMeet(slope: Polynomial, spans: readonly Span[]): boolean {
    const [first] = spans as [Span];
    const [by, start] = [knownNumber(slope), first.at];
    // what they have in common does not matter
    const offsets = spans.map(({ at }) => knownNumber(plus(at, start, -1)));
    const lengths = spans.map(({ more }) => knownNumber(more));
    if (by === undefined || offsets.includes(undefined) || lengths.includes(undefined))
      return false;
    const lows = offsets as number[];
    const highs = lows.map((low, i) => low + lengths[i]!);
    const stride = Math.abs(by * Number(this.loop.attrs["step"]));
    return Math.max(...highs) - Math.min(...lows) >= stride;
  }

  private asSum(root: Value, accesses: readonly Access[]): boolean {
    if (this.facts.strict || !this.isBare(root, accesses)) return false;
    const loads = new Set(accesses.map(({ instr }) => instr).filter((i) => i.op === op.load));
    for (const { instr } of accesses) {
      if (instr.op === op.load) continue;
      if (instr.op !== op.store) return false;
      const [memory, index, x] = instr.args as [Value, Value, Value];
      const source = [...loads].find(
        ({ args, results }) =>
          args[0] === memory && args[1] === index && this.sumsOf.joining(x, results[0]!) === "add",
      );
      if (source === undefined) return false;
      loads.delete(source);
    }
    if (loads.size > 0) return false;
    this.sums.push(root);
    return true;
  }

  private asScratch(root: Value, accesses: readonly Access[], subscripts: Subscripts): boolean {
    if (!this.isBare(root, accesses)) return false;
    const conditions = covering(this.body, root, accesses, subscripts);
    if (conditions === undefined) return false;
    this.conditions.push(...conditions);
    this.scratch.push(root);
    return true;
  }

  private asCleared(root: Value, accesses: readonly Access[], subscripts: Subscripts): boolean {
    if (!this.isBare(root, accesses)) return false;
    const conditions = clearing(this.body, root, accesses, subscripts);
    if (conditions === undefined) return false;
    this.conditions.push(...conditions, { kind: "zero", memory: root });
    this.cleared.push(root);
    return true;
  }

  // Whether the body knows the memory by this name only, and does nothing but read and write it.
  private isBare(root: Value, accesses: readonly Access[]): boolean {
    const { type } = root;
    if (type.kind !== "mem" || type.elem.kind !== "store" || type.elem.storage !== "f64") {
      return false;
    }
    if (accesses.some(({ direct }) => !direct)) return false;
    const names = new Set([root]);
    let bare = true;
    walk(this.body, ({ op: what, args, results, regions }) => {
      const at = args.findIndex((v) => names.has(v));
      if (at >= 0) {
        if (what === op.view) names.add(results[0]!);
        else bare &&= plain.has(what) && (what !== op.fill || at === 0);
      }
      bare &&= !regions.some((r) => r.yields.some((v) => names.has(v)));
    });
    return bare && !this.body.yields.some((v) => names.has(v));
  }
}

const plain: ReadonlySet<Instr["op"]> = new Set<Instr["op"]>([
  op.load,
  op.store,
  op.copy,
  op.fill,
  op.length,
]);

function knownNumber(p: Polynomial | undefined): number | undefined {
  if (p?.length === 0) return 0;
  const [term] = p ?? [];
  return p?.length === 1 && term!.of.length === 0 ? term!.times : undefined;
}

function groups(all: readonly Access[]): Map<Value, Access[]> {
  const found = new Map<Value, Access[]>();
  for (const access of all) {
    const known = found.get(access.root);
    if (known === undefined) found.set(access.root, [access]);
    else known.push(access);
  }
  return found;
}
