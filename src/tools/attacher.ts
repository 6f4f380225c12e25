import type { MagicString } from "magic-string";
import type { SourceFile } from "../diagnostics/span.ts";
import type { Role } from "../reflect/attach.ts";
import { isWellKnownGlobal } from "../reflect/globals.ts";
import type * as es from "../syntax/estree.ts";
import { type AnyNode, bare, childrenOf, isFunction } from "../syntax/estree.ts";
import { lower, type Lowered, type LowerOptions } from "../syntax/lower.ts";
import { rootAt } from "../syntax/root.ts";
import type { FunctionTree } from "../syntax/tree.ts";
import { type Constant, constantText } from "./constants.ts";
import type { Namespaces } from "./namespaces.ts";
import { type KeyText, keyText, usesSuper, wordKey } from "./key-text.ts";

/** An outermost function or class, and the name of the function that gives its tree. */
interface UnitState {
  readonly name: string;
  readonly lowered: Lowered;
  /** Whether any function needs it. */
  used: boolean;
}

export interface AttacherOptions {
  readonly output: MagicString;
  readonly file: SourceFile;
  /** Start of every new name. */
  readonly prefix: string;
  /** Every name that the module declares. */
  readonly declared: ReadonlySet<string>;
  readonly namespaces: Namespaces;
  /** Constants of the module whose values are known. */
  readonly constants: ReadonlyMap<string, Constant>;
}

/** Where a node stands. */
interface Place {
  readonly unit: UnitState | undefined;
  /** Offset at which the statement list around it starts. */
  readonly hoist: number;
  /** What JavaScript would name an anonymous function here. */
  readonly key?: KeyText | undefined;
}

/**
 * Writes into a module what marks its functions. Every text goes next to what it is about, on the
 * same line, so that positions shift within lines only:
 *
 *     const f = (x) => x * k     →  const f = attach({ f: (x) => x * k }.f, () => [unit, 0, { get k() … }])
 *     function g() { … }         →  attach(g, () => [unit, 0]); … function g() { … }
 *     class A { m() { … } }      →  class A { static { attachClass(this, …) } m() { … } }
 *
 * The object literal around an arrow gives it the name that it would have had.
 */
export class Attacher {
  readonly units: UnitState[] = [];
  /** Names of `nabla/reflect` that the output needs. */
  readonly used: Set<string> = new Set();
  /** Where the module's own statements start, after its directives. */
  top = 0;

  readonly #output: MagicString;
  readonly #file: SourceFile;
  readonly #prefix: string;
  readonly #declared: ReadonlySet<string>;
  readonly #namespaces: Namespaces;
  readonly #constants: ReadonlyMap<string, Constant>;

  constructor({ output, file, prefix, declared, namespaces, constants }: AttacherOptions) {
    this.#output = output;
    this.#file = file;
    this.#prefix = prefix;
    this.#declared = declared;
    this.#namespaces = namespaces;
    this.#constants = constants;
  }

  visitModule(program: AnyNode): void {
    const hashbang = program["hashbang"] as AnyNode | null;
    const start = hashbang ? this.#output.original.indexOf("\n", hashbang.start) + 1 : 0;
    const hoist = (this.top = this.#afterDirectives(program["body"] as AnyNode[], start));
    for (const node of program["body"] as AnyNode[]) this.#visit(node, { unit: undefined, hoist });
  }

  #visit(node: AnyNode, place: Place): void {
    if (node["declare"] === true) return;
    switch (node.type) {
      case "FunctionDeclaration":
        return this.#declaration(node, place);
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#expression(node, place);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#class(node, place);
      case "ObjectExpression":
        return this.#object(node, place);
      case "BlockStatement":
      case "StaticBlock":
      case "TSModuleBlock":
        return this.#list(node, node["body"] as AnyNode[], node.start + 1, place);
      case "SwitchCase": {
        const test = node["test"] as AnyNode | null;
        if (test) this.#visit(test, { ...place, key: undefined });
        const body = node["consequent"] as AnyNode[];
        return this.#list(undefined, body, body[0]?.start ?? node.end, place);
      }
      default:
        this.#others(node, place);
    }
  }

