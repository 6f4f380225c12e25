// The syntax tree of a generated program: its nodes, and changes of its text by places in it.
import { parse, type Node } from "acorn";

/** The text between two places is to become another. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A node, its kind of fields unknown. */
export type Tree = Node & Readonly<Record<string, unknown>>;

/** The function that `text` is. */
export function treeOf(text: string): Tree {
  const program = parse(text, { ecmaVersion: 2022 });
  return program.body[0] as Node as Tree;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && typeof (value as Tree).type === "string";
}

/** The nodes directly in `node`, in the order of the text. */
export function parts(node: Tree): Tree[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isTree);
}

/** `node` and all nodes in it. */
export function* nodesOf(node: Tree): Iterable<Tree> {
  yield node;
  for (const part of parts(node)) yield* nodesOf(part);
}

/** `text` with edits that do not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((s, { start, end, text: by }) => s.slice(0, start) + by + s.slice(end), text);
}
