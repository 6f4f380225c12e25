import fc from "fast-check";
import { expect, test } from "vitest";
import { emitCode } from "../../src/driver/emit.ts";
import { library } from "../../src/driver/known.ts";
import { sourceOf, valueAt } from "../../src/driver/paths.ts";
import { runStages } from "../../src/driver/pipeline.ts";
import { jit } from "../../src/index.ts";
import { reflect } from "../../src/reflect/reflect.ts";
import { Caller } from "../../src/runtime/caller.ts";
import { instantiate } from "../../src/runtime/instance.ts";
import { specialise } from "../../src/specialise/index.ts";
import { arbitraryProgram, m, n } from "./random.ts";
import { backwards, team } from "./team.ts";

const runs = Number(process.env["NABLA_RUNS"] ?? 40);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

type Fn = (x: Float64Array, at: Float64Array, n: number, m: number) => number[];

const x = Float64Array.from({ length: n * m }, (_, i) => ((7 * i) % 11) - 4);
const at = Float64Array.from({ length: n * m }, (_, i) => (3 * i) % n);

let shared = 0;

test("loops in chunks do what they do one after the other", () => {
  fc.assert(
    fc.property(arbitraryProgram(), (text) => {
      const f = new Function(`return (${text})`)() as Fn;
      const args = [x, at, n, m] as const;
      const scope = {};
      const fn = jit(f, { scope });
      const source = sourceOf(fn);
      const made = specialise({
        fn,
        args,
        reflect: (g) => reflect(g as never, { scope }) as never,
        library,
      });
      const { final } = runStages(made.module, made.name, { verify: true });
      const wanted = f(...args);
      for (const [most, by] of [
        [2, backwards],
        [5, backwards],
        [5, team],
      ] as const) {
        const onLoop = (_: unknown, why: string | undefined): void => void (shared += Number(!why));
        const sharing = { most, least: 1, merge: 0, onLoop };
        const code = emitCode(final, made.name, { sharing, threads: true });
        const instance = instantiate(code, by.pool.heap, made.shown, undefined, by);
        const caller = new Caller(instance, made.name, made.layout, made);
        caller.run(made.roots.map(({ path }) => valueAt(path, source, args)));
        expect(caller.result(made.result)).toEqual(wanted.map((y) => y + 0));
      }
    }),
    { numRuns: runs, seed },
  );
  // most programs have some
  expect(shared).toBeGreaterThan(runs / 2);
});
