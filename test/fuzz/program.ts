import { Choices, nothing, type Style } from "./choices.ts";
import { classes } from "./objects.ts";
import { Statements } from "./statements.ts";

/** Where a run may be stopped that takes too long: a comment that `plainText` gives a meaning. */
const tick = /\/\*tick\*\//g;

/**
 * The text of a function `f(x, y, a, b)` to a number, of two numbers and two arrays of length 6.
 * Values stay of moderate size: growth is damped by bounded functions.
 */
export function programFrom(list: readonly number[], style: Style = {}): string {
  const choices = new Choices(list, 40);
  const names = { ...nothing, numbers: ["x", "y"], variables: ["x"], arrays: ["a", "b"] };
  const code = new Statements(choices, style).body(
    names,
    1,
    2 + choices.draw(style.heap === true ? 14 : 6),
  );
  const body = /Shape|Disc|Box/.test(code) ? `${classes}${code}` : code;
  return `function f(x, y, a, b) {\n${body}}`;
}

/** `text` without marks. */
export function compiledText(text: string): string {
  return text.replace(tick, "");
}

/** `text` so that it throws when it has gone through a lot of loops and calls. */
export function plainText(text: string): string {
  return text.replace(tick, "tick();");
}
