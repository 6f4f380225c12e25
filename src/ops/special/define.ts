// How special functions are declared.
import type { Builder } from "../../ir/builder.ts";
import type { Value } from "../../ir/func.ts";
import { defop, type Jvp, type Kink, type Prim } from "../../ir/op.ts";
import { select } from "../arith.ts";
import { eq } from "../compare.ts";
import { numberLike } from "../constant.ts";
import { fit, floats } from "../signatures.ts";

interface Special {
  readonly name: string;
  readonly doc: string;
  /** Names of the operands. */
  readonly operands: readonly string[];
  /** Reference value, in the compiled language: back ends run the same function. */
  readonly f: (...x: number[]) => number;
  /** Operands by which there is no derivative. */
  readonly fixed?: readonly string[];
  readonly cost: number;
  readonly jvp: Jvp;
  readonly kink?: Kink;
  readonly samples: readonly (readonly number[])[];
}

export function special<X extends readonly Value[]>(definition: Special): Prim<X> {
  const { name, doc, operands, f, fixed = [], cost, jvp, kink, samples } = definition;
  return defop<X>({
    name,
    doc,
    effect: "pure",
    type: floats(operands.length),
    eval: (x, type) => fit(f(...(x as number[])), type),
    cost,
    rule: {
      kind: "jvp",
      jvp,
      ...(fixed.length > 0 && {
        fixed: { operands: new Map(fixed.map((operand) => [operands.indexOf(operand), operand])) },
      }),
    },
    kink,
    samples,
  });
}

/** `slope`, but NaN where the function is: outside of the domain there is no derivative. */
export function within(b: Builder, y: Value, slope: Value): Value {
  return select(b, eq(b, y, y), slope, numberLike(b, NaN, y));
}
