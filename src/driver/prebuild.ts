// Functions compiled by a build, for a page without a compiler: see runtime/built.ts.
import { changedParams } from "../analysis/changed-params.ts";
import { NablaError } from "../diagnostics/error.ts";
import type { SourceFile, Span } from "../diagnostics/span.ts";
import type { Site } from "../ir/compiled.ts";
import { funcNamed, type Module } from "../ir/func.ts";
import { deepen, isRecursive } from "../lower/deep/index.ts";
import { BUILT_FORMAT, type Built, type BuiltCode, type BuiltRoot } from "../runtime/built.ts";
import type { Specialised } from "../specialise/specialise.ts";
import { showPath, type Layout, type Node, type Path } from "../values/layout.ts";
import { leafCount } from "../values/leaves.ts";
import { usedFamilies } from "../values/used-families.ts";
import { checkArguments, mostArguments } from "./arguments.ts";
import { emitCode } from "./emit.ts";
import { inspect } from "./inspect.ts";
import { library } from "./known.ts";
import { sourceOf, valueAt, type Source } from "./paths.ts";
import { placed } from "./place.ts";

export interface PrebuildOptions {
  /** What the user calls the function, and the file it is from. */
  readonly name: string;
  readonly file: string;
  /** Whether errors at run time show the line. Default false: they say where it is. */
  readonly text?: boolean;
}

/**
 * `fn`, made by an operator, compiled for the types of `args`. What it captures is built in, as it
 * is now.
 *
 * @throws NB5013 what compiled code alone cannot do; what compiling it throws
 */
export function prebuild(fn: object, args: readonly unknown[], options: PrebuildOptions): Built {
  const source = sourceOf(fn);
  try {
    return build(fn, args, source, options);
  } catch (error) {
    throw placed(error, source);
  }
}

function build(
  fn: object,
  args: readonly unknown[],
  source: Source,
  { name, file, text = false }: PrebuildOptions,
): Built {
  const known = library(fn);
  if (known?.kind !== "made") throw new Error("internal: only what operators made is built");
  refuseOperator(known.by.kind === "operator" ? known.by.name : known.by.kind);
  if (source.parallel !== undefined && source.parallel !== false) {
    throw refusal("the option `parallel`: a page has one thread", "build it without");
  }
  checkArguments(known, source, args);
  const { specialised, stages } = inspect(fn, args, { source });
  const { graph, moved, shown, watched, result, writes } = specialised;
  const { roots, layout } = rootsOf(specialised, source, args);
  refuseWrites(specialised);
  const { final } = stages;
  const codeOf = (module: Module): BuiltCode => emitted(module, specialised, source, text);
  const code = codeOf(final);
  refuseChanges(code.changed, roots, layout);
  return {
    format: BUILT_FORMAT,
    name,
    file,
    count: args.length,
    most: mostArguments(known, source),
    roots,
    layout,
    result,
    writes,
    families: usedFamilies(specialised),
    graph,
    moved,
    shown,
    watched,
    entry: specialised.name,
    code,
    deep: isRecursive(final) ? codeOf(deepen(final, [specialised.name], source)) : undefined,
  };
}

function refusal(message: string, help: string): NablaError {
  return new NablaError("NB5013", { message, help });
}

// What these give runs again later, on copies of what was there.
function refuseOperator(name: string): void {
  if (name !== "vjp" && name !== "jvp") return;
  throw refusal(
    `\`${name}(f)\`, which takes or gives more than compiled code does`,
    name === "vjp"
      ? "build a function that calls it: (x, w) => vjp(f)(x).pullback(w)"
      : "build a function that calls it: (x, dx) => jvp(f)([x], [dx])",
  );
}

