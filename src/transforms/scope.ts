import type { Structure } from "../analysis/structure.ts";
import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { bounds, ifOp, load } from "../ops/index.ts";
import type { Saves } from "./saves.ts";

/** Where the reverse sweep stands: running one region of the linear program backwards. */
export interface Scope {
  readonly region: Region;
  /** Takes what is made for this region, inner ones included where it can be shared. */
  readonly b: Builder;
  readonly around: Scope | undefined;
  /** What stands here for values of the region. */
  readonly known: Map<Value, Value>;
  /** In the body of a loop: the number of the iteration being run backwards. */
  readonly iteration?: Value;
}

/** How the reverse sweep gets at values of the forward sweep. */
export interface Policy {
  /** Whether `v` is made again by its instruction rather than kept. */
  recomputes(v: Value, by: Instr): boolean;
  /** The value of the outermost region, which may be elsewhere. */
  outermost(v: Value, scope: Scope): Value;
}

/** Gives the reverse sweep the values that it needs of the primal part, at the places it is at. */
export class Resolver {
  readonly #structure: Structure;
  readonly #saves: Saves;
  readonly #policy: Policy;

  constructor(structure: Structure, saves: Saves, policy: Policy) {
    this.#structure = structure;
    this.#saves = saves;
    this.#policy = policy;
  }

  /**
   * A value equal to what `v` was when the forward sweep was where the reverse sweep now is. It is
   * made in the builder of the region that `v` belongs to, once.
   */
  resolve(scope: Scope, v: Value): Value {
    const region = this.#saves.regionOf(v);
    let at: Scope | undefined = scope;
    while (at !== undefined && at.region !== region) at = at.around;
    if (at === undefined) throw new Error("internal: a value that is not around here");
    const known = at.known.get(v);
    if (known !== undefined) return known;
    const made = this.#make(at, v);
    at.known.set(v, made);
    return made;
  }

  #make(scope: Scope, v: Value): Value {
    const by = this.#saves.ownerOfKey(v) ? undefined : this.#structure.definitionOf(v)?.instr;
    if (by !== undefined && this.#policy.recomputes(v, by)) return this.#again(scope, v, by);
    if (scope.around === undefined) return this.#policy.outermost(v, scope);
    const { key, owner } = this.#saves.slot(v, scope.region);
    const kept = this.resolve(scope.around, key);
    if (owner.op === ifOp) return kept;
    if (scope.iteration === undefined) throw new Error("internal: which iteration?");
    return load(scope.b, kept, scope.iteration);
  }

  #again(scope: Scope, v: Value, by: Instr): Value {
    // the forward sweep has been here: the check passed
    if (by.op === bounds) return this.resolve(scope, by.args[0] as Value);
    const args = by.args.map((a) => this.resolve(scope, a));
    const results = by.results.map(({ type, hint }): Value => ({ type, hint }));
    by.results.forEach((r, i) => scope.known.set(r, results[i] as Value));
    scope.b.append({ ...by, args, results });
    return scope.known.get(v) as Value;
  }
}
