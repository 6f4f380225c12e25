// Programs that mean the same must give the same value and gradient.
import { grad } from "../../src/index.ts";
import type { Style } from "./choices.ts";
import { compiledText, programFrom } from "./program.ts";
import { expectClose } from "./gradients.ts";
import { argsOf, called, expectSame, functionOf, plain, scope, type Point } from "./subject.ts";
import { jit } from "../../src/index.ts";

/** What two ways to write a program have in common. */
function expectAlike(what: string, text: string, other: string, point: Point): void {
  plain(text)(point);
  plain(other)(point);
  const [f, g] = [functionOf(text), functionOf(other)];
  expectSame(what, called(jit(f, scope), point), called(jit(g, scope), point));
  const options = { ...scope, wrt: [0, 1, 2, 3] } as const;
  const flat = (parts: readonly unknown[]): number[] =>
    parts.flatMap((x) => (typeof x === "number" ? [x] : [...(x as Float64Array)]));
  const [one, two] = [f, g].map((fn) => flat(grad(fn, options)(...argsOf(point))));
  const tolerance = /Float32|fround/.test(compiledText(text)) ? 1e-4 : 1e-9;
  expectClose(`gradient, ${what}`, one!, two!, tolerance);
}

/** Ways to write one list of choices that mean the same. */
export const pairs: Readonly<Record<string, readonly [Style, Style]>> = {
  unrolled: [{ unrolled: "ready" }, { unrolled: "done" }],
  "with code without effect": [{}, { dead: true }],
  "in a function of its own": [{}, { wrapped: true }],
};

export function checkPair(pair: string, list: readonly number[], point: Point): void {
  const [one, two] = pairs[pair]!;
  expectAlike(pair, programFrom(list, one), programFrom(list, two), point);
}

/** Other names change nothing. */
export function checkRenamed(text: string, point: Point): void {
  const other = text.replace(/(?<!Math\.)\b([a-z]+\d+)\b/g, "other_$1").replace(/\bx\b/g, "long");
  expectAlike("renamed", text, other, point);
}
