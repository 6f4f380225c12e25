// Expressions: what each kind of node gives.
import { invoke } from "./interpreter.ts";
import type {
  AssignNode,
  BinaryNode,
  CallNode,
  Expr,
  IndexNode,
  Key,
  LogicalNode,
  MemberNode,
  ObjectNode,
  PrivateNode,
  SpreadNode,
  UpdateNode,
} from "../syntax/tree.ts";
import { construct } from "./calls.ts";
import { ofChoice } from "./choices.ts";
import { declareClass, superCall, superHolder } from "./classes.ts";
import { newItems, newObject } from "./content.ts";
import { refuseMissing, toNumber, truth } from "./convert.ts";
import { goOn } from "./guards.ts";
import { eachClass } from "./fields-on-heap.ts";
import { concat } from "./text.ts";
import { spreadInto } from "./spread.ts";
import { isInstance } from "./instances.ts";
import { isIterator, spreadItems } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { callMethod, copyOf, listed } from "./methods.ts";
import { arithmetic, compare, isString, unary } from "./operators.ts";
import { assignPattern, reference } from "./patterns.ts";
import { getIndex, getMember, getPrivate, hasMember, inheritedMember } from "./properties.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import {
  bool,
  constant,
  undef,
  type Abs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
  type Scope,
} from "./values.ts";

/** Thrown where an optional chain ends early. */
class ChainEnd extends Error {}

export function evaluate(m: Machine, node: Expr, scope: Scope): Abs {
  m.at(node);
  switch (node.kind) {
    case "number":
    case "string":
    case "boolean":
      return constant(node.value);
    case "null":
      return constant(null);
    case "template": {
      const values = node.values.map((value) => evaluate(m, value, scope));
      m.at(node);
      const parts = node.texts.flatMap((text, i) =>
        i < values.length ? [constant(text), values[i] as Abs] : [constant(text)],
      );
      return concat(m, ...parts);
    }
    case "array":
      return arrayLiteral(m, node.items, scope);
    case "object":
      return objectLiteral(m, node, scope);
    case "function":
      if (node.generator || node.async) {
        m.fault(
          "NB2010",
          node.async ? "an async function" : "a generator",
          "write a plain function",
        );
      }
      return {
        kind: "closure",
        fn: node,
        code: m.frame.code,
        scope: selfScope(m, node, scope),
        self: node.form === "arrow" ? m.frame.self : undefined,
        home: m.frame.home,
      };
    case "local":
    case "free":
      return variable(m, variableCell(m, node, scope));
    case "this":
      if (m.frame.self) return m.frame.self;
      return m.fault("NB2010", "`this` outside a method", "pass the object as an argument");
    default: {
      const value = evaluateOperator(m, node, scope);
      goOn(m);
      return value;
    }
  }
}

function evaluateOperator(m: Machine, node: Expr, scope: Scope): Abs {
  switch (node.kind) {
    case "member":
    case "index":
    case "private":
      return propertyOf(m, node, scope).value;
    case "class":
      return declareClass(m, node, scope);
    case "private-in": {
      const object = evaluate(m, node.object, scope);
      m.at(node);
      return constant(object.kind === "object" && hasMember(m, object, `#${node.name}`));
    }
    case "chain":
      return chain(m, () => evaluate(m, node.value, scope));
    case "call":
      return callExpression(m, node, scope);
    case "new": {
      const callee = evaluate(m, node.callee, scope);
      const args = argumentList(m, node.args, scope);
      m.at(node);
      return construct(m, callee, args);
    }
    case "unary": {
      if (node.op === "delete")
        return m.fault("NB2010", "`delete`", "make a new object without it");
      const value = evaluate(m, node.value, scope);
      m.at(node);
      return unary(m, node.op, value);
    }
    case "binary":
      return binary(m, node, scope);
    case "logical":
      return logical(m, node, scope);
    case "conditional":
      return branch(
        m,
        test(m, node.test, scope),
        () => evaluate(m, node.then, scope),
        () => evaluate(m, node.else, scope),
      );
    case "assign":
      return assign(m, node, scope);
    case "update":
      return update(m, node, scope);
    case "sequence":
      return node.values.map((value) => evaluate(m, value, scope)).at(-1) ?? undef;
    case "unsupported":
      return m.fault("NB1004", `this uses ${node.what}`, node.help);
    default:
      return m.fault("NB2010", `\`${node.kind}\` is not compiled`);
  }
}

