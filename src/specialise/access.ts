/**
 * Properties, elements and calls, one behind the other: `a.b[i]?.c(x)`. Each link hands its value to
 * what follows, so that what follows is run where there is a value, and only there.
 */
import type {
  CallNode,
  Expr,
  IndexNode,
  MemberNode,
  PrivateNode,
  SpreadNode,
} from "../syntax/tree.ts";
import { ofChoice } from "./choices.ts";
import { superCall, superHolder } from "./classes.ts";
import { refuseMissing } from "./convert.ts";
import { evaluate, invoke } from "./interpreter.ts";
import { eachClass } from "./fields-on-heap.ts";
import { collected, firstStep, isIterable } from "./generators.ts";
import { goOn } from "./guards.ts";
import { settled } from "./facts.ts";
import { finds, isElement, isInside } from "./inside.ts";
import { spreadItems } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { getIndex, getMember, getPrivate, inheritedMember, ITERATOR } from "./properties.ts";
import { orUnset } from "./unset.ts";
import { callSpread } from "./spread.ts";
import { isIterator, bool, constant, undef, type Abs, type Scope } from "./values.ts";

/** Goes on with a value, and with the object that it was found in. */
type Then = (value: Abs, self: Abs | undefined) => Abs;

interface Ends {
  /** What a chain gives whose `?.` meets nothing. */
  readonly chain: () => Abs;
  /** What is gone on with where an element is not there; an error where this is absent. */
  readonly missing?: (() => Abs) | undefined;
}

type Access = MemberNode | IndexNode | PrivateNode;

/** The value of a property, an element, a call, or an optional chain of them. */
export function access(m: Machine, node: Expr, scope: Scope): Abs {
  return link(m, node, scope, (value) => value, { chain: () => undef });
}

/** Goes on with the value of `node` where there is one; where it is undefined or null, with `none`. */
export function ifThere(
  m: Machine,
  node: Expr,
  scope: Scope,
  some: (value: Abs) => Abs,
  none: () => Abs,
): Abs {
  const then = (value: Abs): Abs => whereThere(m, value, some, none);
  return link(m, node, scope, then, { chain: none, missing: none });
}

/** The value of `node`; undefined where it is an element that is not there. */
export function elementOrNothing(m: Machine, node: Expr, scope: Scope): Abs {
  const nothing = (): Abs => undef;
  return link(m, node, scope, (value) => value, { chain: nothing, missing: nothing });
}

function link(m: Machine, node: Expr, scope: Scope, then: Then, ends: Ends): Abs {
  switch (node.kind) {
    case "chain": {
      const inner = (value: Abs): Abs => then(value, undefined);
      const end = ends.missing ?? ((): Abs => then(undef, undefined));
      return link(m, node.value, scope, inner, { chain: end, missing: ends.missing });
    }
    case "member":
    case "index":
    case "private":
      return property(m, node, scope, then, ends);
    case "call":
      return called(m, node, scope, then, ends);
    default:
      return then(evaluate(m, node, scope), undefined);
  }
}

function property(m: Machine, node: Access, scope: Scope, then: Then, ends: Ends): Abs {
  if (node.object.kind === "super") {
    const value = superProperty(m, node, scope);
    return then(value, m.frame.self);
  }
  const from = (held: Abs): Abs => {
    const object = settled(m, held);
    // what follows is another thing for each
    if (object.kind === "choice") return ofChoice(m, object, from);
    if (node.kind === "index" && isIteratorKey(node.index)) {
      return then(getMember(m, object, ITERATOR), object);
    }
    const index = node.kind === "index" ? evaluate(m, node.index, scope) : undefined;
    m.at(node);
    if (index === undefined) {
      const value = named(m, node, object);
      goOn(m);
      return then(value, object);
    }
    const found = (): Abs => then(getIndex(m, object, index), object);
    if (ends.missing === undefined || !isElement(object, index)) return found();
    return branch(m, isInside(m, object, index), found, ends.missing);
  };
  return before(m, node.object, node.optional, scope, from, ends);
}

function named(m: Machine, node: Access, object: Abs): Abs {
  if (node.kind === "private") return getPrivate(m, object, node.name);
  return getMember(m, object, (node as MemberNode).name);
}

/** Goes on with what a link follows on, which `?.` allows to be missing. */
function before(
  m: Machine,
  node: Expr,
  optional: boolean,
  scope: Scope,
  then: Then,
  { chain }: Ends,
): Abs {
  if (!optional) return link(m, node, scope, then, { chain });
  const some: Then = (value, self) => whereThere(m, value, (there) => then(there, self), chain);
  return link(m, node, scope, some, { chain, missing: chain });
}

