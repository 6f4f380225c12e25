/**
 * Classes: of the host, with a source, and those declared inside compiled functions. The latter are
 * stood for by a class of the host whose members are tokens, so that looking a member up is the same
 * for both.
 */
import { runInPlace, evaluate, keyName } from "./interpreter.ts";
import type { ClassNode, FieldNode, MethodNode } from "../syntax/tree.ts";
import type { Code } from "./code.ts";
import { fieldsOf, newInstance, onHeap, replaceContent } from "./content.ts";
import type { Frame, Machine } from "./machine.ts";
import { Scope, undef, type Abs, type ClosureAbs, type ObjectAbs } from "./values.ts";

type AnyClass = abstract new (...args: never[]) => unknown;

/** What is known of a class. */
export interface ClassInfo {
  readonly value: AnyClass;
  readonly node: ClassNode;
  readonly code: Code;
  readonly scope: Scope;
}

/** The source of a class; undefined for what is no class with a source. */
export function classInfo(m: Machine, value: object): ClassInfo | undefined {
  const known = m.host.classes.get(value);
  if (known !== undefined) return known;
  if (typeof value !== "function") return undefined;
  const code = m.host.codeOf(value);
  const { root } = code.tree;
  if (root.kind !== "class") return undefined;
  const info: ClassInfo = { value: value as AnyClass, node: root, code, scope: code.scope };
  m.host.classes.set(value, info);
  return info;
}

/** `new` of a class with a source. */
export function instantiate(m: Machine, info: ClassInfo, args: readonly Abs[]): Abs {
  const name = info.node.name === "" ? "instance" : info.node.name;
  const self = newInstance(m, new Map(), info.value.prototype as object, name);
  initialise(m, info, self, args);
  return onHeap(m, self);
}

/** Runs the constructor of `info`, and those of its parents, on `self`. */
function initialise(m: Machine, info: ClassInfo, self: ObjectAbs, args: readonly Abs[]): void {
  const { node, code, scope } = info;
  if (node.parent === undefined) initialiseFields(m, info, self);
  if (node.init === undefined) {
    if (node.parent !== undefined) callParent(m, info, self, args);
    return;
  }
  const { value: home } = info;
  const init: ClosureAbs = { kind: "closure", fn: node.init, code, scope, self, home };
  runInPlace(m, init, args, self);
}

/** `super(…)`: the parent's constructor, then the own fields. */
export function callParent(
  m: Machine,
  info: ClassInfo,
  self: ObjectAbs,
  args: readonly Abs[],
): void {
  const parent = Object.getPrototypeOf(info.value) as object;
  const inner = m.does.constructorOf(parent) === undefined ? classInfo(m, parent) : undefined;
  if (inner !== undefined) initialise(m, inner, self, args);
  else adoptFields(m, parent, self, args);
  initialiseFields(m, info, self);
}

/** The fields that a constructor of the language itself gives, as that of `Error` does. */
function adoptFields(m: Machine, parent: object, self: ObjectAbs, args: readonly Abs[]): void {
  const made = m.does.constructorOf(parent)?.(m, args);
  if (made?.kind !== "object") {
    const { name } = parent as { name?: string };
    m.fault("NB2010", `a class that extends \`${name ?? "?"}\``, "keep it in a field instead");
  }
  const content = fieldsOf(m, self);
  const fields = new Map([...fieldsOf(m, made).fields, ...content.fields]);
  replaceContent(m, self.obj, { ...content, fields });
}

function initialiseFields(m: Machine, info: ClassInfo, self: ObjectAbs): void {
  for (const member of info.node.members) {
    if (member.kind !== "class-field" || member.static) continue;
    asMethod(m, info, self, () => {
      const name = memberName(m, member, info.scope);
      const value = member.value ? evaluate(m, member.value, info.scope) : undef;
      const content = fieldsOf(m, self);
      replaceContent(m, self.obj, { ...content, fields: new Map(content.fields).set(name, value) });
    });
  }
}

/** The key of a member; private ones start with `#`. */
function memberName(m: Machine, { key }: FieldNode | MethodNode, scope: Scope): string {
  return key.kind === "private-key" ? `#${key.name}` : keyName(m, key, scope);
}

