// Scalars that are computed of constants alone, through branches and loops.
import type { Instr, Region, Value } from "../ir/func.ts";
import type { Scalar } from "../ir/op.ts";
import { sizeOf, type ArrayType } from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** Instructions, and iterations, that are evaluated before giving up. */
const MOST_STEPS = 200_000;

/**
 * How long a list is that the program was given, by its memory or length; of a level, how long the
 * lists in it are that are so deep inside.
 */
export type Given = (list: Value, level: number) => number | undefined;

export interface Known {
  /** What the value is whenever the program gets there; undefined if that is not known. */
  readonly value: Scalar | undefined;
  /** What it is computed of that is defined nowhere in the program: parameters. */
  readonly outside: readonly Value[];
}

/**
 * What `v` is, if no memory, parameter or call has a part in it but by the lengths of what is
 * `given`. `bodies` has what is emitted before it, of its own region last. At most linear in
 * `bodies`, and MOST_STEPS for what is evaluated.
 */
export function knownScalar(bodies: readonly (readonly Instr[])[], v: Value, given: Given): Known {
  const { sources, scope, evaluation } = before(bodies, v, given);
  const value = scope && evaluation.value(v, scope);
  return { value, outside: [...sources.outside] };
}

/** The number of elements of a memory, as `knownScalar` finds it. */
export function knownLength(
  bodies: readonly (readonly Instr[])[],
  memory: Value,
  given: Given,
): number | undefined {
  const { scope, evaluation } = before(bodies, memory, given);
  const length = scope && evaluation.length(memory, scope, 0);
  return length === undefined ? undefined : Number(length);
}

/** What is needed to evaluate `v` at the end of `bodies`. */
function before(
  bodies: readonly (readonly Instr[])[],
  v: Value,
  given: Given,
): { sources: Sources; scope: Scope | undefined; evaluation: Evaluation } {
  const sources = new Sources(bodies);
  sources.visit(v);
  let scope: Scope | undefined;
  for (const body of bodies) scope = scopeOf(body, scope);
  return { sources, scope, evaluation: new Evaluation(sources.seen, given) };
}

/** How a value comes to be: by an instruction, or as a parameter of a region of it. */
interface Origin {
  readonly instr: Instr;
  /** The number of the result, or of what a loop carries; -1 for the index of a counted loop. */
  readonly at: number;
}

/** What a value is computed of, through all iterations. */
class Sources {
  readonly #origins = new Map<Value, Origin>();
  readonly seen: Set<Value> = new Set();
  readonly outside: Set<Value> = new Set();

  constructor(bodies: readonly (readonly Instr[])[]) {
    for (const body of bodies) this.#enter(body);
  }

  #enter(body: readonly Instr[]): void {
    for (const instr of body) {
      instr.results.forEach((v, at) => this.#origins.set(v, { instr, at }));
      for (const { params, body: inner } of instr.regions) {
        const first = instr.op === op.forOp ? 1 : 0;
        params.forEach((v, i) => this.#origins.set(v, { instr, at: i - first }));
        this.#enter(inner);
      }
    }
  }

  visit(from: Value): void {
    const open = [from];
    for (let v = open.pop(); v; v = open.pop()) {
      if (this.seen.has(v)) continue;
      this.seen.add(v);
      const origin = this.#origins.get(v);
      if (origin) open.push(...sourcesOf(origin));
      else this.outside.add(v);
    }
  }
}

function sourcesOf({ instr, at }: Origin): readonly Value[] {
  const { op: what, args, regions } = instr;
  const yields = regions.map((region) => region.yields);
  // what a loop carries begins with what it is given, also where no iteration reads it
  const carried = regions[0]?.params ?? [];
  switch (what) {
    case op.ifOp:
      return [args[0]!, yields[0]![at]!, yields[1]![at]!];
    case op.forOp: {
      const [lo, hi, ...inits] = args as [Value, Value, ...Value[]];
      return at < 0 ? [lo, hi] : [lo, hi, inits[at]!, carried[at + 1]!, yields[0]![at]!];
    }
    case op.loopOp:
      return [args[at]!, carried[at]!, yields[0]![0]!, yields[0]![at + 1]!];
    case op.length:
    case op.alloc:
    case op.bounds:
      return args;
    case op.view:
      return [args[2]!];
  }
  return isEvaluated(instr) ? args : [];
}

const isEvaluated = ({ op: what, args }: Instr): boolean =>
  what.eval !== undefined && what.effect === "pure" && args.length > 0;

/** Values of one region, as they are in one run of it. */
interface Scope {
  readonly defined: ReadonlyMap<Value, Instr>;
  readonly values: Map<Value, Scalar | undefined>;
  readonly outer: Scope | undefined;
}

function scopeOf(body: readonly Instr[], outer: Scope | undefined): Scope {
  const defined = new Map<Value, Instr>();
  for (const instr of body) for (const result of instr.results) defined.set(result, instr);
  return { defined, values: new Map(), outer };
}

class Evaluation {
  /** What is asked for: nothing else that a loop carries is evaluated. */
  readonly #asked: ReadonlySet<Value>;
  readonly #given: Given;
  #steps = 0;
  readonly #scopes = new Map<Region, Scope>();

  constructor(asked: ReadonlySet<Value>, given: Given) {
    this.#asked = asked;
    this.#given = given;
  }

