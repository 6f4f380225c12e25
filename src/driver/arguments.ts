import { NablaError } from "../diagnostics/error.ts";
import type { Known } from "../specialise/library.ts";
import { spanOf, type FunctionNode } from "../syntax/tree.ts";
import { treeOf, type Source } from "./paths.ts";

/**
 * Checks that a call passes the arguments its function takes: JavaScript would make up `undefined`
 * for missing ones, and a derivative of that is no derivative.
 *
 * @throws NB5004
 */
export function checkArguments(
  { by, args: made }: Extract<Known, { kind: "made" }>,
  source: Source,
  args: readonly unknown[],
): void {
  if (by.kind !== "operator" || !direct.has(by.name)) return;
  const tree = treeOf(source);
  const { params, rest } = tree.root as FunctionNode;
  const required = params.filter((p) => p.kind !== "default-pattern").length;
  // what follows the primals are tangents or a cotangent
  const listed = by.name === "jvp" || by.name === "pullback";
  const count = listed ? (made[2] as number) : args.length;
  if (count >= required && (rest !== undefined || count <= params.length)) return;
  const name = tree.name === "" ? "the function" : `\`${tree.name}\``;
  throw new NablaError("NB5004", {
    message: `${name} takes ${countOf(params.length)}, but ${count === 0 ? "none" : count} ${
      count === 1 ? "was" : "were"
    } passed`,
    span: spanOf(tree, tree.root),
    help: `${by.name}(f) takes the same arguments as f`,
  });
}

function countOf(n: number): string {
  if (n === 0) return "no arguments";
  return n === 1 ? "1 argument" : `${n} arguments`;
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
  "checkpoint",
  "jvp",
  "pullback",
]);
