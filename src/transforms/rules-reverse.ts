// Reverse mode of functions that have rules: their halves call the rule, or the halves of it.
import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type MemType, type Type } from "../ir/types.ts";
import { call, copied, recordGet, recordNew, zero } from "../ops/index.ts";
import type { Family } from "./family.ts";
import { addField, adderOf, hasShadow, type Halves, type Wanted } from "./half.ts";
import { nonlinearity } from "./linearity.ts";
import { notLinear, zeroLike, type Ruled } from "./rules.ts";
import { accumulate } from "./seed.ts";

type HalvesOf = (family: Family<Halves>, wanted: Wanted) => Halves;

/** The halves of `func`, as `halves` makes them of functions without rules. */
export function splitByRule(
  family: Family<Halves>,
  func: Ruled,
  wanted: Wanted,
  made: Halves,
  halves: HalvesOf,
): Func[] {
  const sides = new Sides(func, wanted.active, made);
  if (!wanted.active.includes(true)) return sides.plain();
  if (func.rules.vjp) return sides.byPullback(family, func.rules.vjp, wanted.calm);
  const { jvp } = func.rules;
  if (jvp === undefined) throw new Error(`internal: @${func.name} has no rule`);
  const { params } = family.func(jvp).region;
  const active = params.map((_, i) => i >= func.region.params.length);
  if (nonlinearity(family.source, jvp, active) !== undefined) throw notLinear("jvp", func);
  return sides.byTangents(halves(family, { name: jvp, active, calm: wanted.calm }));
}

/** Both halves under construction: parameters and results are those that `halves` promises. */
class Sides {
  readonly #func: Ruled;
  readonly #active: readonly boolean[];
  readonly #made: Halves;
  readonly #forth: Builder;
  readonly #back: Builder;
  readonly #params: readonly Value[];
  /** For each parameter, its shadow. */
  readonly #shadows: readonly (Value | undefined)[];
  readonly #types: readonly Type[];
  readonly #tape: Value;
  /** For each result that is a number, its cotangent. */
  readonly #cotangents: readonly (Value | undefined)[];
  readonly #kept: Value[] = [];

  constructor(func: Ruled, active: readonly boolean[], made: Halves) {
    const { params, yields } = func.region;
    this.#func = func;
    this.#active = active;
    this.#made = made;
    this.#forth = new Builder(func.span);
    this.#back = new Builder(func.span);
    this.#params = params.map((p) => this.#forth.param(p.type, p.hint));
    this.#shadows = params.map((p) =>
      hasShadow(p) ? this.#forth.param(tangentType(p.type) as Type) : undefined,
    );
    this.#types = yields.map((v) => v.type);
    this.#tape = this.#back.param(made.tape, "tape");
    this.#cotangents = yields.map((v) =>
      isReference(v.type) || tangentType(v.type) === undefined
        ? undefined
        : this.#back.param(v.type),
    );
  }

  /** Nothing varies: results have shadows that nobody reads. */
  plain(): Func[] {
    const b = this.#forth;
    const results = call(b, this.#func.name, this.#params, this.#types);
    const shadows = results.filter(hasShadow).flatMap((r) => zeroLike(b, r));
    return this.#finish(results, shadows, []);
  }

  byPullback(
    family: Family<Halves>,
    { forward, backward }: { readonly forward: string; readonly backward: string },
    calm: boolean,
  ): Func[] {
    const [b, back] = [this.#forth, this.#back];
    const count = this.#types.length;
    const types = family.func(forward).region.yields.map((v) => v.type);
    const all = call(b, forward, this.#params, types);
    const results = all.slice(0, count);
    const kept = all.slice(count).map((v) => this.#keep(calm ? v : apart(b, v)));
    const shadows = results.map((r) => (hasShadow(r) ? zeroLike(b, r)[0] : undefined));
    const cotangents = results.flatMap((_, i): Value[] => {
      const shadow = shadows[i];
      return shadow ? [this.#keep(shadow)] : [this.#cotangents[i]].filter((v) => v !== undefined);
    });
    const given = family.func(backward).region.yields.map((v) => v.type);
    const parts = call(back, backward, [...kept, ...cotangents], given);
    let next = 0;
    const own = this.#params.slice(0, this.#func.rules.by).map((p, i) => {
      if (tangentType(p.type) === undefined) return undefined;
      const part = parts[next++] as Value;
      const shadow = this.#shadows[i];
      if (shadow) accumulate(back, this.#keep(shadow), part, adderOf(family));
      return part;
    });
    return this.#finish(
      results,
      shadows.filter((v) => v !== undefined),
      own,
    );
  }

  /** `rule`: the halves of the rule for tangents, by the tangents, in which it is linear. */
  byTangents(rule: Halves): Func[] {
    const [b, back] = [this.#forth, this.#back];
    const given = this.#params.slice(0, this.#func.rules.by);
    const zeros = given.flatMap((p) => zeroLike(b, p));
    const shadows = [
      ...this.#params.filter(hasShadow).flatMap((p) => zeroLike(b, p)),
      ...this.#shadows.slice(0, this.#func.rules.by).filter((v) => v !== undefined),
    ];
    const twins = this.#types.flatMap((type) => tangentType(type) ?? []);
    const references = [...this.#types, ...twins].flatMap((type) =>
      isReference(type) ? (tangentType(type) ?? []) : [],
    );
    const all = call(
      b,
      rule.name,
      [...this.#params, ...zeros, ...shadows],
      [...this.#types, ...twins, ...references, rule.tape],
    );
    const count = this.#types.length;
    const numbers = this.#cotangents.filter((v) => v !== undefined);
    const first = count + twins.length + references.length / 2;
    const tape = this.#keep(all.at(-1) as Value);
    const none = numbers.map(({ type }) => zero(back, type));
    const types = zeros.filter((v) => !isReference(v.type)).map((v) => v.type);
    const parts = call(back, rule.backward, [tape, ...none, ...numbers], types);
    let next = 0;
    const own = given.map((p) =>
      isReference(p.type) || tangentType(p.type) === undefined ? undefined : parts[next++],
    );
    return this.#finish(all.slice(0, count), all.slice(first, -1), own);
  }

  /** Keeps a value of the first half, and gives it in the second. */
  #keep(v: Value): Value {
    this.#kept.push(v);
    const field = addField(this.#made.tape.record, v.type);
    return this.#back.emit1(recordGet, [this.#tape], { field });
  }

  /** `parts`: cotangents of the parameters that the rule is for. */
  #finish(
    results: readonly Value[],
    shadows: readonly Value[],
    parts: readonly (Value | undefined)[],
  ): Func[] {
    const { span } = this.#func;
    const { name, backward, tape } = this.#made;
    const kept = this.#forth.emit1(recordNew, this.#kept, { type: tape });
    const found = this.#params.flatMap((p, i) => {
      if (this.#active[i] !== true || isReference(p.type)) return [];
      return [parts[i] ?? zero(this.#back, p.type)];
    });
    return [
      { name, region: this.#forth.finish([...results, ...shadows, kept]), span },
      { name: backward, region: this.#back.finish(found), span },
    ];
  }
}

/** What is read later than it may have changed is read from a copy. */
function apart(b: Builder, v: Value): Value {
  return isReference(v.type) ? copied(b, v as Value & { type: MemType }) : v;
}
