/**
 * Where a tree came from. Offsets are UTF-16 units into the file, or, for a function read through
 * `toString()`, into the text of the function itself.
 */
export interface SourceFile {
  /** As shown to the user: a path, or `<name>` for the text of the function `name`. */
  readonly path: string;
  /** Offset of the first character of every line, ascending, starting with 0. */
  readonly lineStarts: readonly number[];
  /** Absent in production builds, which keep positions but no text. */
  readonly text?: string;
}

/** Half-open range of offsets in one source file. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** Of an instruction: what of a derivative it computes; absent for the value that is written here. */
  readonly part?: Part;
}

/**
 * A partial derivative, a number beside a value in forward mode, one in reverse mode; what only looks
 * whether there is a derivative; what keeps a value for the reverse sweep; and, of the value itself,
 * what finds an entry of a map or set.
 */
export type Part = "slope" | "tangent" | "adjoint" | "check" | "kept" | "lookup";

const parts = new WeakMap<Span, Map<Part, Span>>();

/** The same place, for a part of the derivative of what is written there. */
export function partAt(span: Span | undefined, part: Part): Span | undefined {
  if (span === undefined) return undefined;
  let known = parts.get(span);
  if (known === undefined) parts.set(span, (known = new Map()));
  let made = known.get(part);
  if (made === undefined) known.set(part, (made = { ...span, part }));
  return made;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** The whole line, where the file's text is at hand. */
  readonly lineText?: string;
}

/** A source file whose text is at hand. */
export function sourceFile(path: string, text: string): SourceFile {
  return { path, text, lineStarts: lineStartsOf(text) };
}

/** Offset of the first character of every line. Lines end as JavaScript ends them. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    starts.push(end.index + end[0].length);
  }
  return starts;
}

/** Line and column of the start of a span. */
export function positionOf({ file, start }: Span): Position {
  const { lineStarts, text } = file;
  let low = 0;
  let high = lineStarts.length;
  // invariant: lineStarts[low] <= start < lineStarts[high]
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lineStarts[middle]! <= start) low = middle;
    else high = middle;
  }
  const lineStart = lineStarts[low] ?? 0;
  const position = { line: low + 1, column: start - lineStart + 1 };
  if (text === undefined) return position;
  const lineText = text.slice(lineStart, lineStarts[low + 1]).replace(/[\n\r\u2028\u2029]+$/, "");
  return { ...position, lineText };
}

/** `path:line:column` of the start of a span. */
export function printPosition(span: Span): string {
  const { line, column } = positionOf(span);
  return `${span.file.path}:${line}:${column}`;
}