/** Runs `some` where `value` is there, and `none` where it is undefined or null. */
export function whereThere(
  m: Machine,
  given: Abs,
  some: (value: Abs) => Abs,
  none: () => Abs,
): Abs {
  const value = orUnset(m, given);
  if (value.kind === "maybe") {
    const there = (): Abs => {
      const inner = settled(m, value.value);
      return value.value === given ? some(inner) : whereThere(m, inner, some, none);
    };
    return branch(m, bool(value.present), there, none);
  }
  if (value.kind === "choice" && value.of.some(mayBeMissing)) {
    const [one, other] = value.of.map((side) => () => whereThere(m, side, some, none));
    return branch(m, bool(value.first), one!, other!);
  }
  if (value.kind === "conflict") refuseMissing(m, value);
  const missing = value.kind === "const" && (value.value === undefined || value.value === null);
  return missing ? none() : some(value);
}

function mayBeMissing(abs: Abs): boolean {
  if (abs.kind === "choice") return abs.of.some(mayBeMissing);
  if (abs.kind === "const") return abs.value === undefined || abs.value === null;
  return abs.kind === "maybe";
}

/** `super.name`: found from the parent on, called on `this`. */
function superProperty(m: Machine, node: Access, scope: Scope): Abs {
  m.at(node);
  const { self } = m.frame;
  if (self === undefined) return m.fault("NB2010", "`super` outside a method of a class");
  const key = node.kind === "index" ? evaluate(m, node.index, scope) : constant(node.name);
  if (key.kind !== "const") return m.fault("NB2008", "this key must be known when compiling");
  return inheritedMember(m, superHolder(m), String(key.value), self) ?? undef;
}

function called(m: Machine, node: CallNode, scope: Scope, then: Then, ends: Ends): Abs {
  const { callee } = node;
  if (callee.kind === "super") {
    const args = argumentList(m, node.args, scope);
    m.at(node);
    return then(superCall(m, args), undefined);
  }
  const name = nameOf(node.callee, m);
  const call: Then = (fn, self) => {
    if (fn.kind === "method" && fn.name === "next" && isIterator(fn.of)) {
      m.at(node);
      return then(nextOf(m, fn.of, callee), undefined);
    }
    const from = node.args.findIndex((arg) => arg.kind === "spread");
    if (from >= 0) {
      const first = argumentList(m, node.args.slice(0, from), scope);
      const items = spreadList(m, node, node.args.slice(from), scope);
      const value = callSpread(m, fn, first, items, self, name);
      goOn(m);
      return then(value, undefined);
    }
    const args = argumentList(m, node.args, scope);
    m.at(node);
    const made = (): Abs => {
      // each class on the heap has a method of its own
      const method = (one: Abs): Abs =>
        invoke(m, getMember(m, one, (callee as MemberNode).name), args, one, name);
      const many = callee.kind === "member" && fn.kind === "choice" && self?.kind === "object";
      const value = many ? eachClass(m, self, method) : invoke(m, fn, args, self, name);
      goOn(m);
      return then(value, undefined);
    };
    const found = ends.missing && finds(m, fn, args);
    return found && ends.missing ? branch(m, found, made, ends.missing) : made();
  };
  return before(m, callee, node.optional, scope, call, ends);
}

/** `next()` of what `keys()` and the like have just given; where it has got to is not kept. */
function nextOf(m: Machine, iterator: Abs, callee: Expr): Abs {
  if (callee.kind === "member" && callee.object.kind === "call") return firstStep(m, iterator);
  return m.fault(
    "NB2010",
    "taking single items of an iterator that is kept",
    "go through it with `for … of`, or spread it into an array",
  );
}

/** The items that arguments stand for, the first of which is a spread. */
function spreadList(m: Machine, node: CallNode, args: CallNode["args"], scope: Scope): Abs {
  const [only] = args;
  if (args.length > 1 || only?.kind !== "spread") {
    return evaluate(m, { kind: "array", at: node.at, items: args }, scope);
  }
  const value = evaluate(m, only.value, scope);
  m.at(node);
  return isIterable(value) ? collected(m, value) : value;
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

export function argumentList(m: Machine, args: CallNode["args"], scope: Scope): Abs[] {
  const values: Abs[] = [];
  for (const arg of args) {
    if (arg.kind === "spread") values.push(...spread(m, arg, scope));
    else values.push(evaluate(m, arg, scope));
  }
  return values;
}

function spread(m: Machine, node: SpreadNode, scope: Scope): readonly Abs[] {
  const value = evaluate(m, node.value, scope);
  m.at(node);
  return spreadItems(m, isIterable(value) ? collected(m, value) : value);
}

/** Whether it says `Symbol.iterator`. */
export function isIteratorKey(node: Expr): boolean {
  if (node.kind !== "member" || node.name !== "iterator") return false;
  return node.object.kind === "free" && node.object.name === "Symbol";
}
