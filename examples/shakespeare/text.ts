import { readFileSync } from "node:fs";
import * as nd from "nabla/nd";
import { randint } from "nabla/random";

/** A text as numbers of characters. */
export interface Text {
  /** The characters that there are. */
  readonly characters: string;
  /** All but the last tenth, and that. */
  readonly train: Int32Array;
  readonly rest: Int32Array;
}

export function readText(): Text {
  const path = new URL("../data/tinyshakespeare.txt", import.meta.url);
  const text = readFileSync(path, "utf8");
  const characters = [...new Set(text)].toSorted().join("");
  const ids = Int32Array.from(text, (c) => characters.indexOf(c));
  const end = Math.floor(0.9 * ids.length);
  return { characters, train: ids.subarray(0, end), rest: ids.subarray(end) };
}

export interface Batch {
  readonly ids: nd.NdArray;
  /** The character after each of them. */
  readonly next: nd.NdArray;
}

/** Pieces of a text that begin at `starts`, `[n, context]`. */
export function pieces(text: Int32Array, starts: ArrayLike<number>, context: number): Batch {
  const at = (offset: number): nd.NdArray => {
    const data = new Int32Array(starts.length * context);
    for (let i = 0; i < starts.length; i++) {
      const from = starts[i]! + offset;
      data.set(text.subarray(from, from + context), i * context);
    }
    return nd.reshape(nd.asarray(data), [starts.length, context]);
  };
  return { ids: at(0), next: at(1) };
}

export function randomPieces(text: Int32Array, key: nd.NdArray, n: number, context: number): Batch {
  return pieces(text, randint(key, 0, text.length - context, n).data, context);
}
