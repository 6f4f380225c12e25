import type { NdArray } from "../nd/array.ts";
import { fault, show } from "../nd/fault.ts";
import { traced } from "../nd/traced.ts";
import type { FloatType } from "../random/uniform.ts";

/** What `init` functions take besides sizes. */
export interface InitOptions {
  /** Type of the parameters. Default: `"f64"`; in `"f32"` products take half of the time. */
  readonly dtype?: FloatType;
}

/** A function of parameters and inputs, with the function that makes the parameters. */
export type Layer<Apply, Init> = Apply & { readonly init: Init };

export function layer<
  Apply extends (...args: never[]) => unknown,
  Init extends (...args: never[]) => unknown,
>(apply: Apply, init: Init): Layer<Apply, Init> {
  const checked = ((...args) => {
    try {
      return apply(...args);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return fault(
        "NB6003",
        `the layer has no use for such arguments: ${error.message}`,
        "parameters come first, made by `init`, then states and inputs in the order of its type",
      );
    }
  }) as Apply;
  return Object.assign(traced(checked), { init: traced(init) });
}

/** Throws unless the last axis of `x` has this size. */
export function wantWidth(name: string, x: NdArray, width: number): void {
  if (x.shape.at(-1) === width) return;
  fault("NB6001", `\`${name}\` of ${show(x)}`, `its parameters are for a last axis of ${width}`);
}