/** The roots that the code needs: what is known when compiling is in the code. */
function rootsOf(
  { roots, layout }: Specialised,
  source: Source,
  args: readonly unknown[],
): { roots: BuiltRoot[]; layout: Layout } {
  const kept: BuiltRoot[] = [];
  const nodes: Node[] = [];
  roots.forEach(({ path }, i) => {
    const node = layout.roots[i]!;
    if (path.kind === "argument") {
      refuseStatic(node, path);
      kept.push({ argument: path.index });
    } else if (node.kind === "static") return;
    else kept.push({ value: valueAt(path, source, args) });
    nodes.push(node);
  });
  return { roots: kept, layout: { ...layout, roots: nodes } };
}

/** Functions and the like are known by identity, which no page shares with a build. */
function refuseStatic(node: Node, path: Path): void {
  switch (node.kind) {
    case "static":
      if (!["function", "symbol", "object"].includes(typeof node.value) || node.value === null) {
        return;
      }
      throw refusal(
        `${showPath(path)} is ${typeof node.value === "function" ? "a function" : "an object without numbers"}, which a page has another of`,
        "build a function that captures it, and takes the rest as arguments",
      );
    case "tuple":
      return node.items.forEach((item, index) =>
        refuseStatic(item, { kind: "item", of: path, index }),
      );
    case "object":
      return node.fields.forEach(([name, field]) =>
        refuseStatic(field, { kind: "field", of: path, name }),
      );
    default:
  }
}

function refuseWrites({ writes, moved, layout, roots }: Specialised): void {
  const own = new Set<number>();
  layout.roots.forEach((node, i) => {
    if (roots[i]!.path.kind !== "argument") idsIn(node, own);
  });
  for (const write of writes) {
    if (write.kind === "variable") throw changesCaptured(`\`${showPath(write.path)}\``);
  }
  const changed = [...writes, ...moved].some((one) => "id" in one && own.has(one.id));
  if (changed) throw changesCaptured("an object");
}

/** The references in a node. */
function idsIn(node: Node, ids: Set<number>): void {
  if ("id" in node && node.kind !== "shared") ids.add(node.id);
  if (node.kind === "tuple") for (const item of node.items) idsIn(item, ids);
  if (node.kind === "object") for (const [, field] of node.fields) idsIn(field, ids);
}

function refuseChanges(
  changed: readonly number[],
  roots: readonly BuiltRoot[],
  layout: Layout,
): void {
  let leaf = 0;
  layout.roots.forEach((node, i) => {
    const end = leaf + leafCount(node);
    const touched = changed.some((one) => one >= leaf && one < end);
    if ("value" in roots[i]! && (touched || holdsLinks(node))) {
      throw changesCaptured(touched ? "an array" : "linked objects");
    }
    leaf = end;
  });
}

// What is linked may be changed from any side.
function holdsLinks(node: Node): boolean {
  if (node.kind === "tuple") return node.items.some(holdsLinks);
  if (node.kind === "object") return node.fields.some(([, field]) => holdsLinks(field));
  return node.kind === "heap";
}

function changesCaptured(what: string): NablaError {
  return refusal(
    `the function may change what it captures (${what}), and a page has nothing of that`,
    "pass it as an argument, or give back what has become of it",
  );
}

function emitted(
  module: Module,
  { name }: Specialised,
  { strict }: Source,
  text: boolean,
): BuiltCode {
  const { bytes, sites, entries, dataSize } = emitCode(module, name, { strict });
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`internal: no entry @${name}`);
  const places = new Places(text);
  return {
    bytes: encode(bytes),
    sites: sites.map((site): Site => ({ ...site, span: places.of(site.span) })),
    entry,
    dataSize,
    changed: [...changedParams(module, funcNamed(module, name))].toSorted((a, b) => a - b),
  };
}

/** Places of the source, with the text of files only where it is wanted. */
class Places {
  readonly #text: boolean;
  readonly #files = new Map<SourceFile, SourceFile>();

  constructor(text: boolean) {
    this.#text = text;
  }

  of(span: Span | undefined): Span | undefined {
    if (span === undefined || this.#text) return span;
    const { path, lineStarts } = span.file;
    let file = this.#files.get(span.file);
    if (file === undefined) this.#files.set(span.file, (file = { path, lineStarts }));
    return { ...span, file };
  }
}

function encode(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