/** A named function expression sees itself under its own name. */
function selfScope(m: Machine, node: Extract<Expr, { kind: "function" }>, scope: Scope): Scope {
  if (node.self === undefined) return scope;
  const own = m.host.scopeIn(scope);
  const cell: Cell = { name: node.name };
  own.cells.set(node.self, cell);
  m.state.set(cell, {
    kind: "closure",
    fn: node,
    code: m.frame.code,
    scope: own,
    self: undefined,
  });
  return own;
}

/** A condition: only whether it is true matters. */
export function test(m: Machine, node: Expr, scope: Scope): BoolAbs | ConstAbs {
  if (node.kind === "logical" && node.op !== "??") {
    const left = test(m, node.left, scope);
    const right = (): Abs => test(m, node.right, scope);
    const both =
      node.op === "&&"
        ? branch(m, left, right, () => constant(false))
        : branch(m, left, () => constant(true), right);
    goOn(m);
    return truth(m, both);
  }
  if (node.kind === "unary" && node.op === "!") {
    const inner = test(m, node.value, scope);
    m.at(node);
    return unary(m, "!", inner) as BoolAbs | ConstAbs;
  }
  const value = evaluate(m, node, scope);
  m.at(node);
  return truth(m, value);
}

export function variableCell(
  m: Machine,
  node: Extract<Expr, { kind: "local" | "free" }>,
  scope: Scope,
): Cell {
  if (node.kind === "free") return m.host.freeCell(m, m.frame.code, node.name);
  const cell = scope.find(node.id);
  if (cell !== undefined) return cell;
  const { name } = m.frame.code.tree.locals[node.id]!;
  return m.fault("NB2004", `\`${name}\` is used before its declaration`, "declare it first");
}

function variable(m: Machine, cell: Cell): Abs {
  const held = m.state.get(cell);
  if (held === undefined) {
    return m.fault("NB2004", `\`${cell.name}\` is used before its declaration`, "declare it first");
  }
  return held as Abs;
}

function arrayLiteral(
  m: Machine,
  items: Extract<Expr, { kind: "array" }>["items"],
  scope: Scope,
): Abs {
  if (items.some((item) => item.kind === "spread")) return joinedLiteral(m, items, scope);
  const values: Abs[] = [];
  for (const item of items) {
    if (item.kind === "hole") return m.fault("NB2010", "a hole in an array", "write `undefined`");
    if (item.kind !== "spread") values.push(evaluate(m, item, scope));
  }
  return newItems(m, values);
}

/** An array literal with spreads: the parts one after the other, in memory if one of them is. */
function joinedLiteral(
  m: Machine,
  items: Extract<Expr, { kind: "array" }>["items"],
  scope: Scope,
): Abs {
  let joined: Abs = newItems(m, []);
  for (const item of items) {
    if (item.kind === "hole") return m.fault("NB2010", "a hole in an array", "write `undefined`");
    const value = evaluate(m, item.kind === "spread" ? item.value : item, scope);
    m.at(item);
    const part = item.kind === "spread" ? spreadPart(m, value) : newItems(m, [value]);
    joined = callMethod(m, joined, "concat", [part]);
  }
  return joined;
}

function spreadPart(m: Machine, value: Abs): Abs {
  if (value.kind === "typed") return copyOf(m, value, "array");
  if (isIterator(value)) return listed(m, value);
  return value.kind === "array" ? value : newItems(m, spreadItems(m, value));
}

function spread(m: Machine, node: SpreadNode, scope: Scope): readonly Abs[] {
  const value = evaluate(m, node.value, scope);
  m.at(node);
  return spreadItems(m, value);
}

