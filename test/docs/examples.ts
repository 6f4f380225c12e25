import { readFileSync } from "node:fs";

export const page = readFileSync(new URL("../../docs/language.md", import.meta.url), "utf8");

/** An example of docs/language.md. */
export interface Example {
  readonly what: string;
  readonly status: string;
  /** A module whose default export is the function. */
  readonly module: string;
}

const typed = "x: number, n: number, v: Float64Array, a: number[]";

export function rowsOf(text: string): Example[] {
  return [...text.matchAll(/^\| (.*?) +\| (`+) ?(.*?) ?\2 +\| (yes|NB\d{4})\b.*\|$/gm)].map(
    ([, what, , cell, status]) => {
      const code = cell!.replaceAll("\\|", "|");
      const body = /[;}]$/.test(code) ? code : `return ${code};`;
      return {
        what: what!,
        status: status!,
        module: `export default (${typed}): number => { ${body} };`,
      };
    },
  );
}

/** Programs of their own: a function `f`, and what it needs. */
export function blocksOf(text: string): Example[] {
  return [...text.matchAll(/^\*\*([^\n]*?)\*\*[^\n]*\n\n```ts( NB\d{4})?\n(.*?)^```$/gms)].map(
    ([, what, status, code]) => ({
      what: what!,
      status: status?.trim() ?? "yes",
      module: `${code!}export default f;\n`,
    }),
  );
}

export const examples: readonly Example[] = [...rowsOf(page), ...blocksOf(page)];

export type F = (x: number, n: number, v: Float64Array, a: number[]) => number;
export type Point = [number, number, Float64Array, number[]];

export const point = (): Point => [0.7, 3, Float64Array.of(0.5, -1.2, 2.3), [1.5, 0.3, -0.8, 0.9]];
