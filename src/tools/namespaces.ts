/**
 * `import * as m`: a function that could read all of `m` would keep all of it in the bundle. Most
 * say only `m.a` and `m.b`, so they get an object with these.
 */
import type * as es from "../syntax/estree.ts";
import { type AnyNode, childrenOf } from "../syntax/estree.ts";
import type { FunctionTree, Node } from "../syntax/tree.ts";
import { forEachChild } from "../syntax/walk.ts";
import { namesDeclaredBy } from "./module-names.ts";

export class Namespaces {
  readonly #prefix: string;
  /** Names that mean a whole module wherever they are free. */
  readonly #names: ReadonlySet<string>;
  readonly #used = new Map<string, Set<string>>();

  constructor(program: AnyNode, prefix: string) {
    this.#names = namespaceImports(program);
    this.#prefix = prefix;
  }

  /** What to read instead of the whole module `name` in the function with this tree. */
  reader(name: string, tree: FunctionTree): string | undefined {
    if (!this.#names.has(name)) return undefined;
    const members = new Set<string>();
    if (!collectMembers(tree.home ?? tree.root, name, members)) return undefined;
    const all = this.#used.get(name) ?? new Set();
    for (const member of members) all.add(member);
    this.#used.set(name, all);
    return `${this.#prefix}from_${name}()`;
  }

  /** The functions behind the readers. Each gives the same object at every call, brought up to date. */
  print(): string {
    return [...this.#used]
      .map(([name, members]) => {
        const self = `${this.#prefix}from_${name}`;
        const lines = [...members].map((member) => `o.${member} = ${name}.${member}; `);
        return `function ${self}() { const o = (${self}.o ??= {}); ${lines.join("")}return o; }\n`;
      })
      .join("");
  }
}

/** Names imported as namespaces that the module declares nowhere else. */
function namespaceImports(program: AnyNode): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const imports: string[] = [];
  const visit = (node: AnyNode): void => {
    for (const name of namesDeclaredBy(node)) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (node.type === "ImportNamespaceSpecifier")
      imports.push((node["local"] as unknown as es.Identifier).name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return new Set(imports.filter((name) => counts.get(name) === 1));
}

/** Gathers what is read of `name`; false if it is used as a whole. */
function collectMembers(node: Node, name: string, into: Set<string>): boolean {
  if (node.kind === "free") return node.name !== name;
  if (node.kind === "member" && node.object.kind === "free" && node.object.name === name) {
    into.add(node.name);
    return node.name !== "__proto__";
  }
  let only = true;
  forEachChild(node, (child) => {
    only &&= collectMembers(child, name, into);
  });
  return only;
}
