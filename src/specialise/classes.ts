/**
 * Classes: of the host, with a source, and those declared inside compiled functions. The latter are
 * stood for by a class of the host whose members are tokens, so that looking a member up is the same
 * for both.
 */
import { evaluate, exec, keyName, runInPlace } from "./interpreter.ts";
import type { ClassNode, FieldNode, MethodNode, StaticBlockNode } from "../syntax/tree.ts";
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
  /** Of a class declared inside: what its static fields are in. */
  readonly statics?: ObjectAbs | undefined;
  /** The class in a method of which it is declared. */
  readonly home?: object | undefined;
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
    if (member.kind === "class-field" && !member.static)
      initialiseField(m, info, member, self, self);
  }
}

/** Gives a field its first value; `this` is the instance, or the class. */
function initialiseField(
  m: Machine,
  info: ClassInfo,
  member: FieldNode,
  holder: ObjectAbs,
  self: Abs,
): void {
  asMethod(m, info, self, () => {
    const name = memberName(m, member, info);
    const value = member.value ? evaluate(m, member.value, info.scope) : undef;
    const content = fieldsOf(m, holder);
    const fields = new Map(content.fields).set(name, value);
    replaceContent(m, holder.obj, { ...content, fields });
  });
}

/** The key of a member; private ones start with `#`. */
function memberName(m: Machine, { key }: FieldNode | MethodNode, info: ClassInfo): string {
  return key.kind === "private-key" ? privateKey(m, info, key.name) : keyName(m, key, info.scope);
}

/** The key of a private member: parents may have another one of the same name. */
function privateKey(m: Machine, info: ClassInfo, name: string): string {
  let count = 0;
  for (let at = parentOf(m, info); at !== undefined; at = parentOf(m, at)) {
    if (declaresPrivate(at, name)) count++;
  }
  return `#${name}${"'".repeat(count)}`;
}

function parentOf(m: Machine, { node, value }: ClassInfo): ClassInfo | undefined {
  if (node.parent === undefined) return undefined;
  const parent = Object.getPrototypeOf(value) as object;
  return m.does.constructorOf(parent) === undefined ? classInfo(m, parent) : undefined;
}

const declaresPrivate = ({ node }: ClassInfo, name: string): boolean =>
  node.members.some(
    (member) =>
      (member.kind === "class-method" || member.kind === "class-field") &&
      member.key.kind === "private-key" &&
      member.key.name === name,
  );

/** A private name at this point: the class that declares it, and the key of its fields. */
export function privateName(
  m: Machine,
  name: string,
): { readonly info: ClassInfo; readonly key: string } | undefined {
  for (let { home } = m.frame; home !== undefined;) {
    const info: ClassInfo | undefined = classInfo(m, home);
    if (info !== undefined && declaresPrivate(info, name)) {
      return { info, key: privateKey(m, info, name) };
    }
    home = info?.home;
  }
  return undefined;
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
  const value = classToken(m, node, parent?.value as AnyClass | undefined);
  const abs: Abs = { kind: "host", value };
  const statics = newInstance(m, new Map(), null, node.name === "" ? "class" : node.name);
  const { code, home } = m.frame;
  const info: ClassInfo = { value, node, code, scope, statics, home };
  if (node.self !== undefined) {
    const cell = { name: node.name };
    scope.cells.set(node.self, cell);
    m.state.set(cell, abs);
  }
  m.host.classes.set(value, info);
  for (const member of node.members) {
    if (member.kind === "class-method") defineMethod(m, info, member);
    if (member.kind === "unsupported") {
      m.at(member);
      m.fault("NB1004", `this uses ${member.what}`, member.help);
    }
  }
  for (const member of node.members) {
    if (member.kind === "class-field" && member.static) {
      initialiseField(m, info, member, statics, abs);
    } else if (member.kind === "static-block") {
      asMethod(m, info, abs, () => runStaticBlock(m, info, member));
    }
  }
  return abs;
}

function runStaticBlock(m: Machine, info: ClassInfo, { vars, body }: StaticBlockNode): void {
  const scope = new Scope(info.scope);
  for (const id of vars) {
    const cell = { name: info.code.tree.locals[id]!.name };
    scope.cells.set(id, cell);
    m.state.set(cell, undef);
  }
  exec(m, body, scope);
}

/** The object that holds the static field `name` of a class declared inside, or of its parents. */
export function staticsOf(m: Machine, value: object, name: string): ObjectAbs | undefined {
  for (
    let at: object | null = value;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const statics = m.host.classes.get(at)?.statics;
    if (statics !== undefined && fieldsOf(m, statics).fields.has(name)) return statics;
  }
  return undefined;
}

/** What stands for a class: the same in every attempt to compile, since the heap knows it by that. */
function classToken(m: Machine, node: ClassNode, parent: AnyClass | undefined): AnyClass {
  const at = [...m.trail.map((call) => call.node), node].map((one) => one.at.join("-")).join();
  const place = `${m.frame.code.tree.file.path} ${at}`;
  const nth = m.declared.get(place) ?? 0;
  m.declared.set(place, nth + 1);
  const known = m.hints.classes.get(place) ?? [];
  m.hints.classes.set(place, known);
  const made = (known[nth] ??= newToken(node.name)) as AnyClass;
  Object.setPrototypeOf(made, parent ?? Function.prototype);
  Object.setPrototypeOf(made.prototype, (parent?.prototype as object) ?? Object.prototype);
  return made;
}

function newToken(name: string): object {
  const made = (): never => {
    throw new Error("internal: a token is no class");
  };
  Object.defineProperty(made, "prototype", { value: {} });
  return Object.defineProperty(made, "name", { value: name });
}

function defineMethod(m: Machine, info: ClassInfo, member: MethodNode): void {
  const { value: fn } = member;
  const { value, code, scope } = info;
  const closure: ClosureAbs = { kind: "closure", fn, code, scope, self: undefined, home: value };
  const token = (): never => {
    throw new Error("internal: a token is no function");
  };
  m.host.tokens.set(token, closure);
  const role = fn.form === "getter" ? "get" : fn.form === "setter" ? "set" : "value";
  const holder = (member.static ? value : value.prototype) as object;
  const name = memberName(m, member, info);
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

/** A private method or accessor of a class. */
export function privateMember(
  { node, code, scope, value }: ClassInfo,
  name: string,
  form: "method" | "getter" | "setter",
): ClosureAbs | undefined {
  for (const member of node.members) {
    if (member.kind !== "class-method" || member.key.kind !== "private-key") continue;
    if (member.key.name !== name || member.value.form !== form) continue;
    return { kind: "closure", fn: member.value, code, scope, self: undefined, home: value };
  }
  return undefined;
}
