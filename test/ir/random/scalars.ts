import type { Builder } from "../../../src/ir/builder.ts";
import type { Value } from "../../../src/ir/func.ts";
import type { Op } from "../../../src/ir/op.ts";
import { bool, f64, scalarType, type Dtype, type Type } from "../../../src/ir/types.ts";
import * as o from "../../../src/ops/index.ts";
import { ops } from "../../../src/ops/registry.ts";
import type { Scope } from "./scope.ts";
import type { Tape } from "./tape.ts";

const reals = [1, 0, 2, -1, 0.5, 3.25, -0.75, 0.1];
const awkward = [NaN, Infinity, -Infinity, -0, 1e300, 5e-324, 2 ** 53, -1e-310, 4294967296.5];
const integers = [0, 1, 2, 3, -1, 7, 31, 255, -2147483648, 2147483647];

/** A constant of a scalar type. */
export function literal(b: Builder, tape: Tape, type: Type, special: boolean): Value {
  const dtype = (type as { dtype: Dtype }).dtype;
  switch (dtype) {
    case "f64":
      return o.literal(b, tape.pick(special ? [...reals, ...awkward] : reals), type);
    case "f32":
      return o.literal(b, Math.fround(tape.pick(special ? [...reals, ...awkward] : reals)), type);
    case "i32":
      return o.literal(b, tape.pick(integers), type);
    case "i64":
      return o.literal(b, BigInt(tape.pick([...integers, 2 ** 53])), type);
    case "bool":
      return o.literal(b, tape.below(2), type);
  }
}

// Bounded where their operands are, so that loops do not blow up.
const tame: readonly ((b: Builder, x: Value, y: Value) => Value)[] = [
  (b, x, y) => o.mul(b, o.num(b, 0.5), o.add(b, x, y)),
  (b, x, y) => o.mul(b, x, o.sin(b, y)),
  (b, x, y) => o.mul(b, o.num(b, 0.5), o.sub(b, x, y)),
  (b, x, y) => o.mul(b, o.tanh(b, x), y),
  (b, x, y) => o.div(b, x, o.add(b, o.num(b, 1), o.mul(b, y, y))),
  (b, x) => o.sin(b, x),
  (b, x) => o.cos(b, x),
  (b, x) => o.sqrt(b, o.add(b, o.num(b, 1), o.mul(b, x, x))),
  (b, x) => o.log(b, o.add(b, o.num(b, 2), o.mul(b, x, x))),
  (b, x) => o.exp(b, o.neg(b, o.mul(b, x, x))),
  (b, x, y) => o.atan2(b, x, o.add(b, o.num(b, 2), o.mul(b, y, y))),
  (b, x) => o.neg(b, x),
];

// Every operation on scalars, with the operand types it takes: new ones are found unseen.
interface Typed {
  readonly op: Op;
  readonly args: readonly Type[];
}

function scalarOps(): Typed[] {
  const types = (["f64", "f32", "i32", "i64", "bool"] as const).map(scalarType);
  const found: Typed[] = [];
  const lists = [...types.map((t) => [t]), ...types.map((t) => [t, t])];
  for (const t of types) lists.push([bool, t, t], [t, t, t]);
  for (const op of ops.values()) {
    if (op.eval === undefined) continue;
    for (const args of lists) if (accepts(op, args)) found.push({ op, args });
  }
  return found;
}

function accepts(op: Op, args: readonly Type[]): boolean {
  try {
    return op.type(args, {}, []).length === 1;
  } catch {
    return false;
  }
}

const anyOps = scalarOps();

/** One scalar operation on values in sight; its result is added to the scope. */
export function scalarStep(
  b: Builder,
  tape: Tape,
  scope: Scope,
  mode: { readonly smooth: boolean; readonly special: boolean; readonly allTypes: boolean },
): void {
  const operand = (type: Type): Value => {
    const known = scope.of(type);
    return known.length === 0 || tape.chance(20)
      ? literal(b, tape, type, mode.special)
      : tape.early(known);
  };
  if (mode.smooth) {
    scope.add(tape.pick(tame)(b, operand(f64), operand(f64)));
    return;
  }
  const plain = anyOps.filter(({ args }) =>
    args.every((t) => t.kind === "scalar" && (t.dtype === "f64" || t.dtype === "i32")),
  );
  const { op, args } = tape.pick(mode.allTypes && tape.chance(60) ? anyOps : plain);
  // there is no derivative by some operands
  const fixed = op.rule.kind === "jvp" ? op.rule.fixed?.operands : undefined;
  const constant = (type: Type): Value => literal(b, tape, type, mode.special);
  scope.add(
    b.emit1(
      op,
      args.map((type, i) => (fixed?.has(i) ? constant(type) : operand(type))),
    ),
  );
}
