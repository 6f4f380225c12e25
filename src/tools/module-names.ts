import type * as es from "../syntax/estree.ts";
import { type AnyNode, childrenOf } from "../syntax/estree.ts";
import { boundNames } from "../syntax/lowering.ts";

/**
 * Every name that the module declares anywhere. A global with one of these names may be hidden, so
 * that it must be asked for where it is used.
 */
export function declaredNames(program: AnyNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: AnyNode): void => {
    for (const name of namesDeclaredBy(node)) names.add(name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return names;
}

/** The names that one node declares, not those inside it. */
export function namesDeclaredBy(node: AnyNode): string[] {
  switch (node.type) {
    case "VariableDeclarator":
      return boundNames(node["id"] as es.Node);
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return boundNames(node["local"] as es.Node);
    case "CatchClause":
      return node["param"] ? boundNames(node["param"] as es.Node) : [];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression": {
      const params = (node["params"] as es.Node[]).flatMap(boundNames);
      return [...ownName(node), ...params];
    }
    case "ClassDeclaration":
    case "ClassExpression":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
    case "TSImportEqualsDeclaration":
      return ownName(node);
    default:
      return [];
  }
}

function ownName(node: AnyNode): string[] {
  const id = node["id"] as es.Node | null | undefined;
  return id?.type === "Identifier" ? boundNames(id) : [];
}

/** A start for new names that no name in `code` has. */
export function freshPrefix(code: string): string {
  for (let n = 0; ; n++) {
    const prefix = `$nabla${n === 0 ? "" : n}_`;
    if (!code.includes(prefix)) return prefix;
  }
}
