import { MagicString, type SourceMap } from "magic-string";
import { parseSync } from "oxc-parser";
import { sourceFile } from "../diagnostics/span.ts";
import { encodeLines } from "../reflect/embedded.ts";
import { encodeUnit, FORMAT } from "../syntax/encode.ts";
import type { AnyNode } from "../syntax/estree.ts";
import { Attacher } from "./attacher.ts";
import { constantsOf } from "./constants.ts";
import { Namespaces } from "./namespaces.ts";
import { declaredNames, freshPrefix } from "./module-names.ts";

export interface PrepareOptions {
  /** The file, whose ending says which syntax it has. */
  readonly id: string;
  /** As messages should show it. Default: `id`. */
  readonly path?: string | undefined;
  /** Whether messages can show lines of source, at the price of its text in the output. */
  readonly text?: boolean | undefined;
  /** Module that the output imports. Default: `nabla/reflect`. */
  readonly runtime?: string | undefined;
}

export interface Prepared {
  readonly code: string;
  readonly map: SourceMap;
}

/**
 * A module whose functions carry their surface trees and access to their free variables. The
 * functions themselves stay as they are, and every line stays where it is.
 *
 * `undefined` if there is nothing to do: no functions, no module, prepared already, or a syntax
 * error, which the tool that compiles the module will report better.
 */
export function prepareModule(code: string, options: PrepareOptions): Prepared | undefined {
  const { id, path = id, runtime = "nabla/reflect" } = options;
  const parsed = parseSync(languageName(id), code, { sourceType: "module" });
  if (parsed.errors.length > 0 || !parsed.module.hasModuleSyntax) return undefined;
  const runtimes = new Set(["nabla/reflect", runtime]);
  if (parsed.module.staticImports.some((one) => runtimes.has(one.moduleRequest.value)))
    return undefined;

  const program = parsed.program as unknown as AnyNode;
  const output = new MagicString(code);
  const prefix = freshPrefix(code);
  const namespaces = new Namespaces(program, prefix);
  const attacher = new Attacher({
    output,
    file: sourceFile(path, code),
    prefix,
    declared: declaredNames(program),
    namespaces,
    constants: constantsOf(program),
  });
  attacher.visitModule(program);
  const units = attacher.units.filter((unit) => unit.used);
  if (units.length === 0) return undefined;

  const imports = [...attacher.used].toSorted().map((name) => `${name} as ${prefix}${name}`);
  // a directive in front may end without a semicolon
  const top = `;import { ${imports.join(", ")} } from ${JSON.stringify(runtime)}; `;
  output.prependLeft(attacher.top, attacher.top === 0 ? top.slice(1) : top);
  const text = options.text ? `, text: ${JSON.stringify(code)}` : "";
  const describe = `format: ${FORMAT}, path: ${JSON.stringify(path)}, lines: "${encodeLines(code)}"`;
  output.append(`\nfunction ${prefix}module() { return { ${describe}${text} }; }\n`);
  for (const { name, lowered } of units) {
    const tree = quote(encodeUnit(lowered));
    output.append(`function ${name}() { return [${tree}, ${prefix}module]; }\n`);
  }
  output.append(namespaces.print());
  return {
    code: output.toString(),
    map: output.generateMap({ source: id, includeContent: true, hires: "boundary" }),
  };
}

/** A string literal of text that is full of double quotes. */
function quote(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

/** A file name from which the parser sees the language, also for parts of other files. */
function languageName(id: string): string {
  const [file, query = ""] = id.split("?");
  const lang = /(?:^|[&.])lang\.([cm]?[jt]sx?)\b/.exec(query)?.[1];
  return lang === undefined ? file! : `${file}.${lang}`;
}
