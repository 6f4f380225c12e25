import { type Expression, parseExpressionAt, type Options } from "acorn";
import { NablaError } from "../diagnostics/error.ts";
import { sourceFile } from "../diagnostics/span.ts";
import { bare, isClass, isFunction, type AnyClass, type AnyFunction } from "../syntax/estree.ts";
import type * as es from "../syntax/estree.ts";
import { lower, type LowerOptions } from "../syntax/lower.ts";
import { rootAt } from "../syntax/root.ts";
import type { FunctionTree } from "../syntax/tree.ts";

/**
 * The tree of a function from its `toString()`. Positions are those in that text.
 *
 * @throws NB1001 for a native or bound function, NB1006 for text that cannot be parsed
 */
export function readText(fn: (...args: never[]) => unknown): FunctionTree {
  const text = Function.prototype.toString.call(fn);
  const name = fn.name === "" ? "anonymous" : fn.name;
  if (isNative(text)) throw unreadable(name);
  if (!hasParser()) throw uncovered(name);
  const file = sourceFile(`<${name}>`, text);
  const { node, options } = parse(text, name);
  return rootAt(lower(node, { name: fn.name, ...options }), 0, file);
}

interface Parsed {
  readonly node: AnyFunction | AnyClass;
  readonly options: LowerOptions;
}

/** Whether text is what a minifier leaves: long, and with hardly a space in it. */
export function looksMinified(text: string): boolean {
  const spaces = text.match(/\s/g)?.length ?? 0;
  return (
    text.length > 40 && !/\n\s/.test(text) && !/[,=] |\) \{/.test(text) && spaces < text.length / 12
  );
}

/** Production bundles leave the parser out: the plugin puts nothing in its place. */
function hasParser(): boolean {
  return (parseExpressionAt as unknown) !== undefined;
}

function uncovered(name: string): NablaError {
  return new NablaError("NB1001", {
    message: `\`${name}\` was not prepared by the build, and this bundle has no parser`,
    help:
      'name its file in the option `include` of the plugin, or start the file with "use nabla";\n' +
      "`production: false` keeps the parser",
  });
}

function isNative(text: string): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(text);
}

function unreadable(name: string): NablaError {
  const bound = name.startsWith("bound ");
  return new NablaError("NB1001", {
    message: bound
      ? `\`${name.slice("bound ".length)}\` is bound with \`bind\`, which hides its source`
      : `\`${name}\` is native code or a proxy, which has no source`,
    help: bound
      ? "write an arrow function that calls it: `(x) => object.method(x)`"
      : "write an arrow function that calls it: `(x) => f(x)`",
  });
}

/** Three readings, since a method's text is neither an expression nor a statement. */
const readings: readonly { readonly before: string; readonly after: string }[] = [
  { before: "(", after: ")" },
  { before: "({", after: "})" },
  { before: "(class{", after: "})" },
];

const parsing: Options = {
  ecmaVersion: "latest",
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

function parse(text: string, name: string): Parsed {
  let first: unknown;
  for (const { before, after } of readings) {
    try {
      const found = pick(parseExpressionAt(before + text + after, 0, parsing), before.length);
      if (found) return found;
    } catch (error) {
      first ??= error;
    }
  }
  const reason =
    first instanceof Error ? first.message.replace(/ \(\d+:\d+\)$/, "") : "unknown form";
  throw new NablaError("NB1006", {
    message: `the text of \`${name}\` is not a function that nabla can parse: ${reason}`,
    help: "write it as a function, an arrow function or a method",
  });
}

function pick(expression: Expression, offset: number): Parsed | undefined {
  const node = bare(expression);
  if (offset === 1) {
    return isFunction(node) || isClass(node) ? { node, options: { offset } } : undefined;
  }
  if (node.type === "ObjectExpression") {
    const [property] = node.properties;
    if (property?.type !== "Property" || !isFunction(property.value)) return undefined;
    return method(property.value, property, property.kind, offset);
  }
  const [member] = node.type === "ClassExpression" ? node.body.body : [];
  if (member?.type !== "MethodDefinition") return undefined;
  return method(member.value, member, member.kind, offset);
}

const forms = {
  init: "method",
  method: "method",
  constructor: "method",
  get: "getter",
  set: "setter",
} as const;

function method(
  node: AnyFunction,
  around: es.Node,
  kind: keyof typeof forms,
  offset: number,
): Parsed {
  return { node, options: { offset, around, form: forms[kind] } };
}
