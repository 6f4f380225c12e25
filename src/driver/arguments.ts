import { NablaError } from "../diagnostics/error.ts";
import type { Known } from "../specialise/library.ts";
import { spanOf, type FunctionNode } from "../syntax/tree.ts";
import { reflectorFor, type Source } from "./paths.ts";

/**
 * Checks that a call passes the arguments its function takes: JavaScript would make up `undefined`
 * for missing ones, and a derivative of that is no derivative.
 *
 * @throws NB5004
 */
export function checkArguments(
  { by }: Extract<Known, { kind: "made" }>,
  source: Source,
  args: readonly unknown[],
): void {
  if (by.kind !== "operator" || !direct.has(by.name)) return;
  const { tree } = reflectorFor(source)(source.fn);
  const { params, rest } = tree.root as FunctionNode;
  const required = params.filter((p) => p.kind !== "default-pattern").length;
  if (args.length >= required && (rest !== undefined || args.length <= params.length)) return;
  const name = tree.name === "" ? "the function" : `\`${tree.name}\``;
  throw new NablaError("NB5004", {
    message: `${name} takes ${params.length} arguments, but ${args.length} were passed`,
    span: spanOf(tree, tree.root),
    help: `${by.name}(f) takes the same arguments as f`,
  });
}

/** Operators whose functions take the arguments of the function itself. */
const direct: ReadonlySet<string> = new Set([
  "grad",
  "valueAndGrad",
  "vjp",
  "jacobian",
  "jacfwd",
  "jacrev",
  "hessian",
  "jit",
]);
