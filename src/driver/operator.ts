import type { Operator } from "../specialise/library.ts";
import { run } from "./run.ts";
import { declare } from "./known.ts";

/**
 * The public function `name`: it makes of a function and its options a function that is compiled
 * when first called. Both are known to compiled code, so they can be used inside of it as well.
 *
 * Its type is that of the constant it is given to; what goes in and out is checked when called.
 */
export function operator(name: Operator): never {
  const by = { kind: "operator", name } as const;
  const make = (...made: readonly unknown[]): ((...args: readonly unknown[]) => unknown) => {
    const known = { kind: "made", by, args: made } as const;
    const transformed = (...args: readonly unknown[]): unknown => run(transformed, known, args);
    return declare(transformed, known);
  };
  return declare(make, by) as never;
}