  #list(block: AnyNode | undefined, body: AnyNode[], start: number, { unit }: Place): void {
    const from = block?.type === "StaticBlock" ? body[0]?.start : start;
    const hoist = this.#afterDirectives(body, from ?? block!.end - 1);
    for (const node of body) this.#visit(node, { unit, hoist });
  }

  #afterDirectives(body: readonly AnyNode[], start: number): number {
    let end = start;
    for (const node of body) {
      if (typeof node["directive"] !== "string") break;
      end = node.end;
    }
    // a directive may end without a semicolon
    if (end !== start) this.#output.appendLeft(end, ";");
    return end;
  }

  /** Passes the name that a function would get here on to it. */
  #others(node: AnyNode, place: Place): void {
    const named = namedChild(node, this.#output.original);
    const transparent = bare(node as unknown as es.Node) !== (node as unknown as es.Node);
    const calls = node.type === "CallExpression" || node.type === "NewExpression";
    const callee = calls ? node["callee"] : undefined;
    for (const child of childrenOf(node)) {
      const key = child === named?.child ? named.key : transparent ? place.key : undefined;
      if (child === callee) this.#callee(child, { ...place, key: undefined });
      else this.#visit(child, { ...place, key });
    }
  }

  /** A function that is called where it stands is no value that anyone could ask about. */
  #callee(node: AnyNode, place: Place): void {
    const inner = bare(node as unknown as es.Node) as unknown as AnyNode;
    if (!isFunction(inner)) return this.#visit(node, place);
    const unit = this.#unitOf(inner as unknown as es.AnyFunction, place);
    this.#inside(inner, unit);
  }

  // --- functions -------------------------------------------------------------------------------

  #declaration(node: AnyNode, place: Place): void {
    const fn = node as unknown as es.FunctionDeclaration;
    const unit = this.#unitOf(fn, place);
    this.#inside(node, unit);
    const thunk = this.#thunk(unit, fn);
    if (fn.id) {
      this.#output.appendLeft(place.hoist, `${this.#use("attach")}(${fn.id.name}, ${thunk}); `);
      return;
    }
    const name = `${this.#prefix}default`;
    const word = /^(?:async\s+)?function\s*\*?/.exec(this.#output.original.slice(fn.start))![0];
    this.#output.appendLeft(fn.start + word.length, ` ${name}`);
    this.#output.appendLeft(place.hoist, `${this.#use("attachDefault")}(${name}, ${thunk}); `);
  }

  #expression(node: AnyNode, place: Place): void {
    const fn = node as unknown as es.AnyFunction;
    const unit = this.#unitOf(fn, place);
    this.#inside(node, unit);
    this.#wrap(node, node.end, fn.id ? undefined : place.key, this.#thunk(unit, fn));
  }

  #wrap(node: AnyNode, end: number, key: KeyText | undefined, thunk: string): void {
    const attach = `/*#__PURE__*/ ${this.#use("attach")}(`;
    if (key === undefined) {
      this.#output.appendRight(node.start, attach);
      this.#output.appendLeft(end, `, ${thunk})`);
    } else {
      this.#output.appendRight(node.start, `${attach}{ ${key.property}: `);
      this.#output.appendLeft(end, ` }${key.access}, ${thunk})`);
    }
  }

  #inside(node: AnyNode, unit: UnitState): void {
    for (const child of childrenOf(node)) this.#visit(child, { unit, hoist: child.start });
  }

  // --- objects ---------------------------------------------------------------------------------

  #object(node: AnyNode, place: Place): void {
    const properties = node["properties"] as AnyNode[];
    const accessors: string[] = [];
    for (const [i, property] of properties.entries()) {
      const value = property["value"] as AnyNode | undefined;
      if (property.type !== "Property" || value === undefined) {
        this.#visit(property, { ...place, key: undefined });
        continue;
      }
      if (property["computed"])
        this.#visit(property["key"] as AnyNode, { ...place, key: undefined });
      const key = keyText(property, this.#output.original);
      if (property["method"] === true) this.#method(property, value, key, place);
      else if (property["kind"] === "init") this.#visit(value, { ...place, key });
      else {
        const unit = this.#methodUnit(property, value, place);
        this.#inside(value, unit);
        if (!key?.plain || overwritten(key, properties.slice(i + 1), this.#output.original))
          continue;
        const thunk = this.#thunk(unit, value as unknown as es.AnyFunction);
        accessors.push(`[${key.value}, "${property["kind"] as Role}", ${thunk}]`);
      }
    }
    if (accessors.length === 0) return;
    this.#output.appendRight(node.start, `${this.#use("attachObject")}(`);
    this.#output.appendLeft(node.end, `, ${accessors.join(", ")})`);
  }

  /** `m() {}` becomes `m: attach({ m() {} }.m, …)`, which differs only in what `super` means. */
  #method(property: AnyNode, value: AnyNode, key: KeyText | undefined, place: Place): void {
    const unit = this.#methodUnit(property, value, place);
    this.#inside(value, unit);
    if (key === undefined || usesSuper(value)) return;
    const thunk = this.#thunk(unit, value as unknown as es.AnyFunction);
    const attach = `${key.property}: ${this.#use("attach")}({ `;
    this.#output.appendRight(property.start, attach);
    this.#output.appendLeft(property.end, ` }${key.access}, ${thunk})`);
  }

  #methodUnit(property: AnyNode, value: AnyNode, place: Place): UnitState {
    const form = property["method"] ? "method" : property["kind"] === "get" ? "getter" : "setter";
    const key = property["key"] as AnyNode;
    const name = key.type === "Identifier" && !property["computed"] ? String(key["name"]) : "";
    const around = property as unknown as es.Node;
    return this.#unitOf(value as unknown as es.AnyFunction, place, { form, name, around });
  }

  // --- classes ---------------------------------------------------------------------------------

  #class(node: AnyNode, place: Place): void {
    const klass = node as unknown as es.AnyClass;
    const { unit, index } = this.#find(klass, place, {});
    const at = { unit, hoist: place.hoist };
    if (klass.superClass) this.#visit(klass.superClass as unknown as AnyNode, at);
    const members: string[] = [];
    for (const item of klass.body.body) {
      const member = this.#member(item as unknown as AnyNode, at);
      if (member !== undefined) members.push(member);
    }
    const tree = rootAt(unit.lowered, index, this.#file);
    unit.used = true;
    const args = ["this", unit.name, String(index), `[${members.join(", ")}]`];
    const scope = this.#scope(tree);
    const privates = privatesText(klass, this.#prefix);
    if (scope !== undefined || privates !== undefined)
      args.push(scope === undefined ? "undefined" : `() => (${scope})`);
    if (privates !== undefined) args.push(`() => (${privates})`);
    const block = ` static { ${this.#use("attachClass")}(${args.join(", ")}); }`;
    this.#output.appendLeft(klass.body.start + 1, block);
  }

  /** Visits a class member; of a method, gives what marks it. */
  #member(item: AnyNode, place: Place & { unit: UnitState }): string | undefined {
    const key = keyText(item, this.#output.original);
    if (item["computed"]) this.#visit(item["key"] as AnyNode, place);
    const value = item["value"] as AnyNode | null | undefined;
    if (item.type !== "MethodDefinition" || !value) {
      if (item.type === "StaticBlock") this.#visit(item, place);
      else if (value) this.#visit(value, { ...place, key });
      return undefined;
    }
    this.#inside(value, place.unit);
    const index = place.unit.lowered.indexes.get(value as unknown as es.Node);
    if (index === undefined || key === undefined || key.hidden || item["kind"] === "constructor")
      return undefined;
    const role: Role = item["kind"] === "method" ? "value" : (item["kind"] as Role);
    return `[${key.value}, ${index}, "${role}"${item["static"] ? ", 1" : ""}]`;
  }

  // --- texts -----------------------------------------------------------------------------------

  #use(name: string): string {
    this.used.add(name);
    return this.#prefix + name;
  }

  #unitOf(node: es.AnyFunction, place: Place, options: LowerOptions = {}): UnitState {
    return this.#find(node, place, options).unit;
  }

  /** The unit that has the tree of `node`: the one it is in, unless the lowering did not go there. */
  #find(
    node: es.AnyFunction | es.AnyClass,
    place: Place,
    options: LowerOptions,
  ): { unit: UnitState; index: number } {
    const known = place.unit?.lowered.indexes.get(node);
    if (known !== undefined) return { unit: place.unit!, index: known };
    const name = place.key?.name;
    const lowered = lower(node, { ...(name !== undefined && { name }), ...options });
    const unit = { name: `${this.#prefix}${this.units.length}`, lowered, used: false };
    this.units.push(unit);
    return { unit, index: 0 };
  }

  #thunk(unit: UnitState, node: es.AnyFunction): string {
    const index = unit.lowered.indexes.get(node)!;
    const tree = rootAt(unit.lowered, index, this.#file);
    unit.used = true;
    const parts = [unit.name, String(index)];
    const scope = this.#scope(tree);
    if (scope !== undefined || tree.usesThis) parts.push(scope ?? "undefined");
    if (tree.usesThis) parts.push("this");
    return `() => [${parts.join(", ")}]`;
  }

  /** Constants, getters for other free variables, and setters for those that the function assigns. */
  #scope(tree: FunctionTree): string | undefined {
    const parts: string[] = [];
    for (const { name, assigned } of tree.free) {
      if (name === tree.self && tree.root.kind === "function") continue;
      if (isWellKnownGlobal(name) && !this.#declared.has(name)) continue;
      const constant = this.#constants.get(name);
      if (constant !== undefined && !assigned) {
        parts.push(`${name}: ${constantText(constant)}`);
        continue;
      }
      const value = this.#namespaces.reader(name, tree) ?? name;
      parts.push(`get ${name}() { return ${value}; }`);
      const given = `${this.#prefix}v`;
      if (assigned) parts.push(`set ${name}(${given}) { ${name} = ${given}; }`);
    }
    return parts.length === 0 ? undefined : `{ ${parts.join(", ")} }`;
  }
}

