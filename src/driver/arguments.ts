import { NablaError } from "../diagnostics/error.ts";
import type { Known } from "../specialise/library.ts";
import { spanOf } from "../syntax/tree.ts";
import { library } from "./known.ts";
import { treeOf, type Source } from "./paths.ts";

type Made = Extract<Known, { kind: "made" }>;

/** How many arguments a function declares. */
interface Declared {
  readonly required: number;
  readonly most: number;
}

/**
 * How many arguments a call hands on: as in JavaScript, those that the function does not declare
 * count for nothing, as when `map` calls it.
 */
export function mostArguments(known: Made, source: Source): number {
  return declaredBy(known, source)?.most ?? Infinity;
}

/**
 * Checks that a call passes the arguments its function takes: JavaScript would make up `undefined`
 * for missing ones, and a derivative of that is no derivative.
 *
 * @throws NB5004
 */
export function checkArguments(known: Made, source: Source, args: readonly unknown[]): void {
  const { by, args: made } = known;
  if (by.kind !== "operator") return;
  // what follows the primals are tangents or a cotangent
  const isListed = by.name === "jvp" || by.name === "pullback";
  const declared = isListed ? declaredOf(made[0], source) : declaredBy(known, source);
  if (declared === undefined) return;
  const count = isListed ? (made[2] as number) : args.length;
  if (count >= declared.required && count <= declared.most) return;
  const tree = treeOf(source);
  const own = tree.name === "" ? "the function" : `\`${tree.name}\``;
  const name = by.name === "hvp" ? `\`hvp\` of ${own}` : own;
  const help =
    by.name === "hvp"
      ? "hvp(f)(x, v, …) takes the arguments of f, with a direction after the first"
      : `${by.name}(f) takes the same arguments as f`;
  throw new NablaError("NB5004", {
    message: `${name} takes ${countOf(declared.most)}, but ${count === 0 ? "none" : count} ${
      count === 1 ? "was" : "were"
    } passed`,
    span: spanOf(tree, tree.root),
    help,
  });
}

/** What the function takes that an operator has made; nothing is known of some. */
function declaredBy({ by, args: [f, , n] }: Made, source: Source): Declared | undefined {
  if (by.kind === "custom") return declaredOf(f, source);
  if (by.kind !== "operator") return undefined;
  // where the number of primals is given, they come one by one
  if (by.name === "jvp") return n === undefined ? { required: 2, most: 2 } : undefined;
  const inner = declaredOf(f, source);
  if (direct.has(by.name)) return inner;
  if (by.name !== "hvp" || inner === undefined) return undefined;
  // `hvp(f)(x, v)` has a direction as well
  return { required: inner.required + 1, most: inner.most + 1 };
}

function declaredOf(fn: unknown, source: Source): Declared | undefined {
  const known = library(fn as object);
  if (known?.kind === "made") return declaredBy(known, source);
  const { root } = treeOf(source);
  if (root.kind !== "function") return undefined;
  const { params, rest } = root;
  const required = params.filter((p) => p.kind !== "default-pattern").length;
  return { required, most: rest === undefined ? params.length : Infinity };
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
  "vmap",
  "checkpoint",
]);
