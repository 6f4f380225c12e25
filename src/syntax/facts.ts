import type { Declared } from "./scope.ts";
import type { At, Free, FreeNode, Local, LocalId, LocalNode, Node, Pattern } from "./tree.ts";
import { forEachChild } from "./walk.ts";

export interface Facts {
  readonly locals: readonly Local[];
  readonly free: readonly Free[];
}

/** How the names of a root are used, in it and in everything inside it. */
export function factsOf(root: Node, declared: readonly Declared[]): Facts {
  const survey = new Survey();
  survey.visit(root, root);
  const captured = new Set<LocalId>();
  for (const { id, inside } of survey.uses) if (inside !== survey.owners.get(id)) captured.add(id);
  const locals = declared.map(({ name, how }, id) => ({
    name,
    how,
    assigned: survey.assigned.has(id),
    captured: captured.has(id),
  }));
  return { locals, free: [...survey.free.values()] };
}

/** Every name declared inside `root`; its own name is not. */
export function declaredInside(root: Node): ReadonlySet<LocalId> {
  const survey = new Survey();
  survey.visit(root, root);
  return new Set(survey.owners.keys());
}

/** One walk over a tree; `inside` is the innermost function, or what runs like one. */
class Survey {
  readonly owners = new Map<LocalId, Node>();
  readonly uses: { readonly id: LocalId; readonly inside: Node }[] = [];
  readonly assigned = new Set<LocalId>();
  readonly free = new Map<string, Free>();

  visit(node: Node, inside: Node): void {
    switch (node.kind) {
      case "local":
        this.uses.push({ id: node.id, inside });
        return;
      case "free":
        this.#useFree(node.name, node.at, false);
        return;
      case "assign":
        this.#store(node.target, inside);
        this.visit(node.value, inside);
        return;
      case "update":
        this.#store(node.target, inside);
        return;
      case "function":
        if (node.self !== undefined) this.owners.set(node.self, node);
        for (const id of node.vars) this.owners.set(id, node);
        for (const param of node.params) this.#declare(param, node, false);
        if (node.rest) this.#declare(node.rest, node, false);
        this.visit(node.body, node);
        return;
      case "class-field":
        this.visit(node.key, inside);
        if (node.value) this.visit(node.value, node);
        return;
      case "static-block":
        for (const id of node.vars) this.owners.set(id, node);
        this.visit(node.body, node);
        return;
      default:
        this.#visitDeclaration(node, inside);
    }
  }

  #visitDeclaration(node: Node, inside: Node): void {
    switch (node.kind) {
      case "class":
        if (node.self !== undefined) this.owners.set(node.self, inside);
        break;
      case "function-declare":
      case "class-declare":
        this.owners.set(node.id, inside);
        break;
      case "declare":
        for (const { target, init } of node.items) {
          if (init) this.visit(init, inside);
          this.#declare(target, inside, node.how === "var" && init !== undefined);
        }
        return;
      case "for-in":
      case "for-of":
        if (node.how === "assign") this.#store(node.target, inside);
        else this.#declare(node.target, inside, node.how === "var");
        this.visit(node.kind === "for-in" ? node.object : node.iterable, inside);
        this.visit(node.body, inside);
        return;
      case "try":
        if (node.param) this.#declare(node.param, inside, false);
        for (const block of [node.block, node.handler, node.last])
          if (block) this.visit(block, inside);
        return;
    }
    forEachChild(node, (child) => this.visit(child, inside));
  }

  /** A pattern that declares its leaves; `again` if it may store into an existing variable. */
  #declare(pattern: Pattern, inside: Node, again: boolean): void {
    this.#leaves(pattern, inside, (leaf) => {
      if (leaf.kind === "free") return;
      if (!again) {
        // a `var` that bears the name of a parameter is that parameter
        if (!this.owners.has(leaf.id)) this.owners.set(leaf.id, inside);
        return;
      }
      this.assigned.add(leaf.id);
    });
  }

  #store(pattern: Pattern, inside: Node): void {
    this.#leaves(pattern, inside, (leaf) => {
      if (leaf.kind === "free") return this.#useFree(leaf.name, leaf.at, true);
      this.assigned.add(leaf.id);
      this.uses.push({ id: leaf.id, inside });
    });
  }

  #leaves(pattern: Pattern, inside: Node, leaf: (node: LocalNode | FreeNode) => void): void {
    const inner = (next: Pattern): void => this.#leaves(next, inside, leaf);
    switch (pattern.kind) {
      case "local":
      case "free":
        return leaf(pattern);
      case "default-pattern":
        inner(pattern.target);
        return this.visit(pattern.value, inside);
      case "array-pattern":
        for (const item of pattern.items) if (item.kind !== "hole") inner(item);
        if (pattern.rest) inner(pattern.rest);
        return;
      case "object-pattern":
        for (const { key, target } of pattern.properties) {
          this.visit(key, inside);
          inner(target);
        }
        if (pattern.rest) inner(pattern.rest);
        return;
      default:
        this.visit(pattern, inside);
    }
  }

  #useFree(name: string, at: At, assigned: boolean): void {
    const known = this.free.get(name);
    if (known === undefined) this.free.set(name, { name, at, assigned });
    else if (assigned && !known.assigned) this.free.set(name, { ...known, assigned });
  }
}