/** Runs `run` with `this` the object `self`, in a method of the class. */
function asMethod<T>(m: Machine, info: ClassInfo, self: Abs, run: () => T): T {
  const caller = m.frame;
  const { node } = m;
  const frame: Frame = {
    code: info.code,
    fn: undefined,
    closure: undefined,
    target: { name: "return" },
    result: { name: "field" },
    self,
    home: info.value,
    depth: m.depth,
    caller,
  };
  m.frame = frame;
  const result = run();
  m.frame = caller;
  if (node) m.at(node);
  return result;
}

/** A class declared inside a compiled function. */
export function declareClass(m: Machine, node: ClassNode, outer: Scope): Abs {
  const scope = new Scope(outer);
  const parent = node.parent && evaluate(m, node.parent, outer);
  m.at(node);
  if (parent !== undefined && (parent.kind !== "host" || typeof parent.value !== "function")) {
    return m.fault("NB2010", "a class that extends something else than a class");
  }
  const value = classToken(node, parent?.value as AnyClass | undefined);
  const abs: Abs = { kind: "host", value };
  if (node.self !== undefined) {
    const cell = { name: node.name };
    scope.cells.set(node.self, cell);
    m.state.set(cell, abs);
  }
  m.host.classes.set(value, { value, node, code: m.frame.code, scope });
  for (const member of node.members) {
    if (member.kind === "class-method") defineMethod(m, value, member, scope);
    else if (member.kind === "static-block" || (member.kind === "class-field" && member.static)) {
      m.at(member);
      m.fault("NB2010", "a static member of a class inside a function", "use a variable");
    }
  }
  return abs;
}

function classToken(node: ClassNode, parent: AnyClass | undefined): AnyClass {
  const made = (): never => {
    throw new Error("internal: a token is no class");
  };
  if (parent !== undefined) Object.setPrototypeOf(made, parent);
  const above = (parent?.prototype as object | undefined) ?? Object.prototype;
  Object.defineProperty(made, "prototype", { value: Object.create(above) as object });
  Object.defineProperty(made, "name", { value: node.name });
  return made as unknown as AnyClass;
}

function defineMethod(m: Machine, value: AnyClass, member: MethodNode, scope: Scope): void {
  const { value: fn } = member;
  const closure: ClosureAbs = {
    kind: "closure",
    fn,
    code: m.frame.code,
    scope,
    self: undefined,
    home: value,
  };
  const token = (): never => {
    throw new Error("internal: a token is no function");
  };
  m.host.tokens.set(token, closure);
  const role = fn.form === "getter" ? "get" : fn.form === "setter" ? "set" : "value";
  const holder = (member.static ? value : value.prototype) as object;
  const name = memberName(m, member, scope);
  const before = Object.getOwnPropertyDescriptor(holder, name);
  const accessor = role === "value" ? {} : { get: before?.get, set: before?.set };
  Object.defineProperty(holder, name, { ...accessor, [role]: token, configurable: true });
}

/** The object in which `super.name` looks, of the method being run. */
export function superHolder(m: Machine): object {
  const { home, self } = m.frame;
  if (home === undefined) return m.fault("NB2010", "`super` outside a method of a class");
  const isStatic = self?.kind === "host";
  const from = isStatic ? home : ((home as { prototype: object }).prototype as object);
  return Object.getPrototypeOf(from) as object;
}

/** `super(…)` in a constructor. */
export function superCall(m: Machine, args: readonly Abs[]): Abs {
  const { home, self } = m.frame;
  const info = home && classInfo(m, home);
  if (info === undefined || self?.kind !== "object") {
    return m.fault("NB2010", "`super()` outside a constructor");
  }
  callParent(m, info, self, args);
  return undef;
}

/** A private method or accessor that the class around this point declares. */
export function privateMember(
  m: Machine,
  name: string,
  form: "method" | "getter" | "setter",
): ClosureAbs | undefined {
  const { home } = m.frame;
  const info = home && classInfo(m, home);
  if (info === undefined) return undefined;
  for (const member of info.node.members) {
    if (member.kind !== "class-method" || member.key.kind !== "private-key") continue;
    if (member.key.name !== name || member.value.form !== form) continue;
    const { code, scope, value } = info;
    return { kind: "closure", fn: member.value, code, scope, self: undefined, home: value };
  }
  return undefined;
}
