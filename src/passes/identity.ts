import type { Builder } from "../ir/builder.ts";
import type { Attrs, Instr, Value } from "../ir/func.ts";
import type { Scalar } from "../ir/op.ts";

/** What is known of values where a rule is tried. */
export interface Known {
  /** What gives the value; undefined for a parameter. */
  instr(v: Value): Instr | undefined;
  literal(v: Value): Scalar | undefined;
}

/** A value equal to the operation on `args`, perhaps emitted into `b`; undefined where none is known. */
export type Identity = (
  args: readonly Value[],
  b: Builder,
  known: Known,
  attrs: Attrs,
) => Value | undefined;

/** The first of `rules` that knows one. */
export function firstOf(...rules: Identity[]): Identity {
  return (args, b, known, attrs) => {
    for (const rule of rules) {
      const found = rule(args, b, known, attrs);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
