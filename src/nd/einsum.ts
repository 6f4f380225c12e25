// Sums of products by the names of axes.
import { sizeOf } from "../ir/types.ts";
import * as ops from "../ops/arrays/index.ts";
import type { NdArray } from "./array.ts";
import { diagonalOf, permuted, shaped } from "./arrange.ts";
import type { Operand } from "./convert.ts";
import { bind } from "./engine.ts";
import { fault, show } from "./fault.ts";
import { contracted, ofOneDtype, type Labelled } from "./matmul.ts";

/**
 * Einstein's sum: `einsum("ij,jk->ik", x, y)`. A letter that an operand has twice means its diagonal;
 * letters that the result does not have are summed over; `...` are any axes, which broadcast. Without
 * `->` the result has the letters that are there once, in the order of the alphabet.
 */
export function einsum(subscripts: string, ...operands: Operand[]): NdArray {
  const arrays = ofOneDtype("einsum", operands);
  const { inputs, output } = read(subscripts, arrays);
  let terms = arrays.map((x, i) => diagonals({ x, labels: inputs[i]! }));
  checkSizes(subscripts, terms, arrays);
  terms = terms.map((term) => withoutOnes(term, sizesOf(terms)));
  while (terms.length > 1) {
    terms = terms.map((term, i) => summed(term, [...output, ...labelsBut(terms, i)]));
    const [i, j] = cheapest(terms, output);
    const rest = terms.filter((_, k) => k !== i && k !== j);
    const kept = new Set([...output, ...rest.flatMap(({ labels }) => labels)]);
    const [p, q] = [terms[i]!, terms[j]!];
    const labels = [...new Set([...p.labels, ...q.labels])].filter((label) => kept.has(label));
    // the last product in the order of the result
    const order = rest.length === 0 ? output.filter((label) => labels.includes(label)) : labels;
    terms = [...rest, { x: contracted(p, q, order), labels: order }];
  }
  const last = summed(terms[0]!, output);
  const present = output.filter((label) => last.labels.includes(label));
  const x = permuted(
    last.x,
    present.map((label) => last.labels.indexOf(label)),
  );
  // axes of size 1 that were left out
  return shaped(
    x,
    output.map((label) =>
      last.labels.includes(label) ? last.x.shape[last.labels.indexOf(label)]! : 1,
    ),
  );
}

interface Subscripts {
  readonly inputs: readonly (readonly number[])[];
  readonly output: readonly number[];
}

// Letters become their codes, the axes of an ellipsis -1, -2, … from the last.
function read(subscripts: string, arrays: readonly NdArray[]): Subscripts {
  const text = subscripts.replaceAll(" ", "");
  const [left = "", right] = text.split("->");
  const parts = left.split(",");
  if (parts.length !== arrays.length) {
    fault(
      "NB5010",
      `\`einsum\` "${subscripts}" of ${arrays.length} arrays`,
      "it names the axes of each, with commas between",
    );
  }
  let widest = 0;
  const inputs = parts.map((letters, i) => {
    const { labels, rest } = labelsOf(subscripts, letters, arrays[i]!);
    widest = Math.max(widest, rest);
    return labels;
  });
  const dots = Array.from({ length: widest }, (_, i) => i - widest);
  const all = inputs.flat();
  if (right === undefined) {
    const once = [...new Set(all)].filter(
      (label) => label >= 0 && all.filter((l) => l === label).length === 1,
    );
    return { inputs, output: [...dots, ...once.toSorted((a, b) => a - b)] };
  }
  const output = right
    .split("...")
    .flatMap((letters, i) => [...(i > 0 ? dots : []), ...codes(letters)]);
  const known = new Set(all);
  if (output.some((label) => !known.has(label)) || new Set(output).size !== output.length) {
    fault(
      "NB5010",
      `\`einsum\` "${subscripts}"`,
      "the result has each letter once, and only those of the operands",
    );
  }
  return { inputs, output };
}

const codes = (letters: string): number[] => [...letters].map((letter) => letter.codePointAt(0)!);

