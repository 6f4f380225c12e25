import { NablaError } from "../diagnostics/error.ts";
import { lineStartsOf, type SourceFile } from "../diagnostics/span.ts";
import { decodeUnit, FORMAT } from "../syntax/encode.ts";
import type { Unit } from "../syntax/lower.ts";
import { rootAt } from "../syntax/root.ts";
import type { FunctionTree } from "../syntax/tree.ts";
import type { EmbeddedModule, EmbeddedUnit } from "./attach.ts";

interface Opened {
  readonly unit: Unit;
  readonly file: SourceFile;
  readonly trees: Map<number, FunctionTree>;
}

// of what the build embedded, which never changes
const units = new WeakMap<EmbeddedUnit, Opened>();
const files = new WeakMap<() => EmbeddedModule, SourceFile>();

/** The tree of a function that the build prepared. The same object for every closure of it. */
export function readEmbedded(embedded: EmbeddedUnit, index: number): FunctionTree {
  let opened = units.get(embedded);
  if (opened === undefined) units.set(embedded, (opened = open(embedded)));
  let tree = opened.trees.get(index);
  if (tree === undefined) {
    tree = rootAt(opened.unit, index, opened.file);
    opened.trees.set(index, tree);
  }
  return tree;
}

function open(embedded: EmbeddedUnit): Opened {
  const [tree, describe] = embedded();
  const module = describe();
  if (module.format !== FORMAT) {
    const newer = module.format > FORMAT;
    throw new NablaError("NB1005", {
      message: `\`${module.path}\` carries format ${module.format}, this nabla reads format ${FORMAT}`,
      help: newer
        ? "update nabla to the version that prepared this file"
        : "build this file again with the version of nabla that runs it",
    });
  }
  return { unit: decodeUnit(tree), file: fileOf(describe, module), trees: new Map() };
}

function fileOf(key: () => EmbeddedModule, module: EmbeddedModule): SourceFile {
  let file = files.get(key);
  if (file === undefined) {
    const { path, text, lines } = module;
    file = { path, lineStarts: decodeLines(lines), ...(text !== undefined && { text }) };
    files.set(key, file);
  }
  return file;
}

/** The line table of a file as text; see `EmbeddedModule.lines`. */
export function encodeLines(text: string): string {
  const starts = lineStartsOf(text);
  return starts
    .slice(1)
    .map((start, i) => (start - starts[i]!).toString(36))
    .join(",");
}

function decodeLines(lines: string): number[] {
  const starts = [0];
  if (lines === "") return starts;
  for (const length of lines.split(",")) starts.push(starts.at(-1)! + Number.parseInt(length, 36));
  return starts;
}
