import type { Jvp, Kink, Unary, Binary } from "../ir/op.ts";
import { defop } from "../ir/op.ts";
import { fit, floats } from "./signatures.ts";

interface Elementary {
  readonly name: string;
  readonly doc: string;
  /** Reference value; within an ulp of the true one. */
  readonly f: (...x: number[]) => number;
  readonly cost: number;
  readonly jvp: Jvp;
  readonly kink?: Kink;
  readonly samples: readonly (readonly number[])[];
}

/** An elementary function of one float. */
export function elementary1({ name, doc, f, cost, jvp, kink, samples }: Elementary): Unary {
  return defop({
    name,
    doc,
    effect: "pure",
    type: floats(1),
    eval: ([x], type) => fit(f(x as number), type),
    cost,
    rule: { kind: "jvp", jvp },
    kink,
    samples,
  });
}

/** An elementary function of two floats of one type. */
export function elementary2({ name, doc, f, cost, jvp, kink, samples }: Elementary): Binary {
  return defop({
    name,
    doc,
    effect: "pure",
    type: floats(2),
    eval: ([x, y], type) => fit(f(x as number, y as number), type),
    cost,
    rule: { kind: "jvp", jvp },
    kink,
    samples,
  });
}
