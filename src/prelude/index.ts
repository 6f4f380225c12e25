// What compiled code is compiled with: functions in the language itself.
import type { SourceFile } from "../diagnostics/span.ts";
import { decodeUnit } from "../syntax/encode.ts";
import { rootAt } from "../syntax/root.ts";
import type { FunctionTree } from "../syntax/tree.ts";
import * as entries from "./entries.ts";
import { hashKey, sameKey } from "./keys.ts";
import { trees } from "./trees.generated.ts";

export type { Cursor, Entries } from "./entries.ts";
export { hashKey, hashText, isHashable, offset, prime, sameKey, spread } from "./keys.ts";

/** Where the functions of the prelude are, which no message shows. */
export const preludeFile: SourceFile = { path: "nabla", lineStarts: [0] };

/** The functions of the prelude. */
export const prelude: typeof entries = { ...entries };

/** What the functions of the prelude refer to, by name. */
export const preludeNames: Readonly<Record<string, object | undefined>> = {
  ...entries,
  hashKey,
  sameKey,
  Math,
};

let names: ReadonlyMap<object, string> | undefined;
const read = new Map<string, FunctionTree>();

/** The tree of a function of the prelude; undefined for other functions. */
export function preludeTree(fn: object): FunctionTree | undefined {
  names ??= new Map(Object.entries(entries).map(([name, one]) => [one, name]));
  const name = names.get(fn);
  if (name === undefined) return undefined;
  let tree = read.get(name);
  if (tree === undefined) {
    tree = rootAt(decodeUnit(trees[name] as string), 0, preludeFile);
    read.set(name, tree);
  }
  return tree;
}