function objectLiteral(m: Machine, node: ObjectNode, scope: Scope): Abs {
  const fields = new Map<string, Abs>();
  for (const property of node.properties) {
    if (property.kind === "spread") {
      const value = evaluate(m, property.value, scope);
      m.at(property);
      for (const [name, field] of m.host.ownFields(m, value)) fields.set(name, field);
      continue;
    }
    if (property.kind === "unsupported") {
      m.at(property);
      return m.fault("NB1004", `this uses ${property.what}`, property.help);
    }
    const name = keyName(m, property.key, scope);
    const { value } = property;
    if (value.kind === "function" && (value.form === "getter" || value.form === "setter")) {
      m.at(property);
      return m.fault("NB2010", "an accessor in an object", "write a method");
    }
    fields.set(name, evaluate(m, value, scope));
  }
  return newObject(m, fields);
}

export function keyName(m: Machine, key: Key, scope: Scope): string {
  if (key.kind === "name-key") return key.name;
  const value = evaluate(m, key.value, scope);
  m.at(key);
  if (value.kind === "const" && typeof value.value !== "symbol") return String(value.value);
  return m.fault("NB2008", "this key must be known when compiling", "use an array");
}

interface Property {
  readonly object: Abs;
  readonly value: Abs;
}

function propertyOf(
  m: Machine,
  node: MemberNode | IndexNode | PrivateNode,
  scope: Scope,
): Property {
  if (node.object.kind === "super") return superProperty(m, node, scope);
  const object = evaluate(m, node.object, scope);
  if (node.optional) endChain(m, object);
  if (node.kind === "private") {
    m.at(node);
    return { object, value: getPrivate(m, object, node.name) };
  }
  if (node.kind === "member") {
    m.at(node);
    return { object, value: getMember(m, object, node.name) };
  }
  const index = evaluate(m, node.index, scope);
  m.at(node);
  return { object, value: getIndex(m, object, index) };
}

/** `super.name`: found from the parent on, called on `this`. */
function superProperty(
  m: Machine,
  node: MemberNode | IndexNode | PrivateNode,
  scope: Scope,
): Property {
  m.at(node);
  const { self } = m.frame;
  if (self === undefined) return m.fault("NB2010", "`super` outside a method of a class");
  const key = node.kind === "index" ? evaluate(m, node.index, scope) : constant(node.name);
  if (key.kind !== "const") return m.fault("NB2008", "this key must be known when compiling");
  const value = inheritedMember(m, superHolder(m), String(key.value), self);
  return { object: self, value: value ?? undef };
}

function endChain(m: Machine, value: Abs): void {
  if (value.kind === "maybe") {
    m.fault("NB2008", "whether this is there must be known when compiling", "ask with `if` first");
  }
  if (value.kind === "conflict") refuseMissing(m, value);
  if (value.kind === "const" && (value.value === undefined || value.value === null)) {
    throw new ChainEnd();
  }
}

function chain(_m: Machine, run: () => Abs): Abs {
  try {
    return run();
  } catch (error) {
    if (error instanceof ChainEnd) return undef;
    throw error;
  }
}

function callExpression(m: Machine, node: CallNode, scope: Scope): Abs {
  const { callee } = node;
  let self: Abs | undefined;
  let fn: Abs;
  if (callee.kind === "super") {
    const args = argumentList(m, node.args, scope);
    m.at(node);
    return superCall(m, args);
  }
  if (callee.kind === "member" || callee.kind === "index" || callee.kind === "private") {
    ({ object: self, value: fn } = propertyOf(m, callee, scope));
  } else {
    fn = evaluate(m, callee, scope);
  }
  if (node.optional) endChain(m, fn);
  const [only] = node.args;
  if (node.args.length === 1 && only?.kind === "spread") {
    const items = evaluate(m, only.value, scope);
    m.at(node);
    return (
      spreadInto(m, fn, items) ?? invoke(m, fn, spreadItems(m, items), self, nameOf(node.callee, m))
    );
  }
  const args = argumentList(m, node.args, scope);
  m.at(node);
  if (callee.kind === "member") {
    // each of several values has a method of its own
    const call = (one: Abs): Abs =>
      invoke(m, getMember(m, one, callee.name), args, one, nameOf(callee, m));
    if (self?.kind === "choice") return ofChoice(m, self, call);
    if (self?.kind === "object" && fn.kind === "choice") return eachClass(m, self, call);
  }
  return invoke(m, fn, args, self, nameOf(node.callee, m));
}

