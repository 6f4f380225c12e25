import type { Instr, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { f64, i32, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { I32_MAX, I32_MIN, type Ranges } from "./ranges.ts";
import type { Structure } from "./structure.ts";

/**
 * A subscript in a counted loop: sums and products of its index and of numbers that stay the same,
 * linear in the index.
 *
 * Of the operands of each operation one is simple (the index or a `leaf`). So if all leaves are
 * integers of an i32, and the value at the first and the last index is one too, every step of the
 * computation is exact in doubles at every index in between, and what it gives is what the same
 * computation gives in wrapping i32 arithmetic: going from the result inwards, a sum and one bounded
 * operand bound the other operand, a product bounds its factors, and what is linear is between its
 * ends.
 */
export type Affine =
  | { readonly kind: "index" }
  /** A number from outside of the loop, f64 or i32. */
  | { readonly kind: "leaf"; readonly value: Value }
  | { readonly kind: "literal"; readonly value: number }
  | { readonly kind: "op"; readonly op: Op; readonly args: readonly Affine[] };

/** Finds the subscripts of one loop of step 1 or -1; the loop has no loop inside. */
export class AffineFinder {
  private readonly loop: Instr;
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly isInside: (v: Value) => boolean;

  constructor(loop: Instr, structure: Structure, ranges: Ranges, isInside: (v: Value) => boolean) {
    this.loop = loop;
    this.structure = structure;
    this.ranges = ranges;
    this.isInside = isInside;
  }

  /** The index of a check of bounds. */
  subscript(v: Value): Affine | undefined {
    const made = this.structure.definitionOf(v)?.instr;
    const found =
      made?.op === op.toIndex && this.isInside(v) ? this.term(made.args[0]!, 12) : this.term(v, 12);
    return found !== undefined && degree(found) === 1 ? found : undefined;
  }

  private term(v: Value, fuel: number): Affine | undefined {
    if (fuel <= 0) return undefined;
    const definition = this.structure.definitionOf(v);
    const instr = definition?.instr;
    if (instr?.op === op.constant) return literal(Number(op.literalOf(instr.attrs)));
    if (!this.isInside(v)) return this.leaf(v);
    if (definition === undefined) return undefined;
    if (instr === undefined) {
      if (definition.region !== this.loop.regions[0]) return undefined;
      return definition.index === 0 ? { kind: "index" } : this.counter(definition.index, fuel);
    }
    const [x, y] = instr.args as [Value, Value];
    switch (instr.op) {
      case op.toF64:
        // the conversion sees an integer that may have wrapped, unless its range shows otherwise
        return this.isExact(x) ? this.term(x, fuel - 1) : undefined;
      case op.neg: {
        const inner = this.term(x, fuel - 1);
        return inner && operation(op.neg, [inner]);
      }
      case op.add:
      case op.sub:
      case op.mul: {
        const p = this.term(x, fuel - 1);
        const q = p && this.term(y, fuel - 1);
        return p && q && operation(instr.op, [p, q]);
      }
      default:
        return undefined;
    }
  }

  // What stays the same, without a conversion that is undone later anyway.
  private leaf(v: Value): Affine | undefined {
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr?.op === op.toF64 && sameType(instr.args[0]!.type, i32)) {
      return { kind: "leaf", value: instr.args[0]! };
    }
    return sameType(v.type, i32) || sameType(v.type, f64) ? { kind: "leaf", value: v } : undefined;
  }

  private isExact(x: Value): boolean {
    if (!sameType(x.type, i32)) return false;
    const definition = this.structure.definitionOf(x);
    if (!this.isInside(x) || (definition !== undefined && definition.instr === undefined)) {
      return definition?.index === 0 || !this.isInside(x);
    }
    const { lo, hi } = this.ranges.of(x);
    return lo > I32_MIN || hi < I32_MAX;
  }

  // A carried value that changes by the same in each iteration: init + by · (index - lo).
  private counter(index: number, fuel: number): Affine | undefined {
    const body = this.loop.regions[0]!;
    const next = this.structure.definitionOf(body.yields[index - 1]!)?.instr;
    if (next === undefined || (next.op !== op.add && next.op !== op.sub)) return undefined;
    const carried = body.params[index]!;
    const [x, y] = next.args as [Value, Value];
    const by = x === carried ? y : next.op === op.add && y === carried ? x : undefined;
    if (by === undefined || by === carried || (this.isInside(by) && !this.isLiteral(by))) {
      return undefined;
    }
    const [init, change] = [this.term(this.loop.args[index + 1]!, fuel - 1), this.term(by, 1)];
    const start = this.term(this.loop.args[0]!, 1);
    if (init === undefined || change === undefined || start === undefined) return undefined;
    const passed = operation(op.sub, [{ kind: "index" }, start]);
    const total = passed && operation(op.mul, [change, passed]);
    const up = Number(this.loop.attrs["step"]) > 0 === (next.op === op.add);
    return total && operation(up ? op.add : op.sub, [init, total]);
  }

  private isLiteral(v: Value): boolean {
    return this.structure.definitionOf(v)?.instr?.op === op.constant;
  }
}

function literal(value: number): Affine | undefined {
  const fits = Number.isInteger(value) && value >= I32_MIN && value <= I32_MAX;
  return fits ? { kind: "literal", value: value | 0 } : undefined;
}

function operation(what: Op, args: readonly Affine[]): Affine | undefined {
  if (args.length === 2 && args.every((a) => a.kind === "op")) return undefined;
  const made: Affine = { kind: "op", op: what, args };
  return degree(made) <= 1 ? made : undefined;
}

/** Of the index in `a`. */
function degree(a: Affine): number {
  if (a.kind === "index") return 1;
  if (a.kind !== "op") return 0;
  const degrees = a.args.map(degree);
  if (a.op === op.mul) return degrees.reduce((n, d) => n + d, 0);
  return Math.max(...degrees);
}

/** Whether `a` grows with the index (1), falls (-1), or may do either (undefined). */
export function directionOf(a: Affine): number | undefined {
  if (a.kind === "index") return 1;
  if (a.kind !== "op") return 0;
  const [p, q] = a.args.map(directionOf);
  if (p === undefined) return undefined;
  if (a.op === op.neg) return -p;
  if (q === undefined) return undefined;
  if (a.op === op.mul) {
    const factor = a.args.find((x) => x.kind === "literal");
    return factor?.kind === "literal" ? Math.sign(factor.value) * (p + q) : undefined;
  }
  const other = a.op === op.sub ? -q : q;
  return p * other < 0 ? undefined : Math.sign(p + other);
}

/** The leaves of `a`. */
export function leavesOf(a: Affine): Value[] {
  if (a.kind === "leaf") return [a.value];
  return a.kind === "op" ? a.args.flatMap(leavesOf) : [];
}
