/// <reference types="vite/client" />
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { grad, jit, NablaError } from "../../src/index.ts";

// Each program in `programs` has to be refused, with the message that lies beside it.
const programs = import.meta.glob("./programs/*.ts");

/** Programs whose functions have no source that could be shown. */
const placeless = new Set(["bound", "native-itself", "not-a-function", "result-of-a-function"]);

describe("refused", () => {
  for (const [path, load] of Object.entries(programs)) {
    const name = path.slice("./programs/".length, -".ts".length);
    test(name.replaceAll("-", " "), async () => {
      const fault: unknown = await load().then(
        () => "it ran",
        (error: unknown) => error,
      );
      expect(fault).toBeInstanceOf(NablaError);
      const { message, code } = fault as NablaError;
      expect(message).toContain("\n  help: ");
      expect(message).toContain(`\n  more: docs/errors/${code}.md`);
      if (!placeless.has(name)) {
        expect(message).toMatch(
          /^ {2}test\/faults\/programs\/[\w-]+\.ts:\d+:\d+\n {2}\d+ \| .*\n.*\^/m,
        );
      }
      await expect(`${message}\n`).toMatchFileSnapshot(`./programs/${name}.txt`);
    });
  }
});

test("a function of a module that is not covered, with the call that led there", () => {
  const slope = grad((x: number) => inspect(x).length);
  expect(() => slope(2)).toThrow(/^NB1003: [^]*<inspect>:\d+:\d+\n[^]*in `inspect`, called here/);
});

describe("errors that the program throws are its own", () => {
  test("of the classes of the language", () => {
    const root = (x: number): number => {
      if (x < 0) throw new RangeError("no root of a negative number");
      return Math.sqrt(x);
    };
    expect(() => jit(root)(-1)).toThrow(new RangeError("no root of a negative number"));
    expect(jit(root)(4)).toBe(2);
  });

  test("what was stored before is stored", () => {
    const fill = (xs: Float64Array): void => {
      for (let i = 0; ; i++) {
        if (i === 2) throw new Error("enough");
        xs[i] = i + 1;
      }
    };
    const xs = new Float64Array(3);
    expect(() => jit(fill)(xs)).toThrow("enough");
    expect(xs).toEqual(Float64Array.of(1, 2, 0));
  });
});
