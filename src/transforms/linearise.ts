import { NablaError } from "../diagnostics/error.ts";
import { partAt } from "../diagnostics/span.ts";
import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import type { Fixed, Origins } from "../ir/op.ts";
import { isReference } from "../ir/types.ts";
import { tangentType } from "../ir/tangent.ts";
import { allocate, callOp, length, select } from "../ops/index.ts";
import type { Activity } from "./activity.ts";
import { Chains } from "./chains.ts";
import { LinearProgram, type Twin } from "./linear-program.ts";
import { linearMemory } from "./linearise-memory.ts";
import { stillOf } from "./still.ts";
import { Smoothness } from "./strict.ts";

/** Emits the tangent of a call, the call included. */
export type LineariseCall = (lin: LinearProgram, b: Builder, instr: Instr) => void;

/** Emits a counted loop in a way of its own, and gives whether it does. */
export type LineariseLoop = (lin: LinearProgram, b: Builder, instr: Instr) => boolean;

interface LineariseOptions {
  readonly strict?: boolean | undefined;
  readonly preaccumulate?: boolean | undefined;
  readonly loop?: LineariseLoop | undefined;
}

/** What has a hand in the tangents beside the rules. */
interface Parts {
  readonly smooth: Smoothness | undefined;
  readonly chains: Chains | undefined;
  readonly loop: LineariseLoop | undefined;
}

/**
 * `func` with its tangents beside it; if `strict`, it ends with an error where it is not smooth.
 * For reverse mode, chains of operations may be taken together (`preaccumulate`). Parameters are
 * those of `func`, then the twins of those that have one; `active` numbers have tangents, references
 * with a tangent type have shadows. Yields are those of `func`: callers add what they want.
 */
export function linearise(
  func: Func,
  active: readonly boolean[],
  activity: Activity,
  call: LineariseCall,
  { strict = false, preaccumulate = false, loop }: LineariseOptions = {},
): { readonly lin: LinearProgram; readonly builder: Builder } {
  const lin = new LinearProgram(activity);
  const b = new Builder(func.span);
  const { params } = func.region;
  const twins = params.flatMap((p, of): Twin[] => {
    if (tangentType(p.type) === undefined) return [];
    if (isReference(p.type)) return [{ of, kind: "shadow" }];
    return active[of] === true ? [{ of, kind: "tangent" }] : [];
  });
  b.params.push(...params, ...lin.freshTwins(twins, params));
  const smooth = strict ? new Smoothness(lin, func) : undefined;
  const chains = preaccumulate ? new Chains(lin, func.region) : undefined;
  new Lineariser(lin, call, { smooth, chains, loop }).body(b, func.region);
  return { lin, builder: b };
}

function refuseFixed(
  { op, span }: Instr,
  { operands }: Fixed,
  dx: readonly (Value | undefined)[],
): void {
  for (const [i, name] of operands) {
    if (dx[i] === undefined) continue;
    throw new NablaError("NB3007", {
      message: `\`${op.name}\` has no derivative by \`${name}\` in terms of known functions`,
      span,
      help: `where \`${name}\` may count as constant, write \`stopGradient(${name})\``,
    });
  }
}

class Lineariser {
  readonly #lin: LinearProgram;
  readonly #call: LineariseCall;
  readonly #smooth: Smoothness | undefined;
  readonly #chains: Chains | undefined;
  readonly #own: LineariseLoop | undefined;
  /** What gave the numbers met so far. */
  readonly #made = new Map<Value, Instr>();
  readonly #origins: Origins;

  constructor(lin: LinearProgram, call: LineariseCall, { smooth, chains, loop }: Parts) {
    this.#lin = lin;
    this.#smooth = smooth;
    this.#call = call;
    this.#chains = chains;
    this.#own = loop;
    this.#origins = { instr: (v) => this.#made.get(v), tangent: (v) => lin.tangent(v) };
  }

  body(b: Builder, region: Region): void {
    for (const instr of region.body) {
      b.span = instr.span;
      this.#instr(b, instr);
    }
  }

