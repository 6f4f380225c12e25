/**
 * Strings that have numbers or booleans of the run in them: what is known of them when compiling.
 * `literals` are what is written before, between and after the `holes`: one more than these.
 */
export interface TextForm {
  readonly literals: readonly string[];
  readonly holes: readonly ("num" | "bool")[];
}

export function sameForm(a: TextForm, b: TextForm): boolean {
  return (
    a.literals.length === b.literals.length &&
    a.literals.every((literal, i) => literal === b.literals[i]) &&
    a.holes.every((hole, i) => hole === b.holes[i])
  );
}

/** The string with these values in its holes. */
export function writtenText({ literals }: TextForm, values: readonly unknown[]): string {
  return literals
    .map((literal, i) => (i === 0 ? literal : String(values[i - 1]) + literal))
    .join("");
}
