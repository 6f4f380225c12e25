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
    // what traces and printed code call it
    const of = (made[0] as { readonly name?: string } | undefined)?.name;
    Object.defineProperty(transformed, "name", { value: of ? `${name}_${of}` : name });
    return declare(transformed, known);
  };
  return declare(make, by) as never;
}
