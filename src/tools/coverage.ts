import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { globToRegExp } from "./glob.ts";

export interface CoverageOptions {
  /** Directory of the project. */
  readonly root: string;
  /** Covered in any case: globs relative to `root`, or patterns for whole paths. */
  readonly include: readonly (string | RegExp)[];
  /** Never covered. */
  readonly exclude: readonly (string | RegExp)[];
}

const source = /\.[cm]?[jt]sx?$/;
const declaration = /\.d\.[cm]?ts$/;
const endings = [".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs"];
const skipped = /^(?:\.|node_modules$|dist$|build$|out$|coverage$)/;

/**
 * Which modules get prepared: those that import nabla, what these import by relative paths, and
 * theirs in turn, and any with the directive `"use nabla"`; of packages only the last, unless
 * `include` names them.
 *
 * A bundler may hand over a module before the one that makes it covered. So the first question
 * scans the project once.
 */
export class Coverage {
  readonly #options: CoverageOptions;
  readonly #include: readonly RegExp[];
  readonly #exclude: readonly RegExp[];
  readonly #covered = new Set<string>();
  #scanned = false;

  constructor(options: CoverageOptions) {
    this.#options = options;
    const compile = (pattern: string | RegExp): RegExp =>
      typeof pattern === "string" ? globToRegExp(resolve(options.root, pattern)) : pattern;
    this.#include = options.include.map(compile);
    this.#exclude = options.exclude.map(compile);
  }

  covers(id: string, code: string): boolean {
    const path = id.split("?")[0]!.replaceAll("\\", "/");
    if (declaration.test(path) || this.#exclude.some((pattern) => pattern.test(path))) return false;
    if (this.#include.some((pattern) => pattern.test(path)) || hasDirective(code)) return true;
    if (isInPackage(path)) return false;
    if (!this.#scanned) {
      this.#scanned = true;
      for (const file of sourceFiles(this.#options.root)) this.#seed(file);
    }
    if (!importsNabla(code) && !this.#covered.has(path)) return false;
    this.#add(path, code);
    return true;
  }

  #seed(path: string): void {
    const code = readIfThere(path);
    if (code !== undefined && (importsNabla(code) || hasDirective(code))) this.#add(path, code);
  }

  #add(path: string, code: string): void {
    this.#covered.add(path);
    for (const specifier of relativeImports(code)) {
      const target = findModule(resolve(dirname(path), specifier));
      if (target === undefined || this.#covered.has(target) || isInPackage(target)) continue;
      const text = readIfThere(target);
      if (text !== undefined) this.#add(target, text);
    }
  }
}

export function importsNabla(code: string): boolean {
  return (
    code.includes("nabla") && /(?:\bfrom|\bimport)\s*\(?\s*["']nabla(?:\/[^"']*)?["']/.test(code)
  );
}

/** Whether the code starts, after comments and other directives, with `"use nabla"`. */
export function hasDirective(code: string): boolean {
  if (!code.includes("use nabla")) return false;
  return /^(?:#!.*\n)?(?:\s|;|\/\/.*\n|\/\*[^]*?\*\/|(["'])use (?!nabla)[^"']*\1)*(["'])use nabla\2/.test(
    code,
  );
}

/** nabla's own modules, which may also be reached through a link. */
const own = fileURLToPath(new URL("..", import.meta.url)).replaceAll("\\", "/");

export function isInPackage(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path) || path.startsWith(own);
}

function* relativeImports(code: string): Generator<string> {
  for (const match of code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"'?]*)/g))
    yield match[1]!;
}

/** The file that a relative import means, trying the endings that TypeScript leaves out or swaps. */
export function findModule(path: string): string | undefined {
  const swapped = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
  const plain = endings.map((ending) => path + ending);
  const index = endings.map((ending) => join(path, `index${ending}`));
  return [path, swapped, ...plain, ...index].find(isSourceFile)?.replaceAll("\\", "/");
}

function isSourceFile(path: string): boolean {
  return source.test(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

function* sourceFiles(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (skipped.test(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (entry.isFile() && source.test(path) && !declaration.test(path))
      yield path.replaceAll("\\", "/");
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // it may have gone since it was found; the bundler will say so if it matters
    return undefined;
  }
}
