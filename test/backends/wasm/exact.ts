import type { Module } from "../../../src/ir/func.ts";
import { rewriteModule } from "../../../src/ir/rewrite.ts";
import * as exponential from "../../../src/ops/exponential.ts";
import * as hyperbolic from "../../../src/ops/hyperbolic.ts";
import { abs, add, sqrt } from "../../../src/ops/index.ts";
import * as special from "../../../src/ops/special/index.ts";
import * as trig from "../../../src/ops/trig.ts";

const elementary = new Set<unknown>(
  [exponential, hyperbolic, trig, special].flatMap((family) => Object.values(family)),
);
elementary.delete(sqrt);

/** Elementary functions are within an ulp of the interpreter's, not the same: others instead. */
export function withoutElementary(module: Module): Module {
  return rewriteModule(module, ({ op, args: [x, y] }, b) => {
    if (!elementary.has(op)) return undefined;
    return [y === undefined ? sqrt(b, abs(b, x!)) : add(b, x!, y)];
  });
}
