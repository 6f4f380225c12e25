import { type Code, codes } from "./codes.ts";
import { positionOf, type Span } from "./span.ts";

export interface Detail {
  /** What is wrong here, in terms of the user's own names. */
  readonly message: string;
  /** Where. Absent only when no source is known, such as for a native function. */
  readonly span?: Span | undefined;
  /** Other places that explain it. */
  readonly related?: readonly { readonly message: string; readonly span: Span }[] | undefined;
  /** What to write instead. One line, or several separated by newlines. */
  readonly help?: string | undefined;
}

/** A fault in the user's program. A fault in nabla itself throws a plain `Error`. */
export class NablaError extends Error {
  override readonly name = "NablaError";
  readonly code: Code;
  declare readonly detail: Detail;

  constructor(code: Code, detail: Detail, options?: ErrorOptions) {
    super(render(code, detail), options);
    this.code = code;
    // not shown with the error when nobody catches it: it has the whole text of the file
    Object.defineProperty(this, "detail", { value: detail, enumerable: false });
  }
}

function render(code: Code, { message, span, related = [], help }: Detail): string {
  const lines = [`${code}: ${codes[code]}`, ""];
  if (span === undefined) lines.push(`  ${message}`);
  else lines.push(...frame(span, message));
  for (const note of related) lines.push("", ...frame(note.span, note.message));
  lines.push("");
  if (help !== undefined) lines.push(`  help: ${help.replaceAll("\n", "\n        ")}`);
  lines.push(`  more: docs/errors/${code}.md`);
  return lines.join("\n");
}

function frame(span: Span, message: string): string[] {
  const { line, column, lineText } = positionOf(span);
  const place = `  ${span.file.path}:${line}:${column}`;
  if (lineText === undefined) return [place, `  ${message}`];
  const gutter = String(line);
  const width = Math.max(1, Math.min(span.end - span.start, lineText.length - column + 1));
  // tabs are kept so that the carets stand under the text whatever a tab's width is
  const indent = lineText.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [
    place,
    `  ${gutter} | ${lineText}`,
    `  ${" ".repeat(gutter.length)} | ${indent}${"^".repeat(width)} ${message}`,
  ];
}
