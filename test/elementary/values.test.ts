import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { interpret } from "../../src/backends/interp/index.ts";
import { compile, library } from "./compiled.ts";
import { ulpsBetween } from "./ulps.ts";

interface Case {
  readonly op: string;
  readonly x: readonly (number | string)[];
  readonly y?: readonly (number | string)[];
  readonly value: readonly (number | string)[];
}

const path = new URL("data/values.json", import.meta.url);
const cases = JSON.parse(readFileSync(path, "utf8")) as Case[];
const module = library();
const compiled = compile();

/** Arguments and the correctly rounded value. */
function rows({ x, y, value }: Case): { args: number[]; want: number }[] {
  return x.map((first, i) => ({
    args: y === undefined ? [Number(first)] : [Number(first), Number(y[i])],
    want: Number(value[i]),
  }));
}

test("the table has every function but the exact ones", () => {
  expect(cases.map((c) => c.op).toSorted()).toEqual(
    Object.keys(compiled)
      .filter((op) => op !== "rem")
      .toSorted(),
  );
});

test.each(cases)("$op is within 1 ulp of the correctly rounded value", (entry) => {
  const far = rows(entry)
    .map(({ args, want }) => ({ args, want, got: compiled[entry.op]!(args[0]!, args[1]) }))
    .filter(({ got, want }) => ulpsBetween(got, want) > 1);
  expect(far).toEqual([]);
});

test.each(cases)("$op gives the same bits in the interpreter", (entry) => {
  const differing = rows(entry).filter(({ args }) => {
    const [interpreted] = interpret(module, entry.op, args) as [number];
    return ulpsBetween(interpreted, compiled[entry.op]!(args[0]!, args[1])) !== 0;
  });
  expect(differing).toEqual([]);
});
