/**
 * What operations on stacks, such as products of matrices, do with many lanes: these are one longer
 * stack.
 */
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Batch, Lanes } from "../../ir/op.ts";
import { reshaped, transposed } from "./arrange.ts";
import { repeated } from "./broadcast.ts";
import { shapeOf } from "./signatures.ts";

/** The operands with lanes all, those that have none repeated. */
export function inLanes(b: Builder, x: readonly Value[], { size, batched }: Lanes): Value[] {
  return x.map((v, i) => (batched[i] ? v : repeated(b, v, 0, size)));
}

/** Lanes put into axis `axis` of what each lane has, as its outer part. */
export function mergedInto(b: Builder, x: Value, axis: number): Value {
  const shape = shapeOf(x);
  const perm = shape.map((_, i) => i).slice(1);
  const own = shape.slice(1);
  const moved = transposed(b, x, perm.toSpliced(axis, 0, 0));
  return reshaped(b, moved, own.with(axis, shape[0]! * own[axis]!));
}

/** Takes `size` lanes out of axis `axis` again. */
export function splitFrom(b: Builder, x: Value, axis: number, size: number): Value {
  const shape = shapeOf(x);
  const split = shape.toSpliced(axis, 1, size, shape[axis]! / size);
  const others = split.map((_, i) => i).filter((i) => i !== axis);
  return transposed(b, reshaped(b, x, split), [axis, ...others]);
}

/** Of operands that are stacks along axis `axis`, and so is the result. */
export function asOneStack(axis: number = 0): Batch {
  return (b, x, lanes, attrs, op) => {
    const stacks = inLanes(b, x, lanes).map((v) => mergedInto(b, v, axis));
    return splitFrom(b, b.emit1(op, stacks, attrs), axis, lanes.size);
  };
}
