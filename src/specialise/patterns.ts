// Places that values are stored into, and destructuring.
import { assignVariable, declareVariable, store } from "./variables.ts";
import { evaluate, keyName, variableCell } from "./interpreter.ts";
import { askedFor } from "../syntax/absence.ts";
import { orUnset } from "./unset.ts";
import type { ArrayPatternNode, ObjectPatternNode, Pattern } from "../syntax/tree.ts";
import { newObject } from "./content.ts";
import { refuseMissing } from "./convert.ts";
import { destructured } from "./destructure.ts";
import { type Machine } from "./machine.ts";
import { isElement, isInside } from "./inside.ts";
import { branch } from "./merge.ts";
import { copyFields } from "./own-fields.ts";
import { getIndex, getMember, getPrivate, setIndex, setMember, setPrivate } from "./properties.ts";
import { bool, undef, type Abs, type Cell, type Scope } from "./values.ts";

export interface Place {
  get(): Abs;
  /** As `get`; undefined where it is an element that is not there. */
  find(): Abs;
  set(value: Abs): void;
}

/** A place to store into; its object and index are evaluated here, once. */
export function reference(m: Machine, node: Pattern, scope: Scope): Place {
  switch (node.kind) {
    case "local":
    case "free": {
      const cell = variableCell(m, node, scope);
      refuseConstant(m, node, cell);
      return {
        get: () => evaluate(m, node, scope),
        find: () => evaluate(m, node, scope),
        set: (value) =>
          node.kind === "local" ? assignVariable(m, node.id, cell, value) : store(m, cell, value),
      };
    }
    case "member": {
      const object = evaluate(m, node.object, scope);
      return {
        get: () => getMember(m, object, node.name),
        find: () => getMember(m, object, node.name),
        set: (value) => setMember(m, object, node.name, value),
      };
    }
    case "index": {
      const object = evaluate(m, node.object, scope);
      const index = evaluate(m, node.index, scope);
      m.at(node);
      return {
        get: () => getIndex(m, object, index),
        find: () => {
          const get = (): Abs => getIndex(m, object, index);
          if (!isElement(object, index)) return get();
          return branch(m, isInside(m, object, index), get, () => undef);
        },
        set: (value) => setIndex(m, object, index, value),
      };
    }
    case "private": {
      const object = evaluate(m, node.object, scope);
      m.at(node);
      return {
        get: () => getPrivate(m, object, node.name),
        find: () => getPrivate(m, object, node.name),
        set: (value) => setPrivate(m, object, node.name, value),
      };
    }
    case "unsupported":
      m.at(node);
      return m.fault("NB1004", `this uses ${node.what}`, node.help);
    default:
      m.at(node);
      return m.fault("NB2010", "this place cannot be assigned to");
  }
}

function refuseConstant(m: Machine, node: Pattern, cell: Cell): void {
  if (node.kind !== "local") return;
  const { how } = m.frame.code.tree.locals[node.id]!;
  if (how !== "const") return;
  m.at(node);
  m.fault(
    "NB1004",
    `\`${cell.name}\` is declared with \`const\`, so it cannot be assigned`,
    "use `let`",
  );
}

/**
 * Takes `value` apart. Leaves are stored into; or declared as new variables of `declare`.
 */
export function assignPattern(
  m: Machine,
  pattern: Pattern,
  value: Abs,
  scope: Scope,
  declare: Scope | undefined,
): void {
  switch (pattern.kind) {
    case "array-pattern":
      return assignItems(m, pattern, value, scope, declare);
    case "object-pattern":
      return assignFields(m, pattern, value, scope, declare);
    case "default-pattern": {
      if (value.kind === "conflict") refuseMissing(m, value);
      const used = orDefault(m, value, () => evaluate(m, pattern.value, scope));
      return assignPattern(m, pattern.target, used, scope, declare);
    }
    case "local":
      if (declare !== undefined) {
        return declareVariable(m, pattern.id, declare, value);
      }
  }
  reference(m, pattern, scope).set(value);
}

/** Whether a pattern is a variable that the function asks whether it is there. */
export function isAsked(m: Machine, pattern: Pattern): boolean {
  return pattern.kind === "local" && askedFor(m.frame.code.tree).has(pattern.id);
}

/** `value`, or `otherwise` where it is undefined. */
function orDefault(m: Machine, given: Abs, otherwise: () => Abs): Abs {
  const value = orUnset(m, given);
  if (value.kind === "maybe" && value.absent.value === undefined) {
    const inner = (): Abs => (value.value === given ? given : orDefault(m, value.value, otherwise));
    return branch(m, bool(value.present), inner, otherwise);
  }
  return value.kind === "const" && value.value === undefined ? otherwise() : value;
}

function assignItems(
  m: Machine,
  pattern: ArrayPatternNode,
  value: Abs,
  scope: Scope,
  declare: Scope | undefined,
): void {
  m.at(pattern);
  const { item, rest } = destructured(m, value, pattern.items.length, pattern.rest !== undefined);
  for (const [i, target] of pattern.items.entries()) {
    if (target.kind === "hole") continue;
    m.at(target);
    const found = item(i, target.kind === "default-pattern" || isAsked(m, target));
    assignPattern(m, target, found, scope, declare);
  }
  if (pattern.rest) {
    assignPattern(m, pattern.rest, rest(pattern.items.length), scope, declare);
  }
}

function assignFields(
  m: Machine,
  pattern: ObjectPatternNode,
  value: Abs,
  scope: Scope,
  declare: Scope | undefined,
): void {
  m.at(pattern);
  refuseMissing(m, value);
  const taken = new Set<string>();
  for (const { key, target, at } of pattern.properties) {
    const name = keyName(m, key, scope);
    taken.add(name);
    m.at({ kind: "empty", at });
    assignPattern(m, target, getMember(m, value, name), scope, declare);
  }
  if (!pattern.rest) return;
  const left = new Map<string, Abs>();
  copyFields(m, value, left);
  for (const name of taken) left.delete(name);
  assignPattern(m, pattern.rest, newObject(m, left), scope, declare);
}
