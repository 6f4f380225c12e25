// How compiled code that cannot go on becomes an error.
import { codes, type Code } from "../diagnostics/codes.ts";
import { NablaError } from "../diagnostics/error.ts";
import { withNumbers, type Site } from "../ir/compiled.ts";
import type { Telling } from "./output.ts";

/** The error of a place; `a` and `b` are what it says about it, see `Site`. */
export function errorAt(
  site: Exclude<Site, { kind: "print" }>,
  a: number,
  b: number,
  telling: Telling,
): unknown {
  const { span } = site;
  switch (site.kind) {
    case "bounds":
      return new NablaError("NB4001", { message: outside(a, b), span, help: ways.NB4001 });
    case "memory": {
      const size = a < 0 && a >= -1 ? "4 GiB or more" : `${a >>> 0} more bytes`;
      const message = `${size} do not fit into the 4 GiB that compiled code can use`;
      return new NablaError("NB4004", { message, span });
    }
    case "fail":
      if (site.code in codes)
        return new NablaError(site.code as Code, {
          message: withNumbers(site.message, telling.numbers()),
          span,
          help: ways[site.code],
        });
      if (site.format !== undefined) return telling.thrown(site.format, span);
      return new Error(site.message);
  }
}

/** What to do about an error that only running the program shows. */
const ways: Readonly<Record<string, string>> = {
  NB4002: "check that the recursion ends; the option `maxDepth` allows for more calls",
  NB4001: "an index is an integer from 0 to one less than the array's length",
  NB4005: "round the length, and check that it is not negative, before making the array",
  NB4006: "count in an outer and an inner loop",
  NB4007: "give both arrays the same length",
  NB5003: "give it the structure of the value: the same links, with a number for each number",
  NB4008:
    "move the point; put what is to count as constant into `stopGradient()`; or leave out\n" +
    "`strict`, for the derivative that docs/derivatives.md gives for such points",
  NB4009: "start closer, allow more with `maxIterations`, or ask for less with `tolerance`",
};

function outside(index: number, length: number): string {
  return index === -1
    ? `the index is negative or not an integer, and the array has ${length} elements`
    : `index ${index} is outside of an array of length ${length}`;
}

/** Whether the engine has run out of stack: in the words of V8 and JavaScriptCore, or SpiderMonkey. */
export function isStackOverflow(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Maximum call stack size exceeded\.?|too much recursion)$/.test(error.message)
  );
}