  #instr(b: Builder, instr: Instr): void {
    const { op, results } = instr;
    this.#smooth?.require(b, instr);
    switch (op.rule.kind) {
      case "zero":
        b.append(instr);
        if (results[0] !== undefined) this.#made.set(results[0], instr);
        return this.#constantShadow(b, instr);
      case "none":
        b.append(instr);
        return this.#refuse(instr, op.rule.why);
      case "structural":
        return this.#structural(b, instr);
      default:
        if (results[0] !== undefined && isReference(results[0].type)) return this.#choice(b, instr);
        return this.#scalar(b, instr);
    }
  }

  // Memory that nothing varying is written to: its shadow is zero.
  #constantShadow(b: Builder, instr: Instr): void {
    for (const r of instr.results) {
      const type = tangentType(r.type);
      if (type?.kind !== "mem") continue;
      this.#lin.asShadowOf(b, instr, () => this.#lin.setShadow(r, allocate(b, type, length(b, r))));
    }
  }

  #refuse({ op, args, span }: Instr, why: string): void {
    if (!args.some((a) => this.#lin.tangent(a) !== undefined)) return;
    throw new NablaError("NB3007", {
      message: `\`${op.name}\` has no derivative: ${why}`,
      span,
      help: "where it may count as constant, write `stopGradient(x)`",
    });
  }

  // The one operation on numbers that also takes references.
  #choice(b: Builder, instr: Instr): void {
    const [c, x, y] = instr.args as [Value, Value, Value];
    const [r] = instr.results as [Value];
    b.append(instr);
    if (tangentType(r.type) === undefined) return;
    this.#lin.asShadowOf(b, instr, () =>
      this.#lin.setShadow(r, select(b, c, this.#lin.shadow(x), this.#lin.shadow(y))),
    );
  }

  #scalar(b: Builder, instr: Instr): void {
    const lin = this.#lin;
    const { rule } = instr.op;
    const [y] = instr.results;
    b.append(instr);
    if (y === undefined || (rule.kind !== "jvp" && rule.kind !== "linear")) return;
    this.#made.set(y, instr);
    const dx = instr.args.map((a) => lin.tangent(a));
    if (dx.every((d) => d === undefined)) return;
    if (rule.kind === "jvp" && rule.fixed !== undefined) refuseFixed(instr, rule.fixed, dx);
    const record = new Builder(instr.span);
    const dy = rule.jvp(record, instr.args, dx, y, instr.attrs, this.#origins);
    for (const plain of record.body) {
      const isLinear = plain.args.some((a) => lin.tangents.has(a));
      const made = { ...plain, span: partAt(plain.span, isLinear ? "tangent" : "slope") };
      if (!isLinear) {
        b.append(made);
        lin.coefficients.add(made);
        continue;
      }
      const linear = this.#chains?.shortened(b, made, instr) ?? made;
      b.append(linear);
      lin.linear.add(linear);
      for (const r of made.results) lin.tangents.add(r);
    }
    lin.setTangent(y, dy);
  }

  #structural(b: Builder, instr: Instr): void {
    switch (instr.op.name) {
      case "if":
        return this.#if(b, instr);
      case "for":
        if (this.#own?.(this.#lin, b, instr) === true) return;
        return this.#loop(b, instr, 2, 1, 0);
      case "loop":
        return this.#loop(b, instr, 0, 0, 1);
      case "call":
        return this.#call(this.#lin, b, instr);
      case "derive":
        throw new Error("internal: a derivative not yet taken is differentiated");
      default:
        return linearMemory(this.#lin, b, instr);
    }
  }

  // Whether nothing but the results tells of a loop, and of these only what is `still` can vary.
  #isStill({ regions, results }: Instr, still: ReadonlySet<number>): boolean {
    if (results.some((r, i) => !still.has(i) && this.#lin.twinKind(r) !== undefined)) return false;
    const alone = ({ body }: Region): boolean =>
      body.every(
        ({ op, regions: inner }) =>
          op.effect !== "write" && op.effect !== "alloc" && op !== callOp && inner.every(alone),
      );
    return regions.every(alone);
  }

  // Nothing in it has a tangent that is asked for.
  #asItIs(b: Builder, instr: Instr): void {
    b.append(instr);
    const enter = (region: Region): void => {
      this.#lin.source.set(region, region);
      for (const inner of region.body) inner.regions.forEach(enter);
    };
    instr.regions.forEach(enter);
  }

  #append(b: Builder, instr: Instr, made: Instr, twins: readonly Twin[]): void {
    b.append(made);
    this.#lin.origin.set(made, instr);
    this.#lin.twins.set(made, twins);
  }

  #if(b: Builder, instr: Instr): void {
    const lin = this.#lin;
    const twins = lin.twinsOf(instr.results);
    const regions = instr.regions.map((region) => {
      const inner = new Builder(instr.span);
      this.body(inner, region);
      inner.span = instr.span;
      const made = inner.finish([...region.yields, ...lin.twinValues(inner, twins, region.yields)]);
      lin.source.set(made, region);
      return made;
    });
    const results = [...instr.results, ...lin.freshTwins(twins, instr.results)];
    this.#append(b, instr, { ...instr, regions, results }, twins);
  }

  // `fixed` operands come before the carried values, `own` parameters, `first` yields.
  #loop(b: Builder, instr: Instr, fixed: number, own: number, first: number): void {
    const lin = this.#lin;
    const [region] = instr.regions as [Region];
    const still = stillOf(instr.attrs);
    if (still.size > 0 && this.#isStill(instr, still)) return this.#asItIs(b, instr);
    const twins = lin.twinsOf(instr.results).filter(({ of }) => !still.has(of));
    const inits = lin.twinValues(b, twins, instr.args.slice(fixed));
    const inner = new Builder(instr.span);
    inner.params.push(...region.params, ...lin.freshTwins(twins, region.params.slice(own)));
    this.body(inner, region);
    inner.span = instr.span;
    const yields = lin.twinValues(inner, twins, region.yields.slice(first));
    const made = inner.finish([...region.yields, ...yields]);
    lin.source.set(made, region);
    const results = [...instr.results, ...lin.freshTwins(twins, instr.results)];
    const args = [...instr.args, ...inits];
    this.#append(b, instr, { ...instr, args, regions: [made], results }, twins);
  }
}
