// Operations whose results are kept in memory.
import type { Builder } from "../../ir/builder.ts";
import type { Instr } from "../../ir/func.ts";
import type { Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { reduce } from "./reduce.ts";

/** Emits an operation, and gives what stands for its result. */
export type Producer = (lowering: Lowering, b: Builder, instr: Instr) => Form;

/** By operation. */
export const producers: Readonly<Record<string, Producer>> = {
  reduce_sum: reduce,
  reduce_prod: reduce,
  reduce_max: reduce,
  reduce_min: reduce,
};
