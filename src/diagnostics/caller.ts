// Where the user's code called nabla, as the engine's stack says.
import { sourceFile, type SourceFile, type Span } from "./span.ts";

/** Frames that are looked at: those of nabla come first. */
const DEPTH = 50;

/** Code that is made of text, which has no file: `eval at f (file:1:2), <anonymous>:1:2)`. */
const evaluated = /<anonymous>:\d+:\d+\)?$/;

/** `at f (file:1:2)` in V8, `f@file:1:2` in other engines; a file may have spaces and brackets. */
const frame = /(?:^\s*at (?:.*? \()?|@)((?:[a-z-]+:|[A-Z]:\\|\/).*?):(\d+):(\d+)\)?$/;

/**
 * The innermost call that is not in nabla's own files; undefined where the stack does not tell, as
 * when nabla and the caller have been bundled into one file.
 */
export function callerSpan(): Span | undefined {
  const stack = stackOfThis().flatMap((line) => {
    if (evaluated.test(line)) return [{ url: "", line: 0, column: 0 }];
    const [, url, at, column] = frame.exec(line) ?? [];
    return url === undefined ? [] : [{ url, line: Number(at), column: Number(column) }];
  });
  const own = /^.*\/(?:dist|src)\//.exec(stack[0]?.url ?? "")?.[0];
  if (own === undefined) return undefined;
  const caller = stack.find(({ url }) => !url.startsWith(own) && !url.startsWith("node:"));
  return caller && caller.url !== "" ? spanAt(caller.url, caller.line, caller.column) : undefined;
}

function stackOfThis(): string[] {
  const engine: { stackTraceLimit?: number } = Error;
  const { stackTraceLimit } = engine;
  engine.stackTraceLimit = DEPTH;
  const { stack = "" } = new Error("where");
  engine.stackTraceLimit = stackTraceLimit!;
  return stack.split("\n");
}

function spanAt(url: string, line: number, column: number): Span {
  const path = url.startsWith("file://") ? decodeURIComponent(new URL(url).pathname) : url;
  const text = read(path.replace(/^\/(?=[A-Za-z]:)/, ""));
  const shown = relative(path);
  const found = text === undefined ? undefined : sourceFile(shown, text);
  // a generated file may have more lines than what is at its place
  const file = found && line <= found.lineStarts.length ? found : blank(shown, line);
  const start = file.lineStarts[line - 1]! + column - 1;
  const [name] = /^[\w$]*/.exec(file.text?.slice(start) ?? "")!;
  return { file, start, end: start + Math.max(1, name.length) };
}

interface Files {
  readFileSync(path: string, encoding: "utf8"): string;
}

interface Host {
  readonly process?: { getBuiltinModule?: (name: string) => unknown; cwd?: () => string };
}

/** The path as seen from where the program was started. */
function relative(path: string): string {
  const here = `${(globalThis as Host).process?.cwd?.() ?? ""}/`;
  return here.length > 1 && path.startsWith(here) ? path.slice(here.length) : path;
}

/** The text of a file, where files can be read. */
function read(path: string): string | undefined {
  const files = (globalThis as Host).process?.getBuiltinModule?.("node:fs") as Files | undefined;
  try {
    return files?.readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A file whose lines are not at hand; they begin as near to one another as can be. */
function blank(path: string, lines: number): SourceFile {
  return { path, lineStarts: Array.from({ length: lines }, (_, i) => i) };
}