function labelsOf(
  subscripts: string,
  letters: string,
  x: NdArray,
): { labels: number[]; rest: number } {
  const [before = "", after] = letters.split("...");
  const named = codes(before).length + codes(after ?? "").length;
  const rest = after === undefined ? 0 : x.ndim - named;
  const fits =
    /^[A-Za-z]*(\.\.\.[A-Za-z]*)?$/.test(letters) && rest >= 0 && named + rest === x.ndim;
  if (!fits) {
    fault(
      "NB6005",
      `\`einsum\` "${subscripts}": "${letters}" for ${show(x)}`,
      "give a letter for each axis, or ... for any",
    );
  }
  const dots = Array.from({ length: rest }, (_, i) => i - rest);
  return { labels: [...codes(before), ...dots, ...codes(after ?? "")], rest };
}

// A label that is there twice: the diagonal of the two axes.
function diagonals({ x, labels }: Labelled): Labelled {
  for (const [i, label] of labels.entries()) {
    const j = labels.indexOf(label, i + 1);
    if (j < 0) continue;
    if (x.shape[i] !== x.shape[j]) {
      fault(
        "NB6005",
        `\`einsum\`: axes ${i} and ${j} of ${show(x)} have one letter`,
        "they have to be as long",
      );
    }
    const rest = labels.filter((_, k) => k !== i && k !== j);
    return diagonals({ x: diagonalOf("einsum", x, 0, i, j), labels: [...rest, label] });
  }
  return { x, labels };
}

function sizesOf(terms: readonly Labelled[]): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const { x, labels } of terms) {
    for (const [i, label] of labels.entries()) {
      const n = x.shape[i]!;
      if (n !== 1 || !sizes.has(label)) sizes.set(label, n);
    }
  }
  return sizes;
}

function checkSizes(
  subscripts: string,
  terms: readonly Labelled[],
  arrays: readonly NdArray[],
): void {
  const sizes = sizesOf(terms);
  for (const { x, labels } of terms) {
    const off = labels.find((label, i) => x.shape[i] !== 1 && x.shape[i] !== sizes.get(label));
    if (off === undefined) continue;
    const axis = off < 0 ? "..." : String.fromCodePoint(off);
    fault(
      "NB6001",
      `\`einsum\` "${subscripts}" of ${arrays.map(show).join(" and ")}: "${axis}" is of several sizes`,
      "axes of one letter have to be as long",
    );
  }
}

// Axes of size 1 broadcast: they are left out where the others are longer.
function withoutOnes({ x, labels }: Labelled, sizes: ReadonlyMap<number, number>): Labelled {
  const kept = labels.map((label, i) => x.shape[i] === sizes.get(label));
  return {
    x: shaped(
      x,
      x.shape.filter((_, i) => kept[i]),
    ),
    labels: labels.filter((_, i) => kept[i]),
  };
}

function labelsBut(terms: readonly Labelled[], i: number): number[] {
  return terms.flatMap(({ labels }, k) => (k === i ? [] : labels));
}

// Without the labels that nothing else has.
function summed({ x, labels }: Labelled, kept: readonly number[]): Labelled {
  const axes = labels.flatMap((label, i) => (kept.includes(label) ? [] : [i]));
  if (axes.length === 0) return { x, labels };
  return {
    x: bind(ops.reduceSum, [x], { axes }),
    labels: labels.filter((label) => kept.includes(label)),
  };
}

// The pair whose product takes the fewest multiplications; of equal ones that with the least result.
function cheapest(terms: readonly Labelled[], output: readonly number[]): [number, number] {
  const sizes = sizesOf(terms);
  const total = (labels: Iterable<number>): number =>
    sizeOf([...labels].map((label) => sizes.get(label)!));
  let best: [number, number] = [0, 1];
  let least = [Infinity, Infinity];
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const union = new Set([...terms[i]!.labels, ...terms[j]!.labels]);
      const others = terms.flatMap(({ labels }, k) => (k === i || k === j ? [] : labels));
      const kept = [...union].filter((label) => output.includes(label) || others.includes(label));
      const cost = [total(union), total(kept)];
      if (cost[0]! < least[0]! || (cost[0] === least[0] && cost[1]! < least[1]!)) {
        [best, least] = [[i, j], cost];
      }
    }
  }
  return best;
}
