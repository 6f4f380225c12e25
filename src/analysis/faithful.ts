// Sums of products of integers in doubles, and what of them is the same in integers.
import type { Value } from "../ir/func.ts";
import * as op from "../ops/index.ts";
import { EXACT, type Ranges } from "./ranges.ts";
import type { Structure } from "./structure.ts";

/** Products are below this: with what is added they are in the range of i64. */
const LARGEST_PRODUCT = 2 ** 62;
/** What is added to a product is below this. */
const LARGEST_TERM = 2 ** 40;
const DEPTH = 12;

/**
 * Whether `v`, computed in doubles, is either what it is in true integers or beyond i32 both ways:
 * sums of one product of any size and of small numbers, made of what `isInteger` says. Where the
 * product is above 2⁵³, and so may be rounded, nothing that is added brings it back.
 */
export function isFaithful(
  v: Value,
  structure: Structure,
  ranges: Ranges,
  isInteger: (v: Value) => boolean,
): boolean {
  const most = (x: Value): number => {
    const { lo, hi, whole } = ranges.of(x);
    return whole ? Math.max(-lo, hi) : Infinity;
  };
  const operands = (x: Value): readonly Value[] | undefined => {
    const instr = structure.definitionOf(x)?.instr;
    return instr && arithmetic.has(instr.op) ? instr.args : undefined;
  };
  const isExact = (x: Value, fuel: number): boolean => {
    if (isInteger(x)) return true;
    if (fuel <= 0 || most(x) > EXACT) return false;
    return operands(x)?.every((a) => isExact(a, fuel - 1)) === true;
  };
  const visit = (x: Value, fuel: number): boolean => {
    if (isExact(x, fuel)) return true;
    const instr = structure.definitionOf(x)?.instr;
    const [a, b] = operands(x) ?? [];
    if (fuel <= 0 || a === undefined || b === undefined) return false;
    if (instr?.op === op.mul) {
      return most(x) <= LARGEST_PRODUCT && isExact(a, fuel - 1) && isExact(b, fuel - 1);
    }
    const isTerm = (t: Value): boolean => most(t) <= LARGEST_TERM && isExact(t, fuel - 1);
    return (isTerm(b) && visit(a, fuel - 1)) || (isTerm(a) && visit(b, fuel - 1));
  };
  return visit(v, DEPTH);
}

/** What is the same of integers, modulo what they wrap by. */
export const arithmetic: ReadonlySet<unknown> = new Set<unknown>([op.add, op.sub, op.mul, op.neg]);
