// What the ways to do a convolution share.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import type { Dtype } from "../../ir/types.ts";
import { add, mul } from "../../ops/arith.ts";
import { int } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { view } from "../../ops/memory.ts";
import { plus, scaled, type Place } from "./places.ts";

/** What a convolution is of. */
export interface Sizes {
  readonly dtype: Dtype;
  readonly images: number;
  readonly groups: number;
  /** Of a group. */
  readonly channels: number;
  /** Channels of the result that a group gives. */
  readonly outputs: number;
  readonly kernel: readonly [number, number];
  readonly result: readonly [number, number];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

export interface Operands {
  /** The input with what is around and between its elements. */
  readonly input: Value;
  readonly shape: readonly number[];
  readonly kernel: Value;
  readonly out: Value;
}

export const product = (numbers: readonly number[]): number => numbers.reduce((p, n) => p * n, 1);

/** `size` elements of `memory`, from `index` times as many on. */
export function part(b: Builder, memory: Value, index: Value, size: number): Value {
  return view(b, memory, mul(b, index, int(b, size)), int(b, size));
}

const counted = (b: Builder, n: number, body: (b: Builder, i: Value) => void): void => {
  forRange(b, [int(b, 0), int(b, n), 1], [], (inner, i) => {
    body(inner, i);
    return [];
  });
};

/** Runs `body` for each image and group: where a group is among those of all images, and among its own. */
export function eachGroup(
  b: Builder,
  count: number,
  groups: number,
  body: (b: Builder, image: Value, group: Value, both: Value) => void,
): void {
  counted(b, count, (outer, image) => {
    counted(outer, groups, (inner, group) => {
      body(inner, image, group, add(inner, mul(inner, image, int(inner, groups)), group));
    });
  });
}

/** Where the input has what element (p, q) of the kernel meets in window (r, s). */
export function met(
  { stride, dilation }: Sizes,
  window: readonly Place[],
  within: readonly Place[],
): Place[] {
  return window.map((r, i) => plus(scaled(r, stride[i]!), scaled(within[i]!, dilation[i]!)));
}
