// Scalars that are computed of constants alone, through branches and loops.
import type { Instr, Region, Value } from "../ir/func.ts";
import type { Scalar } from "../ir/op.ts";
import { sizeOf, type ArrayType } from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** Instructions that are evaluated before giving up. */
const MOST_STEPS = 200_000;

/** Values of one region, as they are in one run of it. */
interface Scope {
  readonly defined: ReadonlyMap<Value, Instr>;
  readonly values: Map<Value, Scalar | undefined>;
  readonly outer: Scope | undefined;
}

/**
 * How long a list is that the program was given, by its memory or length; of a level, how long the
 * lists in it are that are so deep inside.
 */
export type Given = (list: Value, level: number) => number | undefined;

/**
 * What `v` is whenever the program gets there, if no memory, argument or call has a part in it but
 * by the lengths of what is `given`: undefined otherwise. `bodies` has what is emitted before it, of
 * its own region last. At most linear in `bodies`, and MOST_STEPS for what is evaluated.
 */
export function knownScalar(
  bodies: readonly (readonly Instr[])[],
  v: Value,
  given: Given,
): Scalar | undefined {
  let scope: Scope | undefined;
  for (const body of bodies) scope = scopeOf(body, scope);
  return scope && new Evaluation(given).value(v, scope);
}

function scopeOf(body: readonly Instr[], outer: Scope | undefined): Scope {
  const defined = new Map<Value, Instr>();
  for (const instr of body) for (const result of instr.results) defined.set(result, instr);
  return { defined, values: new Map(), outer };
}

class Evaluation {
  readonly #given: Given;
  #steps = 0;
  readonly #scopes = new Map<Region, Scope>();

  constructor(given: Given) {
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
        return this.#length(args[0]!, scope, 0);
      case op.bounds:
        return this.#within(args, scope);
      case op.ifOp:
        return this.#branch(instr, at, scope);
      case op.forOp:
        return this.#counted(instr, scope)?.[at];
      case op.loopOp:
        return this.#repeated(instr, scope)?.[at];
    }
    const [first] = args;
    if (what.eval === undefined || what.effect !== "pure" || first === undefined) return undefined;
    const values: Scalar[] = [];
    for (const arg of args) {
      const value = this.value(arg, scope);
      if (value === undefined) return undefined;
      values.push(value);
    }
    if (what === op.idiv && Number(values[1]) === 0) return undefined;
    return what.eval(values, first.type, attrs);
  }

  // Of the memory, or of what is so many levels inside of it.
  #length(memory: Value, from: Scope, level: number): Scalar | undefined {
    let scope: Scope | undefined = from;
    while (scope && !scope.defined.has(memory)) scope = scope.outer;
    const by = scope?.defined.get(memory);
    if (by === undefined) return this.#given(memory, level);
    if (by.op === op.load) return this.#length(by.args[0]!, scope!, level + 1);
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

  /** What a counted loop hands on in the end; a part of it that is not known once is not known then. */
  #counted(loop: Instr, scope: Scope): readonly (Scalar | undefined)[] | undefined {
    const [lo, hi, ...inits] = loop.args.map((arg) => this.#scalar(arg, scope));
    if (lo === undefined || hi === undefined) return undefined;
    const [body] = loop.regions as [Region];
    const step = Number(loop.attrs["step"]);
    let carried: readonly (Scalar | undefined)[] = inits;
    for (let i = Number(lo); step > 0 ? i < Number(hi) : i > Number(hi); i += step) {
      if (carried.every((one) => one === undefined)) break;
      const inner = this.#inside(body, scope, [i, ...carried]);
      carried = this.#handedOn(body.yields, carried, inner);
    }
    this.#keep(loop, carried, scope);
    return carried;
  }

  #repeated(loop: Instr, scope: Scope): readonly (Scalar | undefined)[] | undefined {
    const [body] = loop.regions as [Region];
    const [goesOn, ...next] = body.yields as [Value, ...Value[]];
    let carried: readonly (Scalar | undefined)[] = loop.args.map((arg) => this.#scalar(arg, scope));
    for (;;) {
      const inner = this.#inside(body, scope, carried);
      const again = this.value(goesOn, inner);
      if (again === undefined) return undefined;
      carried = this.#handedOn(next, carried, inner);
      if (!again) break;
    }
    this.#keep(loop, carried, scope);
    return carried;
  }

  #handedOn(
    next: readonly Value[],
    carried: readonly (Scalar | undefined)[],
    inner: Scope,
  ): (Scalar | undefined)[] {
    return next.map((one, k) => (carried[k] === undefined ? undefined : this.value(one, inner)));
  }

  #scalar(v: Value, scope: Scope): Scalar | undefined {
    return v.type.kind === "mem" ? undefined : this.value(v, scope);
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
