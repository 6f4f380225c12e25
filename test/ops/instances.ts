import { Builder } from "../../src/ir/builder.ts";
import type { Func, Value } from "../../src/ir/func.ts";
import type { Op, Scalar } from "../../src/ir/op.ts";
import { bool, scalarType, type Dtype, type Type } from "../../src/ir/types.ts";

/** An operation at one choice of operand types, with its samples as values of these. */
export interface Instance {
  readonly op: Op;
  readonly types: readonly Type[];
  readonly samples: readonly (readonly Scalar[])[];
}

const scalars = (["f64", "f32", "i32", "i64", "bool"] as const).map(scalarType);

/** Every choice of scalar operand types the operation takes, with the samples that fit it. */
export function instancesOf(op: Op): Instance[] {
  const lists: Type[][] = [...scalars.map((t) => [t]), ...scalars.map((t) => [t, t])];
  for (const t of scalars) lists.push([bool, t, t], [t, t, t]);
  return lists
    .filter((types) => accepts(op, types))
    .map((types) => ({ op, types, samples: samplesFor(op, types) }));
}

export function accepts(op: Op, types: readonly Type[]): boolean {
  try {
    return op.type(types, {}, []).length === 1;
  } catch {
    return false;
  }
}

function samplesFor(op: Op, types: readonly Type[]): Scalar[][] {
  return op.samples
    .filter((xs) => xs.length === types.length)
    .map((xs) => xs.map((x, i) => fitted(x, (types[i] as { dtype: Dtype }).dtype)))
    .filter((xs): xs is Scalar[] => !xs.includes(undefined));
}

/** `x` as a value of `dtype`; undefined if there is none. */
function fitted(x: number, dtype: Dtype): Scalar | undefined {
  switch (dtype) {
    case "f64":
      return x;
    case "f32":
      return Number.isFinite(Math.fround(x)) === Number.isFinite(x) ? Math.fround(x) : undefined;
    case "i32":
      return Object.is(x | 0, x) ? x : undefined;
    case "i64":
      return Number.isInteger(x) ? BigInt.asIntN(64, BigInt(x)) : undefined;
    case "bool":
      return Object.is(x, 0) || x === 1 ? x : undefined;
  }
}

/** Whether there is no derivative by operand `i`. */
export function isFixed({ rule }: Op, i: number): boolean {
  return rule.kind === "jvp" && rule.fixed !== undefined && rule.fixed.operands.has(i);
}

/** The function that does nothing but one operation. */
export function single({ op, types }: Instance): Func {
  const b = new Builder();
  const x = types.map((t) => b.param(t));
  return { name: "f", region: b.finish([b.emit1(op, x)]) };
}

/**
 * The function of operands and of tangents for those of `directions`, which gives the operation's
 * tangent by its rule: 0 where that says it is zero.
 */
export function tangentFunc({ op, types }: Instance, directions: readonly number[]): Func {
  if (op.rule.kind !== "jvp" && op.rule.kind !== "linear") throw new Error("no tangent");
  const b = new Builder();
  const x = types.map((t) => b.param(t));
  const dx = types.map((t, i): Value | undefined =>
    directions.includes(i) ? b.param(t) : undefined,
  );
  const y = b.emit1(op, x);
  const dy = op.rule.jvp(b, x, dx, y, {});
  return { name: "df", region: b.finish(dy === undefined ? [] : [dy]) };
}

/** The function of operands and a cotangent that gives the cotangent of operand `i`, if any. */
export function transposeFunc({ op, types }: Instance, i: number): Func {
  if (op.rule.kind !== "linear") throw new Error("not linear");
  const b = new Builder();
  const x = types.map((t) => b.param(t));
  const ct = b.param(op.type(types, {}, [])[0] as Type);
  const result = op.rule.transpose(b, ct, x, i, {});
  return { name: "ft", region: b.finish(result === undefined ? [] : [result]) };
}
