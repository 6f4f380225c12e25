// Expressions: what each kind of node gives.
import type {
  AssignNode,
  BinaryNode,
  CompareOp,
  Expr,
  Key,
  LogicalNode,
  ObjectNode,
  UpdateNode,
} from "../syntax/tree.ts";
import { comparedWithNothing } from "../syntax/absence.ts";
import {
  access,
  argumentList,
  elementOrNothing,
  ifThere,
  isIteratorKey,
  whereThere,
} from "./access.ts";
import { construct } from "./calls.ts";
import { declareClass } from "./classes.ts";
import { newItems, newObject } from "./content.ts";
import { refuseArray, toNumber, truth } from "./convert.ts";
import { follows, settled } from "./facts.ts";
import { collected, isIterable, yieldItem } from "./generators.ts";
import { goOn } from "./guards.ts";
import { concat } from "./text.ts";
import { isInstance } from "./instances.ts";
import { unboxed } from "./variables.ts";
import { spreadItems } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { callMethod, copyOf, listed } from "./methods.ts";
import { arithmetic, compare, isString, unary } from "./operators.ts";
import { copyFields, otherKeys } from "./own-fields.ts";
import { assignPattern, isAsked, reference } from "./patterns.ts";
import { deleteMember, ITERATOR, hasKey, hasPrivate } from "./properties.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import {
  isIterator,
  constant,
  undef,
  type Abs,
  type BoolAbs,
  type Cell,
  type ClosureAbs,
  type ConstAbs,
  type Scope,
} from "./values.ts";

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
      return arrayLiteral(m, node, scope);
    case "object":
      return objectLiteral(m, node, scope);
    case "function":
      if (node.async) m.fault("NB2010", "an async function", "write a plain function");
      return {
        kind: "closure",
        fn: node,
        code: m.frame.code,
        scope: selfScope(m, node, scope),
        self: node.form === "arrow" ? m.frame.self : undefined,
        home: m.frame.home,
      };
    case "local": {
      const held = variable(m, variableCell(m, node, scope));
      return settled(m, unboxed(m, node.id, held));
    }
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
    case "chain":
    case "call":
      return access(m, node, scope);
    case "class":
      return declareClass(m, node, scope);
    case "private-in": {
      const object = evaluate(m, node.object, scope);
      m.at(node);
      return hasPrivate(m, object, node.name);
    }
    case "new": {
      const callee = evaluate(m, node.callee, scope);
      const args = argumentList(m, node.args, scope);
      m.at(node);
      return construct(m, callee, args);
    }
    case "unary": {
      if (node.op === "delete") return remove(m, node.value, scope);
      const value = evaluate(m, node.value, scope);
      m.at(node);
      if (node.op === "!") refuseArray(m, node.value, value);
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
    case "yield": {
      const item = node.value ? evaluate(m, node.value, scope) : undef;
      m.at(node);
      return yieldItem(m, item, node.delegate);
    }
    case "sequence":
      return node.values.map((value) => evaluate(m, value, scope)).at(-1) ?? undef;
    case "unsupported":
      return m.fault("NB1004", `this uses ${node.what}`, node.help);
    default:
      return m.fault("NB2010", `\`${node.kind}\` is not compiled`);
  }
}

/** `delete object.name` */
function remove(m: Machine, node: Expr, scope: Scope): Abs {
  if (node.kind !== "member" && node.kind !== "index") {
    return m.fault("NB2010", "`delete` of something else than a property");
  }
  const object = evaluate(m, node.object, scope);
  const key = node.kind === "index" ? evaluate(m, node.index, scope) : constant(node.name);
  m.at(node);
  if (key.kind === "const") return deleteMember(m, object, String(key.value));
  return m.fault("NB2008", "this key must be known when compiling", otherKeys);
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
    const parts = left.kind === "bool" ? [left.value] : [];
    const right = (): Abs => {
      const answer = test(m, node.right, scope);
      if (answer.kind === "bool") parts.push(answer.value);
      return answer;
    };
    const both =
      node.op === "&&"
        ? branch(m, left, right, () => constant(false))
        : branch(m, left, () => constant(true), right);
    goOn(m);
    const answer = truth(m, both);
    if (answer.kind === "bool" && left.kind === "bool") follows(answer.value, node.op, parts);
    return answer;
  }
  if (node.kind === "unary" && node.op === "!") {
    const inner = test(m, node.value, scope);
    m.at(node);
    return unary(m, "!", inner) as BoolAbs | ConstAbs;
  }
  const value = evaluate(m, node, scope);
  m.at(node);
  refuseArray(m, node, value);
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
  return settled(m, held as Abs);
}

