// Makes a program that fails small, by its text: without statements, with parts for the whole.
import { edited, parts, treeOf, type Edit, type Tree } from "./tree.ts";
import type { Point } from "./subject.ts";
import { watched } from "./watch.ts";

export interface Failure {
  readonly text: string;
  readonly point: Point;
  readonly error: Error;
}

export interface Bounds {
  /** Most programs to try. */
  readonly tries: number;
  readonly seconds: number;
}

const statement = /(?:Statement|Declaration)$/;
const expression = /Expression$|^(?:Identifier|Literal|TemplateLiteral)$/;
/** What decides whether a loop ends stays as it is. */
const heads: Readonly<Record<string, readonly string[]>> = {
  ForStatement: ["init", "test", "update"],
  WhileStatement: ["test"],
  DoWhileStatement: ["test"],
};

/** What went wrong, without the numbers: two programs fail alike if this is the same. */
export function kindOf(error: Error): string {
  const text = `${error.name}: ${error.message}`.split("\n")[0]!;
  return text
    .replace(/-?\b(?:\d[\d.]*(?:e[+-]?\d+)?|Infinity|NaN)\b/g, "#")
    .replace(/#(?:,#)+/g, "#");
}

/** The smallest program found for which `check` fails in the same way. */
export function shrunk(
  start: Failure,
  check: (text: string, point: Point) => void,
  { tries, seconds }: Bounds = { tries: 3000, seconds: 60 },
): Failure {
  const [kind, end] = [kindOf(start.error), Date.now() + 1000 * seconds];
  const seen = new Set<string>();
  let best = start;
  const better = (text: string, point: Point): boolean => {
    const key = `${text}\n${String(point)}`;
    if (seen.has(key) || seen.size >= tries || Date.now() > end) return false;
    seen.add(key);
    try {
      treeOf(text);
      watched(text, point, () => check(text, point));
      return false;
    } catch (error) {
      if (kindOf(error as Error) !== kind) return false;
      best = { text, point, error: error as Error };
      return true;
    }
  };
  const smaller = (): boolean =>
    editsOf(best.text).some((e) => better(edited(best.text, [e]), best.point));
  while (smaller());
  for (const i of start.point.keys()) {
    for (const simple of [1, 0.5, Math.round(best.point[i]! * 4) / 4]) {
      if (better(best.text, best.point.with(i, simple))) break;
    }
  }
  return best;
}

/** Ways to make `text` smaller, those first that take most away. */
function editsOf(text: string): Edit[] {
  const root = treeOf(text);
  const body = (root["body"] as Tree)["body"] as Tree[];
  const edits = body.flatMap((node) => [...editsIn(node, text)]);
  const gain = ({ start, end, text: by }: Edit): number => end - start - by.length;
  return [...removals(body, text), ...edits]
    .filter((e) => gain(e) > 0)
    .toSorted((a, b) => gain(b) - gain(a));
}

function* editsIn(node: Tree, text: string): Iterable<Edit> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) yield* removals(value as Tree[], text);
  }
  const fixed = heads[node.type]?.map((key) => node[key]) ?? [];
  const inside = parts(node).filter((part) => !fixed.includes(part));
  if (statement.test(node.type)) yield* unwrapped(node, inside, text);
  else if (expression.test(node.type)) yield* replaced(node, inside, text);
  for (const part of inside) yield* editsIn(part, text);
}

/** A list without halves of it, without each of its items. */
function* removals(list: readonly (Tree | null)[], text: string): Iterable<Edit> {
  const items = list.filter((one) => one !== null && typeof one === "object");
  for (let size = items.length; size >= 1; size = Math.floor(size / 2)) {
    for (let i = 0; i + size <= items.length; i += size) {
      const [first, after] = [items[i]!, items[i + size]];
      const before = items[i - 1];
      const last = items[i + size - 1]!;
      if (statement.test(first.type) || after === undefined) {
        // with the comma before it, where there is one
        const comma = before !== undefined && /^\s*,\s*$/.test(text.slice(before.end, first.start));
        yield { start: comma ? before.end : first.start, end: last.end, text: "" };
      } else yield { start: first.start, end: after.start, text: "" };
    }
  }
}

/** What is in a statement, for the statement. */
function* unwrapped(node: Tree, inside: readonly Tree[], text: string): Iterable<Edit> {
  const { start, end } = node;
  for (const part of inside) {
    if (statement.test(part.type)) yield { start, end, text: text.slice(part.start, part.end) };
    else if (part.type === "CatchClause" || part.type === "SwitchCase") {
      for (const one of parts(part)) {
        if (statement.test(one.type)) yield { start, end, text: text.slice(one.start, one.end) };
      }
    }
  }
  const [first, last] = [inside[0], inside.at(-1)];
  if (node.type === "BlockStatement" && first !== undefined && last !== undefined) {
    yield { start, end, text: text.slice(first.start, last.end) };
  }
  if (node["alternate"] !== null && node["alternate"] !== undefined) {
    yield { start: (node["consequent"] as Tree).end, end, text: "" };
  }
  if (node["finalizer"] !== null && node["finalizer"] !== undefined && node["handler"] !== null) {
    yield { start: (node["handler"] as Tree).end, end, text: "" };
  }
}

/** An operand, or something plain, for an expression. */
function* replaced({ start, end }: Tree, inside: readonly Tree[], text: string): Iterable<Edit> {
  for (const by of ["0", "1", "x", "y"]) yield { start, end, text: by };
  for (const part of inside) {
    for (const one of [part, ...parts(part)]) {
      if (expression.test(one.type)) yield { start, end, text: text.slice(one.start, one.end) };
    }
  }
}
