import { expect, test } from "vitest";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Module, type Value } from "../../src/ir/func.ts";
import { f64, memOf } from "../../src/ir/types.ts";
import * as o from "../../src/ops/index.ts";
import { eachFunc } from "../../src/passes/pass.ts";
import { passes } from "../../src/passes/registry.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { sizeOf } from "../../src/passes/inline.ts";

/** A function of about `n` instructions: arithmetic, memory, checks, branches and loops in turns. */
function program(n: number): Module {
  const b = new Builder();
  const [x, m] = [b.param(f64), b.param(memOf("f64"))];
  const values: Value[] = [x, o.num(b, 2)];
  const pick = (k: number): Value => values[(k * 7919) % values.length]!;
  for (let k = 0; k < n / 6; k++) {
    values.push(o.add(b, o.mul(b, pick(k), pick(k + 1)), o.sin(b, pick(k + 2))));
    const at = o.bounds(b, o.int(b, k % 97), o.length(b, m));
    o.storeTo(b, m, at, o.add(b, o.load(b, m, at), pick(k + 3)));
    if (k % 10 === 0) {
      const [y] = o.forRange(b, [o.int(b, 0), o.length(b, m), 1], [pick(k)], (c, i, [s]) => [
        o.add(c, s!, o.mul(c, o.load(c, m, i), pick(k + 5))),
      ]);
      values.push(y!);
    }
    if (k % 10 === 5) {
      const [y] = o.ifElse(
        b,
        o.lt(b, pick(k), pick(k + 1)),
        (c) => [o.exp(c, pick(k + 4))],
        () => [pick(k + 4)],
      );
      values.push(y!);
    }
  }
  return moduleOf({ name: "main", region: b.finish([values.at(-1)!]), disjoint: true });
}

/**
 * The least of some runs, each of a module that no pass has seen: of the time that went by, or that
 * the processor took, whichever is less on a busy machine.
 */
function seconds(module: Module, run: (fresh: Module) => unknown): number {
  let best = Infinity;
  for (let k = 0; k < 5; k++) {
    const fresh = eachFunc(module, (func) => ({ ...func, region: { ...func.region } }));
    const [start, used] = [performance.now(), process.cpuUsage()];
    run(fresh);
    const { user, system } = process.cpuUsage(used);
    best = Math.min(best, (performance.now() - start) / 1e3, (user + system) / 1e6);
  }
  return best;
}

// again where something else had the machine
test.each(passes.map((p) => [p.name, p] as const))(
  "%s takes linear time",
  { retry: 3 },
  (_, pass) => {
    const [small, large] = [program(10_000), program(40_000)];
    const one = seconds(small, (module) => pass.run(module, ["main"]));
    const four = seconds(large, (module) => pass.run(module, ["main"]));
    // four times the work, where a square would be sixteen times; the rest is for a busy machine
    expect(four).toBeLessThan(10 * one + 0.1);
  },
);

test("the pipeline takes milliseconds for a function of ordinary size", { retry: 3 }, () => {
  const module = program(500);
  expect(sizeOf(module.funcs.get("main")!.region)).toBeGreaterThan(450);
  const took = seconds(module, (fresh) => optimise(fresh, ["main"], { final: true }));
  expect(took).toBeLessThan(0.3);
});
