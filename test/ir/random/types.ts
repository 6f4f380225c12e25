import {
  bool,
  f32,
  f64,
  i32,
  i64,
  memOf,
  memOfRefs,
  type MemType,
  type RefType,
  type Type,
} from "../../../src/ir/types.ts";

const fields: { name: string; type: Type }[] = [];
/** A list whose cells also hold an array. */
export const node: RefType = { kind: "ref", record: { name: "node", fields } };
fields.push(
  { name: "value", type: f64 },
  { name: "data", type: memOf("f64") },
  { name: "next", type: node },
);

export const numbers: MemType = memOf("f64");
export const rows: MemType = memOfRefs(numbers);

export interface RandomOptions {
  /** Only operations that are smooth and keep numbers small, for comparing with differences. */
  readonly smooth?: boolean;
  /** Programs that may end with an error. */
  readonly traps?: boolean;
  /** Linked records. Default true. */
  readonly records?: boolean;
  /** Memory at all. Default true. */
  readonly memory?: boolean;
  /** Calls, also recursive ones. Default true. */
  readonly calls?: boolean;
  /** Arguments NaN, ±∞, -0 and the like. Default false. */
  readonly special?: boolean;
  /** Types other than f64, i32 and bool, and memories of them. Default: not `smooth`. */
  readonly allTypes?: boolean;
  /** Arguments that share memory; where not, the entry is `disjoint`. Default false. */
  readonly aliases?: boolean;
}

/** Types that values of a program with these options have; the first ones are the simplest. */
export function typePool({ smooth, allTypes, memory, records }: RandomOptions): readonly Type[] {
  const types: Type[] = [f64, f64, i32];
  if (memory !== false) types.push(numbers, numbers, rows);
  if (records !== false && memory !== false) types.push(node);
  if (allTypes ?? smooth !== true) {
    types.push(bool, f32, i64);
    if (memory !== false) types.push(memOf("f32"), memOf("i32"), memOf("u8"), memOf("u32"));
  }
  return types;
}
