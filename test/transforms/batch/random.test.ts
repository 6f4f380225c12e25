// Random programs for many lanes do what a loop over the lanes does, to memory as well.
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpret, isTensor, type Datum } from "../../../src/backends/interp/index.ts";
import { funcNamed } from "../../../src/ir/func.ts";
import type { Type } from "../../../src/ir/types.ts";
import { verifyModule } from "../../../src/ir/verify.ts";
import { optimise } from "../../../src/passes/pipeline.ts";
import { batch } from "../../../src/transforms/batch.ts";
import { arbitrarySample, type RandomOptions, type Sample } from "../../ir/arbitrary.ts";
import { joined } from "./lanes.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 25);
const SIZE = 3;

const isNumber = (type: Type): boolean => type.kind === "scalar" && type.dtype !== "i64";

function moved(type: Type, x: Datum, lane: number): Datum {
  if (type.kind !== "scalar") return x;
  if (type.dtype === "bool") return (Number(x) + lane) % 2;
  if (type.dtype === "i32") return (Number(x) + lane) | 0;
  const next = Number(x) * (1 - 0.4 * lane) + 0.3 * lane;
  return type.dtype === "f32" ? Math.fround(next) : next;
}

interface Outcome {
  readonly error: boolean;
  readonly numbers: number[];
  readonly args: readonly Datum[];
}

const numbersIn = (x: Datum): number[] => (isTensor(x) ? [...x.data] : [Number(x)]);

function outcome(run: () => { numbers: number[]; args: readonly Datum[] }): Outcome {
  try {
    return { error: false, ...run() };
  } catch (error) {
    if (String(error).includes("internal")) throw error;
    return { error: true, numbers: [], args: [] };
  }
}

/** How the function for all lanes was made. */
function expectSame({ module, name, args }: Sample, batched: readonly boolean[]): "lanes" | "each" {
  const { params, yields } = funcNamed(module, name).region;
  const wanted = outcome(() => {
    const own = args();
    const results: Datum[][] = [];
    for (let lane = 0; lane < SIZE; lane++) {
      const given = own.map((x, i) => (batched[i] ? moved(params[i]!.type, x, lane) : x));
      results.push([...interpret(module, name, given)]);
    }
    const whole = yields.flatMap(({ type }, i) =>
      isNumber(type)
        ? numbersIn(
            joined(
              type,
              results.map((one) => one[i]!),
            ),
          )
        : [],
    );
    return { numbers: whole, args: own.filter((_, i) => !batched[i]) };
  });
  const made = batch(module, name, batched, SIZE);
  verifyModule(made.module);
  const better = optimise(made.module, [made.name]);
  for (const run of [made.module, better]) {
    const found = outcome(() => {
      const own = args();
      const given = own.map((x, i) => {
        const { type } = params[i]!;
        const lanes = Array.from({ length: SIZE }, (_, lane) => moved(type, x, lane));
        return batched[i] ? joined(type, lanes) : x;
      });
      const results = interpret(run, made.name, given);
      const whole = yields.flatMap(({ type }, i) => (isNumber(type) ? numbersIn(results[i]!) : []));
      return { numbers: whole, args: own.filter((_, i) => !batched[i]) };
    });
    expect(found).toEqual(wanted);
  }
  return made.name.includes("each") ? "each" : "lanes";
}

const choices = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });

const kinds: readonly [string, RandomOptions][] = [
  ["numbers", { memory: false, calls: false, allTypes: false }],
  ["smooth numbers and calls", { smooth: true, memory: false }],
  ["errors", { memory: false, traps: true, allTypes: false, special: true }],
  ["memory", { records: false, allTypes: false }],
  ["everything", { traps: true }],
];

test.each(kinds)("%s", (kind, options) => {
  const ways = { lanes: 0, each: 0 };
  fc.assert(
    fc.property(arbitrarySample(options), choices, (sample, chosen) => {
      const { params } = funcNamed(sample.module, sample.name).region;
      const batched = params.map(({ type }, i) => isNumber(type) && chosen[i]!);
      ways[expectSame(sample, batched)]++;
    }),
    { numRuns: runs, seed: 3, endOnFailure: process.env["NO_SHRINK"] !== undefined },
  );
  // most programs without memory are not run lane by lane
  if (kind === "numbers") expect(ways.lanes).toBeGreaterThan(runs / 2);
});
