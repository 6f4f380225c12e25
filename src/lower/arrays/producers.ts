// Operations whose results are kept in memory.
import type { Builder } from "../../ir/builder.ts";
import type { Instr } from "../../ir/func.ts";
import { concat, dense, pad } from "./arrange.ts";
import { conv } from "./conv.ts";
import type { Form } from "./elements.ts";
import { placeOfExtreme, placesInWindows } from "./extremes.ts";
import type { Lowering } from "./lowering.ts";
import { matmul } from "./products.ts";
import { reduce } from "./reduce.ts";
import { recurrence, scan } from "./scan.ts";
import { indices, scatter } from "./scatter.ts";
import { order } from "./sort.ts";

/** Emits an operation, and gives what stands for its result. */
export type Producer = (lowering: Lowering, b: Builder, instr: Instr) => Form;

/** By operation; others are kernels. */
export const producers: Readonly<Record<string, Producer>> = {
  concat,
  dense,
  pad,
  reduce_sum: reduce,
  reduce_prod: reduce,
  reduce_max: reduce,
  reduce_min: reduce,
  arg_max: placeOfExtreme,
  arg_min: placeOfExtreme,
  window_arg_max: placesInWindows,
  scan_sum: scan,
  scan_prod: scan,
  scan_max: scan,
  scan_min: scan,
  scan_affine: recurrence,
  arg_sort: order,
  indices,
  scatter_add: scatter,
  scatter_set: scatter,
  matmul,
  conv,
};