  value(v: Value, from: Scope): Scalar | undefined {
    let scope: Scope | undefined = from;
    while (scope && !scope.values.has(v) && !scope.defined.has(v)) scope = scope.outer;
    if (scope === undefined) return this.#given(v, 0);
    if (scope.values.has(v)) return scope.values.get(v);
    const instr = scope.defined.get(v)!;
    const value = ++this.#steps > MOST_STEPS ? undefined : this.#result(instr, v, scope);
    scope.values.set(v, value);
    return value;
  }

  #result(instr: Instr, v: Value, scope: Scope): Scalar | undefined {
    const { op: what, args, attrs } = instr;
    const at = instr.results.indexOf(v);
    switch (what) {
      case op.constant:
        return op.literalOf(attrs);
      case op.length:
        return this.length(args[0]!, scope, 0);
      case op.bounds:
        return this.#within(args, scope);
      case op.ifOp:
        return this.#branch(instr, at, scope);
      case op.forOp:
        return this.#counted(instr, scope)?.[at];
      case op.loopOp:
        return this.#repeated(instr, scope)?.[at];
    }
    if (!isEvaluated(instr)) return undefined;
    const values: Scalar[] = [];
    for (const arg of args) {
      const value = this.value(arg, scope);
      if (value === undefined) return undefined;
      values.push(value);
    }
    if (what === op.idiv && Number(values[1]) === 0) return undefined;
    return what.eval!(values, args[0]!.type, attrs);
  }

  // Of the memory, or of what is so many levels inside of it.
  length(memory: Value, from: Scope, level: number): Scalar | undefined {
    let scope: Scope | undefined = from;
    while (scope && !scope.defined.has(memory)) scope = scope.outer;
    const by = scope?.defined.get(memory);
    if (by === undefined) return this.#given(memory, level);
    if (by.op === op.load) return this.length(by.args[0]!, scope!, level + 1);
    if (level > 0) return undefined;
    if (by.op === op.alloc) return this.value(by.args[0]!, scope!);
    if (by.op === op.view) return this.value(by.args[2]!, scope!);
    if (by.op === op.elements) return sizeOf((by.args[0]!.type as ArrayType).shape);
    return undefined;
  }

  #within([index, length]: readonly Value[], scope: Scope): Scalar | undefined {
    const [i, n] = [this.value(index!, scope), this.value(length!, scope)];
    return i !== undefined && n !== undefined && i >= 0 && i < n ? i : undefined;
  }

  #branch({ args, regions }: Instr, at: number, scope: Scope): Scalar | undefined {
    const goes = this.value(args[0]!, scope);
    const sides = goes === undefined ? regions : [regions[goes ? 0 : 1]!];
    const [one, other] = sides.map((side) =>
      this.value(side.yields[at]!, this.#inside(side, scope)),
    );
    return sides.length === 1 || Object.is(one, other) ? one : undefined;
  }

  /** What a counted loop hands on in the end; what is not known once is not known then. */
  #counted(loop: Instr, scope: Scope): readonly (Scalar | undefined)[] | undefined {
    const [from, to, ...inits] = loop.args as [Value, Value, ...Value[]];
    const [lo, hi] = [this.value(from, scope), this.value(to, scope)];
    if (lo === undefined || hi === undefined) return undefined;
    const [body] = loop.regions as [Region];
    const step = Number(loop.attrs["step"]);
    let carried = this.#first(inits, body.params.slice(1), scope);
    for (let i = Number(lo); step > 0 ? i < Number(hi) : i > Number(hi); i += step) {
      if (carried.every((one) => one === undefined)) break;
      if (++this.#steps > MOST_STEPS) return undefined;
      carried = this.#next(body.yields, carried, this.#inside(body, scope, [i, ...carried]));
    }
    this.#keep(loop, carried, scope);
    return carried;
  }

  #repeated(loop: Instr, scope: Scope): readonly (Scalar | undefined)[] | undefined {
    const [body] = loop.regions as [Region];
    const [goesOn, ...next] = body.yields as [Value, ...Value[]];
    let carried = this.#first(loop.args, body.params, scope);
    for (;;) {
      const inner = this.#inside(body, scope, carried);
      const again = this.value(goesOn, inner);
      if (again === undefined || ++this.#steps > MOST_STEPS) return undefined;
      carried = this.#next(next, carried, inner);
      if (!again) break;
    }
    this.#keep(loop, carried, scope);
    return carried;
  }

  #first(inits: readonly Value[], params: readonly Value[], scope: Scope): (Scalar | undefined)[] {
    return inits.map((v, k) => (this.#asked.has(params[k]!) ? this.value(v, scope) : undefined));
  }

  #next(
    yields: readonly Value[],
    carried: readonly (Scalar | undefined)[],
    inner: Scope,
  ): (Scalar | undefined)[] {
    return yields.map((v, k) => (carried[k] === undefined ? undefined : this.value(v, inner)));
  }

  /** One loop is evaluated once for all of its results. */
  #keep(loop: Instr, results: readonly (Scalar | undefined)[], scope: Scope): void {
    for (const [k, result] of loop.results.entries()) scope.values.set(result, results[k]);
  }

  /** A region that is run with these values of its parameters. */
  #inside(region: Region, outer: Scope, params: readonly (Scalar | undefined)[] = []): Scope {
    const found = this.#scopes.get(region) ?? scopeOf(region.body, outer);
    this.#scopes.set(region, found);
    const values = new Map(region.params.map((param, k) => [param, params[k]] as const));
    return { defined: found.defined, values, outer };
  }
}
