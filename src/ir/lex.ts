export interface Token {
  /** `value` is `%x`, `func` is `@f`, `file` is `#0`; `mark` is punctuation. */
  readonly kind: "name" | "value" | "func" | "file" | "number" | "string" | "mark" | "end";
  /** Without the sigil, and without quotes. */
  readonly text: string;
  readonly start: number;
}

// In this order: a number may start as a mark does.
const token =
  /(?<space>(?:\s|\/\/[^\n]*)+)|(?<value>%[\p{ID_Continue}$_.'[\]#]+)|@(?<func>[\p{ID_Start}_$][\p{ID_Continue}$.'-]*)|@(?<quoted>"(?:[^"\\]|\\.)*")|(?<file>#\d+)|(?<number>-?(?:Infinity\b|NaN\b|\d+n|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?))|(?<name>[\p{ID_Start}_$][\p{ID_Continue}$.'-]*)|(?<string>"(?:[^"\\]|\\.)*")|(?<mark>->|\.\.|[{}()<>[\],:=?])/uy;

/** Where in `text` the offset is, as `line:column`. */
export function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${(before.at(-1) as string).length + 1}`;
}

/** The tokens of the text form, the last of kind `end`. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length; start = token.lastIndex) {
    token.lastIndex = start;
    const groups = token.exec(text)?.groups;
    if (groups === undefined) {
      throw new Error(`${placeIn(text, start)}: unexpected ${JSON.stringify(text[start])}`);
    }
    if (groups["space"] !== undefined) continue;
    tokens.push({ ...classify(groups), start });
  }
  tokens.push({ kind: "end", text: "", start: text.length });
  return tokens;
}

function classify(groups: Record<string, string | undefined>): Omit<Token, "start"> {
  const { value, func, quoted, file, number, name, string, mark } = groups;
  if (value !== undefined) return { kind: "value", text: value.slice(1) };
  if (func !== undefined) return { kind: "func", text: func };
  if (quoted !== undefined) return { kind: "func", text: JSON.parse(quoted) as string };
  if (file !== undefined) return { kind: "file", text: file.slice(1) };
  if (number !== undefined) return { kind: "number", text: number };
  if (string !== undefined) return { kind: "string", text: JSON.parse(string) as string };
  if (name !== undefined) return { kind: "name", text: name };
  return { kind: "mark", text: mark as string };
}
