// Preaccumulation: the derivative along a chain of operations, computed forward.
import { partAt } from "../diagnostics/span.ts";
import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { add, div, forOp, literal, loopOp, mul, neg, sub } from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";

/** A choice is not among them: what is not chosen is to count for nothing, not for zero times. */
const chained: ReadonlySet<Op> = new Set<Op>([add, sub, mul, div, neg]);

interface Multiple {
  readonly of: Value;
  readonly by: Value;
}

/**
 * Where operations that take one varying number each follow one another, the tangent at the end is a
 * multiple of the tangent at the beginning. The multiple is a coefficient, so that the reverse sweep
 * needs this one number in place of one for each operation, and does one product in place of as many.
 *
 *     y = sin x              y' = cos x · x'           k = exp y · cos x
 *     z = exp y              z' = exp y · y'     →     z' = k · x'
 *
 * Only through numbers with one use, so that no product is done twice, and not into a loop, where it
 * would be done in every iteration. The products are those of forward mode, in its order.
 */
export class Chains {
  readonly #lin: LinearProgram;
  readonly #uses = new Map<Value, number>();
  readonly #multiples = new Map<Value, Multiple>();

  constructor(lin: LinearProgram, region: Region) {
    this.#lin = lin;
    this.#count(region, region);
  }

  // What leaves its region, or goes into a loop, is as good as used twice.
  #count({ body, yields }: Region, loop: Region, homes = new Map<Value, Region>()): void {
    const use = (v: Value, times: number): void => {
      const into = (homes.get(v) ?? loop) !== loop;
      this.#uses.set(v, (this.#uses.get(v) ?? 0) + (into ? 2 : times));
    };
    for (const { op, args, regions, results } of body) {
      for (const v of new Set(args)) use(v, regions.length > 0 ? 2 : 1);
      const repeats = op === forOp || op === loopOp;
      for (const r of regions) this.#count(r, repeats ? r : loop, homes);
      for (const r of results) homes.set(r, loop);
    }
    for (const v of yields) use(v, 2);
  }

  /**
   * What to append for `made`, a linear operation that the rule of `source` gives: a product, if it
   * continues a chain, whose coefficient is appended to `b`.
   */
  shortened(b: Builder, made: Instr, source: Instr): Instr {
    const { op, args, attrs, results } = made;
    const [tangent] = results;
    if (tangent === undefined || !chained.has(op)) return made;
    const inner = new Map<Value, Multiple | undefined>();
    for (const a of args) if (this.#lin.tangents.has(a)) inner.set(a, this.#multipleOf(a, source));
    const [start, ...others] = new Set([...inner].map(([a, known]) => known?.of ?? a));
    if (start === undefined || others.length > 0) return made;
    const [first] = inner.values();
    if (args.filter((a) => inner.has(a)).length === 1 && first === undefined) {
      const by = op === mul ? args.find((a) => !inner.has(a)) : undefined;
      if (by !== undefined) this.#multiples.set(tangent, { of: start, by });
      return made;
    }
    const from = b.body.length;
    b.span = partAt(source.span, "slope");
    const one = (): Value => literal(b, 1, tangent.type);
    const factors = args.map((a) => (inner.has(a) ? (inner.get(a)?.by ?? one()) : a));
    const by = b.emit1(op, factors, attrs);
    b.span = source.span;
    for (const instr of b.body.slice(from)) this.#lin.coefficients.add(instr);
    this.#multiples.set(tangent, { of: start, by });
    return { ...made, op: mul, args: [start, by], attrs: {} };
  }

  /** The multiple that a tangent is, if nothing but `source` asks for it. */
  #multipleOf(tangent: Value, source: Instr): Multiple | undefined {
    const shared = source.args.some(
      (a) => this.#lin.tangent(a) === tangent && (this.#uses.get(a) ?? 0) > 1,
    );
    return shared ? undefined : this.#multiples.get(tangent);
  }
}
