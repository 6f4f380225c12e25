import type * as es from "../syntax/estree.ts";
import { type AnyNode, bare, childrenOf } from "../syntax/estree.ts";
import { namesDeclaredBy } from "./module-names.ts";

/** What a constant can be so that its value is known before anything runs. */
export type Constant = number | string | boolean;

/**
 * The constants of the module itself whose values its text says: `const d = 3`, `const n = 2 * d`.
 * Only names that the module declares once: those mean the same wherever they stand.
 */
export function constantsOf(program: AnyNode): ReadonlyMap<string, Constant> {
  const counts = new Map<string, number>();
  const count = (node: AnyNode): void => {
    for (const name of namesDeclaredBy(node)) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const child of childrenOf(node)) count(child);
  };
  count(program);
  const known = new Map<string, Constant>();
  for (const statement of program["body"] as AnyNode[]) {
    const exported = statement.type === "ExportNamedDeclaration";
    const declared = (exported ? statement["declaration"] : statement) as AnyNode | null;
    if (declared?.type !== "VariableDeclaration" || declared["kind"] !== "const") continue;
    for (const one of declared["declarations"] as AnyNode[]) {
      const id = one["id"] as AnyNode;
      const init = one["init"] as AnyNode | null;
      const name = id.type === "Identifier" ? String(id["name"]) : undefined;
      if (name === undefined || init === null || counts.get(name) !== 1) continue;
      const value = valueOf(init, known);
      if (value !== undefined) known.set(name, value);
    }
  }
  return known;
}

/** Text that gives the constant. */
export function constantText(value: Constant): string {
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

function valueOf(node: AnyNode, known: ReadonlyMap<string, Constant>): Constant | undefined {
  const inner = bare(node as unknown as es.Node) as unknown as AnyNode;
  switch (inner.type) {
    case "Literal": {
      const { value } = inner as { value?: unknown };
      const plain = ["number", "string", "boolean"].includes(typeof value);
      return plain ? (value as Constant) : undefined;
    }
    case "Identifier":
      return known.get(String(inner["name"]));
    case "UnaryExpression": {
      const x = valueOf(inner["argument"] as AnyNode, known);
      return inner["operator"] === "-" && typeof x === "number" ? -x : undefined;
    }
    case "BinaryExpression": {
      const x = valueOf(inner["left"] as AnyNode, known);
      const y = valueOf(inner["right"] as AnyNode, known);
      if (typeof x !== "number" || typeof y !== "number") return undefined;
      const result = arithmetic[String(inner["operator"])]?.(x, y);
      return result !== undefined && Number.isFinite(result) ? result : undefined;
    }
    default:
      return undefined;
  }
}

const arithmetic: Readonly<Record<string, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
};
