import * as fc from "fast-check";
import { expect, test } from "vitest";
import { interpret } from "../../src/backends/interp/index.ts";
import { compareModules } from "./compare.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { printModule } from "../../src/ir/print.ts";
import { cloneFunc, rewriteModule } from "../../src/ir/rewrite.ts";
import { eachFunc } from "../../src/passes/pass.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { ops } from "../../src/ops/registry.ts";
import { arbitraryModule, arbitrarySample, showData } from "./arbitrary.ts";

const options = { special: true, aliases: true };

test("random programs are well-formed and end", () => {
  fc.assert(
    fc.property(arbitrarySample(options), ({ module, name, args }) => {
      verifyModule(module);
      interpret(module, name, args());
    }),
    { numRuns: 300 },
  );
});

test("programs that may fail do so with an error of the user's", () => {
  let failed = 0;
  fc.assert(
    fc.property(arbitrarySample({ ...options, traps: true }), ({ module, name, args }) => {
      try {
        interpret(module, name, args());
      } catch (error) {
        expect((error as Error).name).toBe("NablaError");
        failed++;
      }
    }),
    { numRuns: 300 },
  );
  expect(failed).toBeGreaterThan(10);
});

test("reading what was printed gives the module back", () => {
  fc.assert(
    fc.property(arbitraryModule(options), (module) => {
      const text = printModule(module);
      const again = parseModule(text, ops);
      expect(compareModules(module, again, { hints: true })).toBeUndefined();
      expect(printModule(again)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("a copy, and a rewriting that changes nothing, are the same but for their values", () => {
  fc.assert(
    fc.property(arbitrarySample(options), ({ module, name, args }) => {
      const copy = eachFunc(module, (f) => cloneFunc(f));
      const kept = rewriteModule(module, () => undefined);
      const rebuilt = rewriteModule(module, ({ op, args: x, attrs, regions }, b) =>
        attrs["callee"] === undefined ? b.emit(op, x, attrs, regions) : undefined,
      );
      for (const other of [copy, kept, rebuilt]) {
        verifyModule(other);
        expect(compareModules(module, other)).toBeUndefined();
      }
      const [a, b] = [args(), args()];
      const results = interpret(module, name, a);
      expect(showData([...interpret(rebuilt, name, b), ...b])).toBe(showData([...results, ...a]));
    }),
    { numRuns: 200 },
  );
});