/** How the callee is written, for messages. */
function nameOf(node: Expr, m: Machine): string {
  switch (node.kind) {
    case "local":
      return `\`${m.frame.code.tree.locals[node.id]!.name}\``;
    case "free":
      return `\`${node.name}\``;
    case "member": {
      const object = nameOf(node.object, m).replaceAll("`", "");
      return object === "this value" ? `\`.${node.name}\`` : `\`${object}.${node.name}\``;
    }
    default:
      return "this value";
  }
}

function argumentList(m: Machine, args: CallNode["args"], scope: Scope): Abs[] {
  const values: Abs[] = [];
  for (const arg of args) {
    if (arg.kind === "spread") values.push(...spread(m, arg, scope));
    else values.push(evaluate(m, arg, scope));
  }
  return values;
}

function binary(m: Machine, node: BinaryNode, scope: Scope): Abs {
  const left = evaluate(m, node.left, scope);
  const right = evaluate(m, node.right, scope);
  m.at(node);
  switch (node.op) {
    case "in":
      if (left.kind === "const") return constant(hasMember(m, right, String(left.value)));
      return m.fault("NB2008", "this key must be known when compiling");
    case "instanceof":
      return isInstance(m, left, right);
    case "==":
    case "!=":
    case "===":
    case "!==":
      return compare(m, node.op, left, right);
    case "<":
    case "<=":
    case ">":
    case ">=":
      if (!isString(left) || !isString(right)) pointAtOperand(m, node, left, right);
      return compare(m, node.op, left, right);
    default:
      if (node.op !== "+" || !(isString(left) || isString(right))) {
        pointAtOperand(m, node, left, right);
      }
      return arithmetic(m, node.op, left, right);
  }
}

/** Makes the operand that is no number, if one is not, the place of the fault to come. */
function pointAtOperand(m: Machine, node: BinaryNode, left: Abs, right: Abs): void {
  if (!isNumeric(left) && !isBoolean(left)) m.at(node.left);
  else if (!isNumeric(right) && !isBoolean(right)) m.at(node.right);
}

function logical(m: Machine, node: LogicalNode, scope: Scope): Abs {
  const left = evaluate(m, node.left, scope);
  const right = (): Abs => evaluate(m, node.right, scope);
  m.at(node);
  return chooseLogical(m, node.op, left, right);
}

function chooseLogical(m: Machine, op: LogicalNode["op"], left: Abs, right: () => Abs): Abs {
  if (op === "??") {
    if (left.kind === "maybe") {
      return branch(m, bool(left.present), () => left.value, right);
    }
    if (left.kind === "conflict") refuseMissing(m, left);
    const missing = left.kind === "const" && (left.value === undefined || left.value === null);
    return missing ? right() : left;
  }
  const known = truth(m, left);
  return op === "&&" ? branch(m, known, right, () => left) : branch(m, known, () => left, right);
}

function assign(m: Machine, node: AssignNode, scope: Scope): Abs {
  const { target, op } = node;
  if (target.kind.endsWith("-pattern")) {
    const value = evaluate(m, node.value, scope);
    assignPattern(m, target, value, scope, undefined);
    return value;
  }
  const place = reference(m, target, scope);
  if (op === null) {
    const value = evaluate(m, node.value, scope);
    m.at(node);
    place.set(value);
    return value;
  }
  const before = place.get();
  if (op === "&&" || op === "||" || op === "??") {
    return chooseLogical(m, op, before, () => {
      const value = evaluate(m, node.value, scope);
      m.at(node);
      place.set(value);
      return value;
    });
  }
  const value = evaluate(m, node.value, scope);
  m.at(node);
  const result = arithmetic(m, op, before, value);
  place.set(result);
  return result;
}

function update(m: Machine, node: UpdateNode, scope: Scope): Abs {
  const place = reference(m, node.target, scope);
  const before = toNumber(m, place.get());
  m.at(node);
  const after = arithmetic(m, node.op === "++" ? "+" : "-", before, constant(1));
  place.set(after);
  return node.prefix ? after : before;
}