function arrayLiteral(m: Machine, node: Extract<Expr, { kind: "array" }>, scope: Scope): Abs {
  const { items } = node;
  if (items.some((item) => item.kind === "spread")) return joinedLiteral(m, items, scope);
  const values: Abs[] = [];
  for (const item of items) {
    if (item.kind === "hole") return m.fault("NB2010", "a hole in an array", "write `undefined`");
    if (item.kind !== "spread") values.push(evaluate(m, item, scope));
  }
  // made here, and not where its last item is
  m.at(node);
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
  if (isIterable(value)) return collected(m, value);
  if (isIterator(value)) return listed(m, value);
  return value.kind === "array" ? value : newItems(m, spreadItems(m, value));
}

const noAccessor = { get: undefined, set: undefined };

function objectLiteral(m: Machine, node: ObjectNode, scope: Scope): Abs {
  const fields = new Map<string, Abs>();
  for (const property of node.properties) {
    if (property.kind === "spread") {
      const value = evaluate(m, property.value, scope);
      m.at(property);
      copyFields(m, value, fields);
      continue;
    }
    if (property.kind === "unsupported") {
      m.at(property);
      return m.fault("NB1004", `this uses ${property.what}`, property.help);
    }
    const name = keyName(m, property.key, scope);
    const { value } = property;
    const made = evaluate(m, value, scope);
    if (value.kind === "function" && (value.form === "getter" || value.form === "setter")) {
      const before = fields.get(name);
      const { get, set } = before?.kind === "accessor" ? before : noAccessor;
      const closure = made as ClosureAbs;
      const getter = value.form === "getter";
      fields.set(name, {
        kind: "accessor",
        get: getter ? closure : get,
        set: getter ? set : closure,
      });
      continue;
    }
    fields.set(name, made);
  }
  return newObject(m, fields);
}

export function keyName(m: Machine, key: Key, scope: Scope): string {
  if (key.kind === "name-key") return key.name;
  if (isIteratorKey(key.value)) return ITERATOR;
  const value = evaluate(m, key.value, scope);
  m.at(key);
  if (value.kind === "const" && typeof value.value !== "symbol") return String(value.value);
  return m.fault("NB2008", "this key must be known when compiling", otherKeys);
}

function binary(m: Machine, node: BinaryNode, scope: Scope): Abs {
  const [asked] = comparedWithNothing(node);
  if (asked !== undefined) return compareWithNothing(m, node, asked, scope);
  const left = evaluate(m, node.left, scope);
  const right = evaluate(m, node.right, scope);
  m.at(node);
  switch (node.op) {
    case "in":
      return hasKey(m, right, left);
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

/** `asked === undefined` and the like, which an element that is not there is as well. */
function compareWithNothing(m: Machine, node: BinaryNode, asked: Expr, scope: Scope): Abs {
  const nothing = evaluate(m, asked === node.left ? node.right : node.left, scope);
  const value = elementOrNothing(m, asked, scope);
  m.at(node);
  return compare(m, node.op as CompareOp, value, nothing);
}

/** Makes the operand that is no number, if one is not, the place of the fault to come. */
function pointAtOperand(m: Machine, node: BinaryNode, left: Abs, right: Abs): void {
  if (!isNumeric(left) && !isBoolean(left)) m.at(node.left);
  else if (!isNumeric(right) && !isBoolean(right)) m.at(node.right);
}

function logical(m: Machine, node: LogicalNode, scope: Scope): Abs {
  const right = (): Abs => evaluate(m, node.right, scope);
  if (node.op === "??") return ifThere(m, node.left, scope, (left) => left, right);
  const left = evaluate(m, node.left, scope);
  m.at(node);
  return chooseLogical(m, node.op, left, right);
}

function chooseLogical(m: Machine, op: LogicalNode["op"], left: Abs, right: () => Abs): Abs {
  if (op === "??") return whereThere(m, left, (there) => there, right);
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
    const asked = isAsked(m, target);
    const value = (asked ? elementOrNothing : evaluate)(m, node.value, scope);
    m.at(node);
    place.set(value);
    return value;
  }
  const before = op === "??" ? place.find() : place.get();
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
