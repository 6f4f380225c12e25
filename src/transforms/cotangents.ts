// Cotangents that are known before a loop is run: those of what goes into results by sums and multiples.
import type { Structure } from "../analysis/structure.ts";
import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import {
  add,
  constant,
  div,
  forOp,
  ifOp,
  literal,
  literalOf,
  mul,
  neg,
  sub,
} from "../ops/index.ts";
import type { Activity } from "./activity.ts";

/** Emits a cotangent, given those of the results of the function; undefined is zero. */
export type Recipe = (b: Builder, seeds: readonly (Value | undefined)[]) => Value | undefined;

interface Use {
  readonly instr: Instr;
  readonly region: Region;
}

/** The cotangents of values of the outermost region of a function. */
export class Cotangents {
  readonly #func: Func;
  readonly #structure: Structure;
  readonly #activity: Activity;
  readonly #seeded: readonly boolean[] | undefined;
  readonly #uses = new Map<Value, Use[]>();

  constructor(
    func: Func,
    structure: Structure,
    activity: Activity,
    seeded: readonly boolean[] | undefined,
  ) {
    this.#func = func;
    this.#structure = structure;
    this.#activity = activity;
    this.#seeded = seeded;
    const use = (v: Value, instr: Instr, region: Region): void => {
      const list = this.#uses.get(v);
      if (list === undefined) this.#uses.set(v, [{ instr, region }]);
      else list.push({ instr, region });
    };
    walk(func.region, (instr, region) => {
      if (instr.op.rule.kind === "zero") return; // no cotangent comes from there
      for (const a of instr.args) use(a, instr, region);
      for (const inner of instr.regions) for (const v of inner.yields) use(v, instr, inner);
    });
  }

  /** That of `v`, a result of `loop`, if it is known before `loop`, and not just zero. */
  of(v: Value, loop: Instr): Recipe | undefined {
    const parts: Recipe[] = [];
    this.#func.region.yields.forEach((y, i) => {
      if (y === v && this.#seeded?.[i] !== false) parts.push((_, seeds) => seeds[i]);
    });
    for (const { instr, region } of this.#uses.get(v) ?? []) {
      if (region !== this.#func.region) return undefined;
      const part = this.#through(v, instr, loop);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    if (parts.length === 0) return undefined;
    return (b, seeds) =>
      parts.reduce<Value | undefined>((sum, part) => {
        const more = part(b, seeds);
        return sum === undefined || more === undefined ? (sum ?? more) : add(b, sum, more);
      }, undefined);
  }

  // What comes to `v` from one use of it.
  #through(v: Value, instr: Instr, loop: Instr): Recipe | undefined {
    const { op, args, results } = instr;
    const [x, y] = args as [Value, Value];
    if (op === forOp) {
      const at = args.indexOf(v) - 2;
      if (at < 0 || args.lastIndexOf(v) !== at + 2 || !this.isSum(instr, at)) return undefined;
      return this.of(results[at] as Value, loop);
    }
    if (x === y || results[0] === undefined) return undefined;
    const outer = (): Recipe | undefined => this.of(results[0] as Value, loop);
    const times = (make: (b: Builder, ct: Value) => Value): Recipe | undefined => {
      const ct = outer();
      return (
        ct &&
        ((b, seeds) => {
          const known = ct(b, seeds);
          return known && make(b, known);
        })
      );
    };
    switch (op) {
      case add:
        return outer();
      case neg:
        return times((b, ct) => neg(b, ct));
      case sub:
        return v === x ? outer() : times((b, ct) => neg(b, ct));
      case mul: {
        const by = this.#known(v === x ? y : x, loop);
        return by && times((b, ct) => mul(b, ct, by(b)));
      }
      case div: {
        const by = v === x ? this.#known(y, loop) : undefined;
        return by && times((b, ct) => div(b, ct, by(b)));
      }
      default:
        return undefined;
    }
  }

  // A number that does not vary and is there before `loop`.
  #known(v: Value, loop: Instr): ((b: Builder) => Value) | undefined {
    if (this.#activity.varies(v)) return undefined;
    const at = this.#structure.definitionOf(v);
    if (at === undefined) return undefined;
    if (at.instr?.op === constant) {
      const value = literalOf(at.instr.attrs);
      return (b) => literal(b, value, v.type);
    }
    if (at.instr === undefined) return () => v;
    const { region, index } = this.#structure.placeOf(at.instr);
    if (region !== this.#func.region) return undefined;
    return index < this.#structure.placeOf(loop).index ? () => v : undefined;
  }

  /** Whether carried value number `at` of `loop` is a sum, to which iterations add. */
  isSum(loop: Instr, at: number): boolean {
    const [region] = loop.regions as [Region];
    const carried = region.params[at + 1] as Value;
    const met = this.#goesInto(region.yields[at] as Value, carried);
    return met !== undefined && met === (this.#uses.get(carried) ?? []).length;
  }

  // By how many uses `from` goes into `v` unchanged, on each way once; undefined if it does not.
  #goesInto(v: Value, from: Value): number | undefined {
    if (v === from) return 1;
    const instr = this.#structure.definitionOf(v)?.instr;
    if (instr === undefined || (this.#uses.get(v) ?? []).length !== 1) return undefined;
    const [x, y] = instr.args as [Value, Value];
    const at = instr.results.indexOf(v);
    switch (instr.op) {
      case add: {
        const ways = [this.#goesInto(x, from), this.#goesInto(y, from)].filter(
          (n) => n !== undefined,
        );
        return ways.length === 1 ? ways[0] : undefined;
      }
      case sub:
        return this.#goesInto(x, from);
      case ifOp: {
        const ways = instr.regions.map((r) => this.#goesInto(r.yields[at] as Value, from));
        return ways.every((n) => n !== undefined) ? ways.reduce((n, m) => n + m, 0) : undefined;
      }
      case forOp:
        return this.isSum(instr, at)
          ? this.#goesInto(instr.args[at + 2] as Value, from)
          : undefined;
      default:
        return undefined;
    }
  }
}
