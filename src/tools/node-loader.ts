import { readFileSync } from "node:fs";
import { createRequire, type LoadFnOutput } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "oxc-transform";
import { findModule, hasDirective, isInPackage } from "./coverage.ts";
import { type Prepared, prepareModule } from "./prepare.ts";
import { composeMaps, inlineMap } from "./source-map.ts";

/** By its place, since a module may lie where the name `nabla` leads nowhere. */
const runtime = pathToFileURL(createRequire(import.meta.url).resolve("nabla/reflect")).href;

const typescript = /\.(?:ts|mts|tsx)$/;

/** The file that TypeScript would mean by a relative import that Node cannot resolve. */
export function resolveFile(specifier: string, parent: string | undefined): string | undefined {
  if (!parent?.startsWith("file:") || !/^\.{1,2}\//.test(specifier)) return undefined;
  const [path] = specifier.split(/[?#]/);
  const found = findModule(resolve(dirname(fileURLToPath(parent)), path!));
  return found === undefined ? undefined : pathToFileURL(found).href;
}

/** A TypeScript module of the project, with types erased; `undefined` for any other. */
export function readSource(url: string): LoadFnOutput | undefined {
  const file = fileOf(url);
  if (file === undefined || !typescript.test(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const prepared = prepare(file, text);
  return { format: "module", source: erase(file, text, prepared), shortCircuit: true };
}

/** What Node has loaded, prepared if it is an ES module of the project. */
export function loadSource(url: string, loaded: LoadFnOutput): LoadFnOutput {
  const file = fileOf(url);
  if (file === undefined || loaded.format !== "module" || !loaded.source) return loaded;
  const text =
    typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
  if (isInPackage(file) && !hasDirective(text)) return loaded;
  const prepared = prepare(file, text);
  if (prepared === undefined) return loaded;
  return { ...loaded, source: prepared.code + inlineMap(prepared.map) };
}

function fileOf(url: string): string | undefined {
  return url.startsWith("file:") ? fileURLToPath(url.split(/[?#]/)[0]!) : undefined;
}

function prepare(file: string, text: string): Prepared | undefined {
  const inside = relative(process.cwd(), file).replaceAll("\\", "/");
  const path = inside.startsWith("../") ? file : inside;
  return prepareModule(text, { id: file, path, text: true, runtime });
}

function erase(file: string, text: string, prepared: Prepared | undefined): string {
  const result = transformSync(file, prepared?.code ?? text, { sourcemap: true });
  const [error] = result.errors;
  if (error) throw new SyntaxError(`${file}: ${error.codeframe ?? error.message}`);
  const { map, code } = result;
  if (!map) return code;
  return code + inlineMap(prepared ? composeMaps(map, prepared.map) : map);
}