interface NamedChild {
  readonly child: unknown;
  readonly key: KeyText;
}

/** The child of a node that JavaScript would name, if it is an anonymous function, and how. */
function namedChild(node: AnyNode, code: string): NamedChild | undefined {
  switch (node.type) {
    case "VariableDeclarator":
      return namedBy(node["id"], node["init"]);
    case "AssignmentExpression":
      if (!/^(?:=|&&=|\|\|=|\?\?=)$/.test(String(node["operator"]))) return undefined;
      return namedBy(node["left"], node["right"]);
    case "AssignmentPattern":
      return namedBy(node["left"], node["right"]);
    case "ExportDefaultDeclaration":
      return { child: node["declaration"], key: wordKey("default") };
    case "AccessorProperty": {
      const key = keyText(node, code);
      return key && { child: node["value"], key };
    }
    default:
      return undefined;
  }
}

function namedBy(target: unknown, child: unknown): NamedChild | undefined {
  const { type, name } = target as AnyNode;
  if (type !== "Identifier" || name === "__proto__") return undefined;
  return { child, key: wordKey(String(name)) };
}

/** Whether a property after an accessor might replace it. */
function overwritten(accessor: KeyText, later: readonly AnyNode[], code: string): boolean {
  return later.some((one) => {
    const key = one.type === "Property" ? keyText(one, code) : undefined;
    if (key === undefined || !key.plain) return true;
    return key.name === accessor.name && one["kind"] === "init";
  });
}

/** Access to the private members of a class, which only code inside it can have. */
function privatesText(klass: es.AnyClass, prefix: string): string | undefined {
  const found = new Map<string, { get: boolean; set: boolean; field: boolean }>();
  for (const item of klass.body.body) {
    if (!("key" in item) || item.key.type !== "PrivateIdentifier") continue;
    const { name } = item.key;
    const access = found.get(name) ?? { get: false, set: false, field: false };
    const kind = item.type === "MethodDefinition" ? item.kind : "field";
    if (kind !== "set") access.get = true;
    if (kind === "set" || kind === "field") access.set = true;
    if (kind === "field" && !item.static) access.field = true;
    found.set(name, access);
  }
  if (found.size === 0) return undefined;
  const [o, v] = [`${prefix}o`, `${prefix}v`];
  const parts = [...found].map(([name, { get, set, field }]) => {
    const read = get ? `(${o}) => ${o}.#${name}` : "undefined";
    const write = set ? `(${o}, ${v}) => { ${o}.#${name} = ${v}; }` : "undefined";
    return `${name}: [${read}, ${write}${field ? ", 1" : ""}]`;
  });
  return `{ ${parts.join(", ")} }`;
}
