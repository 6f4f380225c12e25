/**
 * Halves of a recursive function that do not keep its levels. They need these twice: what comes after
 * a call from the outermost level to the innermost, what comes before it the other way. So the levels
 * are taken in parts, and these in parts again until one is short enough to be kept as a whole. First
 * the cotangents of what each part is given from below are found, from the top down; then each part is
 * reversed, from the bottom up.
 */
import { Builder } from "../ir/builder.ts";
import type { Budget } from "../ir/budget.ts";
import { funcNamed, type Func, type Region, type Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { i32, type Type } from "../ir/types.ts";
import {
  add,
  call,
  forRange,
  gt,
  ifElse,
  int,
  load,
  storeTo,
  zero,
  zerosFor,
} from "../ops/index.ts";
import { bits, type Family } from "./family.ts";
import { hasShadow, type Halves } from "./half.ts";
import { descend, LevelParts } from "./level-parts.ts";
import { anew, mostLevels, numbersOf, refuseEndless, type Levels } from "./recursion-forms.ts";
import { isDifferentiable, reversal } from "./replay.ts";
import { mostSnapshots } from "./schedule.ts";
import type { SplitCall } from "./sweeps.ts";
import { tapeOf, valuesOf } from "./tape.ts";

/** What the functions here are given beside cotangents. */
interface Given {
  readonly params: readonly Value[];
  readonly n: Value;
  readonly below: readonly Value[];
  readonly shadows: readonly Value[];
}

export class LevelHalves {
  readonly #family: Family<Halves>;
  readonly #levels: Levels;
  readonly #active: readonly boolean[];
  readonly #split: SplitCall;
  readonly #func: Func;
  /** How many levels are kept as a whole, and how many states otherwise. */
  readonly most: number;

  constructor(
    family: Family<Halves>,
    levels: Levels,
    active: readonly boolean[],
    budget: Budget,
    split: SplitCall,
  ) {
    this.#family = family;
    this.#levels = levels;
    this.#active = active;
    this.#split = split;
    this.#func = levels.recursion.func;
    const state = anew(levels.recursion).length + 2 * this.#results.length;
    this.most = mostOf(budget, state + sizeOf(this.#func.region));
  }

  /** What is kept of where a part begins. */
  state(): Value[] {
    return anew(this.#levels.recursion).map((i) => this.#params[i] as Value);
  }

  forward({ name, tape }: Halves): Func {
    const b = new Builder(this.#func.span);
    const params = this.#params.map((p) => b.param(p.type, p.hint));
    const shadows = this.#shadows().map((type) => b.param(type));
    const [calls] = descend(b, this.#levels, params, int(b, mostLevels)) as [Value];
    refuseEndless(b, this.#func, calls);
    const n = add(b, calls, int(b, 1));
    const results = this.#value(b, params, n, this.#nothing(b));
    const made = tapeOf(b, tape, [...params, ...shadows, n]);
    return { name, region: b.finish([...results, made]), span: this.#func.span };
  }

  backward({ backward: name, tape }: Halves): Func {
    const b = new Builder(this.#func.span);
    const held = b.param(tape, "tape");
    const cts = this.#seeds.map((v) => b.param(v.type));
    const values = valuesOf(b, held);
    const params = values.splice(0, this.#params.length);
    const n = values.pop() as Value;
    const given: Given = { params, n, below: this.#nothing(b), shadows: values };
    // what is added here is found again when a part is reversed
    const owners = params.filter(hasShadow);
    const other = owners.map((p) => zerosFor(b, p, tangentType(p.type) as Type, 1));
    const none = this.#numbers.map((p) => zero(b, p.type));
    const results = this.#reverse(b, given, other, cts, none);
    return { name, region: b.finish(results), span: this.#func.span };
  }

  get #params(): readonly Value[] {
    return this.#func.region.params;
  }

  get #results(): readonly Value[] {
    return this.#func.region.yields;
  }

  /** Results that have a cotangent. */
  get #seeds(): readonly Value[] {
    return this.#results.filter(isDifferentiable);
  }

  /** Parameters that have one, whether it is wanted or not. */
  get #numbers(): readonly Value[] {
    return numbersOf(this.#levels.recursion)
      .map((i) => this.#params[i] as Value)
      .filter(isDifferentiable);
  }

  get #wanted(): readonly Value[] {
    return this.#params.filter((p, i) => this.#active[i] === true && isDifferentiable(p));
  }

  #shadows(): Type[] {
    return this.#params.filter(hasShadow).map((p) => tangentType(p.type) as Type);
  }

  #nothing(b: Builder): Value[] {
    return this.#results.map((v) => zero(b, v.type));
  }

  /** The results of `n` levels over what level `n` gives. */
  #value(
    b: Builder,
    params: readonly Value[],
    n: Value,
    below: readonly Value[],
  ): readonly Value[] {
    const { name } = this.#func;
    const types = this.#results.map((v) => v.type);
    const made = this.#family.member(
      `${name} levels value`,
      () => ({ name: this.#family.name(`${name}_value`) }),
      (member) => [this.#valueFunc(member.name)],
    );
    return call(b, made.name, [...params, n, ...below], types);
  }

  #valueFunc(name: string): Func {
    const b = new Builder(this.#func.span);
    const { params, n, below } = this.#given(b, false);
    const results = this.#inParts(
      b,
      n,
      (c) => this.#part(c, params, n, below),
      (c) => this.#parts(c, { params, n, below })[1],
    );
    return { name, region: b.finish(results), span: this.#func.span };
  }

  // `short` where `n` levels are few enough.
  #inParts(
    b: Builder,
    n: Value,
    short: (b: Builder) => readonly Value[],
    long: (b: Builder) => readonly Value[],
  ): readonly Value[] {
    return ifElse(b, gt(b, n, int(b, this.most)), long, short);
  }

  #part(b: Builder, params: readonly Value[], n: Value, below: readonly Value[]): readonly Value[] {
    const { part } = this.#levels;
    const types = funcNamed(this.#family.source, part).region.yields.map((v) => v.type);
    return call(b, part, [...params, n, ...below], types).slice(0, this.#results.length);
  }

  #parts(
    b: Builder,
    { params, n, below }: Pick<Given, "params" | "n" | "below">,
  ): readonly [parts: LevelParts, results: readonly Value[]] {
    const parts = new LevelParts(b, this.#levels, this.most, params, n);
    const results = parts.goUp(b, below, (c, given, levels, inner) =>
      this.#value(c, given, levels, inner),
    );
    return [parts, results];
  }

  #given(b: Builder, shadows: boolean): Given {
    const params = this.#params.map((p) => b.param(p.type, p.hint));
    const n = b.param(i32, "levels");
    const below = this.#results.map((v) => b.param(v.type));
    return { params, n, below, shadows: shadows ? this.#shadows().map((t) => b.param(t)) : [] };
  }

  /** The cotangents of what `given` has from below; shadows are used up. */
  #down(b: Builder, given: Given, cts: readonly Value[]): readonly Value[] {
    const { name } = this.#func;
    const made = this.#family.member(
      `${name} ${bits(this.#active)} levels down`,
      () => ({ name: this.#family.name(`${name}_cts`) }),
      (member) => [this.#downFunc(member.name)],
    );
    const types = cts.map((v) => v.type);
    return call(b, made.name, [...all(given), ...cts], types);
  }

  #downFunc(name: string): Func {
    const b = new Builder(this.#func.span);
    const given = this.#given(b, true);
    const cts = this.#seeds.map((v) => b.param(v.type));
    const results = this.#inParts(
      b,
      given.n,
      (c) => {
        const none = this.#numbers.map((p) => zero(c, p.type));
        return this.#whole(c, given, cts, none).slice(this.#wanted.length);
      },
      (c) => {
        const [parts] = this.#parts(c, given);
        return forRange(c, [int(c, 0), parts.count, 1], cts, (d, j, now) =>
          this.#down(d, this.#inPart(d, parts, j, given.shadows), now),
        );
      },
    );
    return { name, region: b.finish(results), span: this.#func.span };
  }

  #inPart(b: Builder, parts: LevelParts, j: Value, shadows: readonly Value[]): Given {
    return {
      params: parts.given(b, j),
      n: parts.levels(b, j),
      below: parts.below(b, j),
      shadows,
    };
  }

  /**
   * The cotangents of active numbers, from those of the results and of the numbers that level `n` is
   * given. `other` are shadows to be used up.
   */
  #reverse(
    b: Builder,
    given: Given,
    other: readonly Value[],
    cts: readonly Value[],
    inner: readonly Value[],
  ): readonly Value[] {
    const { name } = this.#func;
    const made = this.#family.member(
      `${name} ${bits(this.#active)} levels reverse`,
      () => ({ name: this.#family.name(`${name}_reverse`) }),
      (member) => [this.#reverseFunc(member.name)],
    );
    const types = this.#wanted.map((v) => v.type);
    return call(b, made.name, [...all(given), ...other, ...cts, ...inner], types);
  }

  #reverseFunc(name: string): Func {
    const b = new Builder(this.#func.span);
    const given = this.#given(b, true);
    const other = this.#shadows().map((t) => b.param(t));
    const cts = this.#seeds.map((v) => b.param(v.type));
    const inner = this.#numbers.map((v) => b.param(v.type));
    const results = this.#inParts(
      b,
      given.n,
      (c) => this.#whole(c, given, cts, inner).slice(0, this.#wanted.length),
      (c) => this.#reverseParts(c, given, other, cts, inner),
    );
    return { name, region: b.finish(results), span: this.#func.span };
  }

  #reverseParts(
    b: Builder,
    given: Given,
    other: readonly Value[],
    cts: readonly Value[],
    inner: readonly Value[],
  ): readonly Value[] {
    const [parts] = this.#parts(b, given);
    const lists = cts.map((v) => parts.memory(b, v));
    forRange(b, [int(b, 0), parts.count, 1], cts, (c, j, now) => {
      now.forEach((v, i) => storeTo(c, lists[i] as Value, j, v));
      return parts.unlessLast(c, j, now, (d) =>
        this.#down(d, this.#inPart(d, parts, j, other), now),
      );
    });
    const wanted = this.#wanted;
    const numbers = this.#numbers;
    const inits = wanted.map((p) => inner[numbers.indexOf(p)] as Value);
    return parts.backwards(b, inits, (c, j, now) => {
      const seeds = lists.map((m) => load(c, m, j));
      const next = numbers.map((p) => now[wanted.indexOf(p)] ?? zero(c, p.type));
      return this.#reverse(c, this.#inPart(c, parts, j, given.shadows), other, seeds, next);
    });
  }

  // All levels kept: the cotangents of active numbers, then those of what comes from below.
  #whole(
    b: Builder,
    given: Given,
    cts: readonly Value[],
    inner: readonly Value[],
  ): readonly Value[] {
    const { part } = this.#levels;
    const active = [...this.#active, false, ...this.#results.map((v) => isDifferentiable(v))];
    const how = { func: part, active, through: active.map(() => false) };
    const name = reversal(this.#family, how, this.#split);
    const types = [...this.#wanted, ...this.#seeds].map((v) => v.type);
    return call(b, name, [...all(given), ...cts, ...inner], types);
  }
}

function all({ params, n, below, shadows }: Given): Value[] {
  return [...params, n, ...below, ...shadows];
}

// A level is taken to keep as many numbers as it has instructions.
function sizeOf(region: Region): number {
  let n = 0;
  walk(region, () => void n++);
  return n;
}

function mostOf(budget: Budget, numbers: number): number {
  if (budget.kind === "snapshots") return Math.max(1, Math.min(budget.most, mostSnapshots));
  return Math.max(1, Math.min(Math.floor(budget.bytes / (8 * numbers)), mostSnapshots));
}
