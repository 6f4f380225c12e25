import fc from "fast-check";
import { test } from "vitest";
import type { Module } from "../../../src/ir/func.ts";
import { rewriteModule } from "../../../src/ir/rewrite.ts";
import { abs, add, sqrt } from "../../../src/ops/index.ts";
import * as exponential from "../../../src/ops/exponential.ts";
import * as hyperbolic from "../../../src/ops/hyperbolic.ts";
import * as trig from "../../../src/ops/trig.ts";
import { arbitrarySample, type RandomOptions } from "../../ir/arbitrary.ts";
import { compare } from "./run.ts";

const elementary = new Set<unknown>(
  [exponential, hyperbolic, trig].flatMap((family) => Object.values(family)),
);
elementary.delete(sqrt);

/** Elementary functions are within an ulp of the interpreter's, not the same: others instead. */
function withoutElementary(module: Module): Module {
  return rewriteModule(module, ({ op, args: [x, y] }, b) => {
    if (!elementary.has(op)) return undefined;
    return [y === undefined ? sqrt(b, abs(b, x!)) : add(b, x!, y)];
  });
}

const kinds: Record<string, RandomOptions> = {
  "scalars and control": { memory: false, calls: false, special: true },
  calls: { memory: false, special: true },
  memory: { records: false },
  "shared memory": { records: false, aliases: true, special: true },
  records: { aliases: true },
  traps: { traps: true, special: true, aliases: true },
};

test.each(Object.entries(kinds))(
  "%s: random programs do what the interpreter does",
  (_, options) => {
    fc.assert(
      fc.property(arbitrarySample(options), ({ module, name, args }) =>
        compare(withoutElementary(module), name, args),
      ),
      { numRuns: Number(process.env["NABLA_RUNS"] ?? 150) },
    );
  },
);
