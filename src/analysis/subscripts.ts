import type { Instr, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import { f64, i32, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import { I32_MAX, I32_MIN, type Ranges } from "./ranges.ts";
import type { Structure } from "./structure.ts";

/**
 * A number that is computed in a nest of counted loops from their indices and from numbers that
 * stay the same in all of them: sums, differences and products.
 */
export type Subscript =
  /** The index of a loop of the nest. */
  | { readonly kind: "index"; readonly value: Value; readonly loop: Instr }
  /** How many iterations a loop of the nest has made, if its step is 1 or -1. */
  | { readonly kind: "passed"; readonly value: Value; readonly loop: Instr }
  /** A number from outside of the nest, f64 or i32. */
  | { readonly kind: "leaf"; readonly value: Value }
  | { readonly kind: "literal"; readonly value: number }
  /** With `wraps` what JavaScript or nabla makes an i32, which is the same only in their range. */
  | {
      readonly kind: "op";
      readonly op: Op;
      readonly args: readonly Subscript[];
      readonly wraps: boolean;
    };

/** Finds what numbers in a nest of loops are made of. */
export class SubscriptFinder {
  private readonly structure: Structure;
  private readonly ranges: Ranges;
  private readonly isInside: (v: Value) => boolean;

  constructor(structure: Structure, ranges: Ranges, isInside: (v: Value) => boolean) {
    this.structure = structure;
    this.ranges = ranges;
    this.isInside = isInside;
  }

  /** What `v`, a subscript or what becomes one, is made of; undefined if that is anything else. */
  subscript(v: Value): Subscript | undefined {
    const made = this.structure.definitionOf(v)?.instr;
    const from = made?.op === op.toIndex && this.isInside(v) ? made.args[0]! : v;
    return this.term(from, 12);
  }

  private term(v: Value, fuel: number): Subscript | undefined {
    if (fuel <= 0) return undefined;
    const definition = this.structure.definitionOf(v);
    const instr = definition?.instr;
    if (instr?.op === op.constant) return literal(Number(op.literalOf(instr.attrs)));
    if (!this.isInside(v)) return this.leaf(v);
    if (definition === undefined) return undefined;
    if (instr === undefined) return this.parameter(v, fuel);
    const [x, y, z] = instr.args as [Value, Value, Value];
    switch (instr.op) {
      case op.toF64:
        return sameType(x.type, i32) ? this.whole(x, fuel - 1) : undefined;
      case op.clampI32:
        return this.whole(x, fuel - 1);
      case op.ceil:
      case op.floor:
      case op.trunc:
        return this.term(x, fuel - 1);
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
      case op.select:
        return this.isNaNTest(x, z) ? this.term(z, fuel - 1) : undefined;
      default:
        return undefined;
    }
  }

  // `x` as i32 or made of one, which is the same number if it has not left their range.
  private whole(x: Value, fuel: number): Subscript | undefined {
    const inner = this.term(x, fuel);
    if (inner?.kind !== "op") return inner;
    const { lo, hi, whole } = this.ranges.of(x);
    return { ...inner, wraps: !whole || lo <= I32_MIN || hi >= I32_MAX };
  }

  // Whether `test` is true only if `v` is made from NaN, and so not from an integer.
  private isNaNTest(test: Value, v: Value): boolean {
    const { op: what, args } = this.structure.definitionOf(test)?.instr ?? {};
    if (what !== op.ne || args![0] !== args![1]) return false;
    let from = v;
    for (;;) {
      if (from === args![0]) return true;
      const made = this.structure.definitionOf(from)?.instr;
      if (made === undefined || !roundings.has(made.op)) return false;
      from = made.args[0]!;
    }
  }

  // What stays the same, without a conversion that is undone later anyway.
  private leaf(v: Value): Subscript | undefined {
    const instr = this.structure.definitionOf(v)?.instr;
    if (instr?.op === op.toF64 && sameType(instr.args[0]!.type, i32)) {
      return { kind: "leaf", value: instr.args[0]! };
    }
    return sameType(v.type, i32) || sameType(v.type, f64) ? { kind: "leaf", value: v } : undefined;
  }

  private parameter(v: Value, fuel: number): Subscript | undefined {
    const { region, index } = this.structure.definitionOf(v)!;
    const loop = this.structure.ownerOf(region);
    if (loop?.op !== op.forOp) return undefined;
    return index === 0 ? { kind: "index", value: v, loop } : this.counter(loop, index, fuel);
  }

  // A carried value that changes by the same in each iteration.
  private counter(loop: Instr, index: number, fuel: number): Subscript | undefined {
    const body = loop.regions[0]!;
    const next = this.structure.definitionOf(body.yields[index - 1]!)?.instr;
    if (next === undefined || (next.op !== op.add && next.op !== op.sub)) return undefined;
    if (Math.abs(Number(loop.attrs["step"])) !== 1) return undefined;
    const carried = body.params[index]!;
    const [x, y] = next.args as [Value, Value];
    const by = x === carried ? y : next.op === op.add && y === carried ? x : undefined;
    if (by === undefined || by === carried || (this.isInside(by) && !this.isLiteral(by))) {
      return undefined;
    }
    const [init, change] = [this.term(loop.args[index + 1]!, fuel - 1), this.term(by, 1)];
    if (init === undefined || change === undefined) return undefined;
    const passed: Subscript = { kind: "passed", value: body.params[0]!, loop };
    return operation(next.op, [init, operation(op.mul, [change, passed])]);
  }

  private isLiteral(v: Value): boolean {
    return this.structure.definitionOf(v)?.instr?.op === op.constant;
  }

  /** The ends of a loop, lower end first: those of the index, in case it runs. */
  ends(loop: Instr): { readonly lo: Subscript; readonly hi: Subscript } | undefined {
    const [lo, hi] = loop.args.slice(0, 2).map((v) => this.whole(v, 8));
    return lo && hi && { lo, hi };
  }
}

const roundings: ReadonlySet<Op> = new Set([op.clampI32, op.ceil, op.floor, op.trunc]);

function literal(value: number): Subscript | undefined {
  const fits = Number.isInteger(value) && value >= I32_MIN && value <= I32_MAX;
  return fits ? { kind: "literal", value: value | 0 } : undefined;
}

function operation(what: Op, args: readonly Subscript[]): Subscript {
  return { kind: "op", op: what, args, wraps: false };
}

/** Whether each index is in it at most once: then its ends are where those of the indices are. */
export function isTight(s: Subscript): boolean {
  const seen = new Set<Instr>();
  const visit = (t: Subscript): boolean => {
    if (t.kind === "op") return t.args.every(visit);
    if (t.kind !== "index" && t.kind !== "passed") return true;
    if (seen.has(t.loop)) return false;
    seen.add(t.loop);
    return true;
  };
  return visit(s);
}
