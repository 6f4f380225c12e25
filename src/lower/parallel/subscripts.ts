// What subscripts in the body of a loop are, in terms of indices and of what stays the same.
import type { Instr, Region, Value } from "../../ir/func.ts";
import { f64, i32, sameType } from "../../ir/types.ts";
import type { Structure } from "../../analysis/structure.ts";
import * as op from "../../ops/index.ts";
import { number, plus, product, variable, type Polynomial } from "./polynomial.ts";

/** Deeper expressions are not looked at. */
const DEEPEST = 24;

/** Reads subscripts in the body of `loop`, and says on what its answers rest. */
export class Subscripts {
  readonly loop: Instr;
  /** The doubles from outside that must be whole numbers. */
  readonly whole: Set<Value> = new Set();
  /** What must be an i32, for the wrapping of integers not to matter. */
  readonly narrow: Set<Polynomial> = new Set();
  private readonly structure: Structure;
  private readonly inside: ReadonlySet<Value>;
  private readonly known = new Map<Value, Polynomial | undefined>();
  private readonly counters: ReadonlyMap<Value, Polynomial>;

  /** `counters` are carried values that are known in each iteration. */
  constructor(
    loop: Instr,
    inside: ReadonlySet<Value>,
    structure: Structure,
    counters: ReadonlyMap<Value, Polynomial>,
  ) {
    this.loop = loop;
    this.inside = inside;
    this.structure = structure;
    this.counters = counters;
  }

  isInside(v: Value): boolean {
    return this.inside.has(v);
  }

  definitionOf(v: Value): Instr | undefined {
    return this.structure.definitionOf(v)?.instr;
  }

  /** The loop whose index `v` is. */
  loopOf(v: Value): Instr | undefined {
    const found = this.structure.definitionOf(v);
    if (found === undefined || found.instr !== undefined || found.index !== 0) return undefined;
    const owner = this.structure.ownerOf(found.region);
    return owner?.op === op.forOp ? owner : undefined;
  }

  /** `v` in terms of indices of loops and values from outside. */
  of(v: Value, fuel: number = DEEPEST): Polynomial | undefined {
    if (this.known.has(v)) return this.known.get(v);
    const found = fuel > 0 ? this.find(v, fuel - 1) : undefined;
    this.known.set(v, found);
    return found;
  }

  private find(v: Value, fuel: number): Polynomial | undefined {
    const instr = this.definitionOf(v);
    if (instr?.op === op.constant) {
      const x = Number(op.literalOf(instr.attrs));
      return Number.isSafeInteger(x) ? number(x) : undefined;
    }
    if (!this.inside.has(v)) return this.leaf(v, instr);
    const counted = this.counters.get(v);
    if (counted !== undefined) return counted;
    if (instr === undefined) return this.loopOf(v) === undefined ? undefined : variable(v);
    const [x, y, z] = instr.args as [Value, Value, Value];
    const both = (
      join: (p: Polynomial, q: Polynomial) => Polynomial | undefined,
    ): Polynomial | undefined => {
      const p = this.of(x, fuel);
      const q = p && this.of(y, fuel);
      return p && q && join(p, q);
    };
    switch (instr.op) {
      case op.add:
        return both((p, q) => plus(p, q));
      case op.sub:
        return both((p, q) => plus(p, q, -1));
      case op.mul:
        return both(product);
      case op.neg: {
        const p = this.of(x, fuel);
        return p && plus([], p, -1);
      }
      case op.toF64:
        return sameType(x.type, i32) ? this.narrowed(x, fuel) : undefined;
      case op.toIndex:
      case op.clampI32:
        return this.narrowed(x, fuel);
      case op.ceil:
      case op.floor:
      case op.trunc:
      case op.bounds:
        return this.of(x, fuel);
      case op.select:
        // a choice that is made for NaN
        return this.isNaNTest(x) ? this.of(z, fuel) : undefined;
      default:
        return undefined;
    }
  }

  private narrowed(x: Value, fuel: number): Polynomial | undefined {
    const p = this.of(x, fuel);
    if (p !== undefined && (p.length > 1 || p.some(({ of }) => of.length > 1))) this.narrow.add(p);
    return p;
  }

  private isNaNTest(test: Value): boolean {
    const instr = this.definitionOf(test);
    if (instr?.op !== op.ne || instr.args[0] !== instr.args[1]) return false;
    return this.of(instr.args[0]!) !== undefined;
  }

  private leaf(v: Value, instr: Instr | undefined): Polynomial | undefined {
    if (instr?.op === op.toF64 && sameType(instr.args[0]!.type, i32)) {
      return variable(instr.args[0]!);
    }
    if (sameType(v.type, f64)) this.whole.add(v);
    return sameType(v.type, i32) || sameType(v.type, f64) ? variable(v) : undefined;
  }
}

/** Where a reference in the body of a loop leads. */
export type Root =
  /** To what is the same in all iterations, from element `at` on. */
  | { readonly kind: "outer"; readonly memory: Value; readonly at: Polynomial }
  /** To what the iteration has made. */
  | { readonly kind: "own" }
  | { readonly kind: "unknown" };

const unknown: Root = { kind: "unknown" };

export function rootOf(subscripts: Subscripts, v: Value, at: Polynomial = []): Root {
  const instr = subscripts.definitionOf(v);
  if (instr?.op === op.view) {
    const start = subscripts.of(instr.args[1]!);
    const all = start && plus(at, start);
    return all === undefined
      ? rootOf(subscripts, instr.args[0]!).kind === "own"
        ? { kind: "own" }
        : unknown
      : rootOf(subscripts, instr.args[0]!, all);
  }
  if (!subscripts.isInside(v)) return { kind: "outer", memory: v, at };
  return instr?.op.effect === "alloc" && instr.op !== op.skeleton ? { kind: "own" } : unknown;
}

/** Instructions of a region and of those inside, with how often each value is used. */
export function usesIn(region: Region): Map<Value, number> {
  const uses = new Map<Value, number>();
  const use = (v: Value): void => void uses.set(v, (uses.get(v) ?? 0) + 1);
  const visit = (r: Region): void => {
    for (const instr of r.body) {
      instr.args.forEach(use);
      instr.regions.forEach(visit);
    }
    r.yields.forEach(use);
  };
  visit(region);
  return uses;
}
