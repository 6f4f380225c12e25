// Every operation on arrays has a rule for many lanes, which gives the bits that a loop gives.
import { describe, expect, test } from "vitest";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf } from "../../../src/ir/func.ts";
import { dtypeOf } from "../../../src/ir/types.ts";
import { ops } from "../../../src/ops/registry.ts";
import { Chance, dataOf, element, sameAsLoop } from "./lanes.ts";
import { instances } from "./instances.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 60);

const onArrays = [...ops.values()].filter((op) => op.run !== undefined);

/** What gives numbers by their place in a lane has no rule: lanes are computed one after the other. */
const inTurn: ReadonlySet<string> = new Set(["random_gamma", "random_poisson"]);

describe.each(onArrays.map((op) => [op.name, op] as const))("%s", (name, op) => {
  test("has a rule, unless it takes nothing", () => {
    const make = instances[name];
    if (make === undefined) expect(["dense", "iota"]).toContain(name);
    else if (!inTurn.has(name)) expect(op.batch).toBeDefined();
  });

  const make = instances[name];
  if (make === undefined) return;
  test.each(Array.from({ length: 10 }, (_, k) => k))("as a loop over lanes, %i", (seed) => {
    for (let run = 0; run < runs / 10; run++) {
      const chance = new Chance(seed * 1000 + run);
      const { types, attrs, element: own } = make(chance);
      const b = new Builder();
      const params = types.map((type) => b.param(type));
      const module = moduleOf({
        name: "f",
        region: b.finish([b.emit1(op, params, attrs)]),
      });
      const batched = types.map(() => chance.flag());
      if (!batched.includes(true)) batched[chance.whole(0, types.length - 1)] = true;
      const first = types.map(() => undefined as never);
      const lanes = Array.from({ length: chance.whole(1, 3) }, (_, lane) =>
        types.map((type, i) => {
          if (lane > 0 && batched[i] !== true) return first[i]!;
          const dtype = dtypeOf(type)!;
          const next = (): number => own?.(i) ?? element(chance, dtype);
          const made = type.kind === "array" ? dataOf(dtype, type.shape, next) : next();
          if (lane === 0) first[i] = made as never;
          return made;
        }),
      );
      sameAsLoop(module, "f", batched, lanes);
    }
  });
});
