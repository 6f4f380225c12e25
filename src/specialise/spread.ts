// `f(...array)` where the length of the array is known at run time only.
import type { FunctionNode, Pattern } from "../syntax/tree.ts";
import { callClosure, callMethod, closureOf, invoke, ofChoice, toHeap } from "./interpreter.ts";
import { arrayContent, newItems, toRun } from "./content.ts";
import { present } from "./convert.ts";
import { lengthAbs } from "./elements.ts";
import { isInside } from "./inside.ts";
import { spreadItems, times } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { isNdFunction } from "./nd.ts";
import { getIndex } from "./properties.ts";
import { isStored, withStored } from "./stored-functions.ts";
import {
  constant,
  undef,
  type Abs,
  type ArrayAbs,
  type Cell,
  type ClosureAbs,
  type MethodAbs,
  type TypedAbs,
} from "./values.ts";

/** Calls `fn` with the arguments `first`, and all items of `items` after them. */
export function callSpread(
  m: Machine,
  fn: Abs,
  first: readonly Abs[],
  items: Abs,
  self: Abs | undefined,
  name?: string,
): Abs {
  const unknown = items.kind === "typed" || (items.kind === "array" && isRun(m, items));
  const done = unknown ? spreadInto(m, fn, first, items, self) : undefined;
  return done ?? invoke(m, fn, [...first, ...spreadItems(m, items)], self, name);
}

const isRun = (m: Machine, items: ArrayAbs): boolean => {
  const { kind } = m.get(items.obj.cell);
  return kind !== "blank" && arrayContent(m, items).kind === "run";
};

type List = ArrayAbs | TypedAbs;

/** The call with a number of items that is not known; undefined if `fn` does not take them. */
function spreadInto(
  m: Machine,
  fn: Abs,
  first: readonly Abs[],
  items: List,
  self: Abs | undefined,
): Abs | undefined {
  const call = (one: Abs): Abs => callSpread(m, one, first, items, self);
  switch (fn.kind) {
    case "choice":
      return ofChoice(m, fn, call);
    case "maybe":
      return call(present(m, fn));
    case "object":
      return isStored(m, fn) ? withStored(m, fn, call) : undefined;
    case "closure":
      return spreadIntoClosure(m, fn, first, items, self);
    case "method":
      return fn.name === "push" && fn.of.kind === "array"
        ? pushAll(m, fn as Push, first, items)
        : undefined;
    case "host":
      return spreadIntoHost(m, fn.value, first, items, self);
    default:
      return undefined;
  }
}

function spreadIntoHost(
  m: Machine,
  fn: object,
  first: readonly Abs[],
  items: List,
  self: Abs | undefined,
): Abs | undefined {
  if (isNdFunction(fn)) return undefined;
  const host: Abs = { kind: "host", value: fn };
  const none = neutral.get(fn);
  if (none !== undefined) {
    const best: Cell = { name: "best" };
    m.state.set(best, first.length > 0 ? invoke(m, host, first, undefined) : constant(none));
    times(m, lengthAbs(m, items), [best], (index) => {
      const item = getIndex(m, items, index);
      m.state.set(best, invoke(m, host, [m.get(best) as Abs, item], undefined));
    });
    return m.get(best) as Abs;
  }
  if (typeof fn !== "function") return undefined;
  if (ofMath.has(fn)) return invoke(m, host, positional(m, first, items, fn.length), undefined);
  const isNative = Function.prototype.toString.call(fn).endsWith("{ [native code] }");
  if (isNative || m.host.library(fn) !== undefined) return undefined;
  const closure = m.host.tokens.get(fn) ?? closureOf(m, fn);
  return spreadIntoClosure(m, closure, first, items, self);
}

function spreadIntoClosure(
  m: Machine,
  closure: ClosureAbs,
  first: readonly Abs[],
  items: List,
  self: Abs | undefined,
): Abs {
  const { fn } = closure;
  const count = fn.params.length;
  const args = positional(m, first, items, count);
  if (fn.rest === undefined) return callClosure(m, closure, args, self);
  const from = constant(Math.max(0, count - first.length));
  const list = items.kind === "typed" ? invoke(m, arrayFrom, [items], undefined) : items;
  let rest = callMethod(m, list, "slice", [from]);
  if (first.length > count) {
    rest = callMethod(m, newItems(m, first.slice(count)), "concat", [rest]);
  }
  return callClosure(m, { ...closure, fn: takingRest(fn, fn.rest) }, [...args, rest], self);
}

/** The first `count` arguments; undefined for those that are not there. */
function positional(m: Machine, first: readonly Abs[], items: List, count: number): Abs[] {
  return Array.from({ length: count }, (_, i) => {
    if (i < first.length) return first[i] as Abs;
    const index = constant(i - first.length);
    const read = (): Abs => getIndex(m, items, index);
    return branch(m, isInside(m, items, index), read, () => undef);
  });
}

const packed = new WeakMap<FunctionNode, FunctionNode>();

/** The function that is given its rest parameter as an array. */
function takingRest(fn: FunctionNode, rest: Pattern): FunctionNode {
  let known = packed.get(fn);
  if (known === undefined) {
    known = { ...fn, params: [...fn.params, rest], rest: undefined };
    packed.set(fn, known);
  }
  return known;
}

const arrayFrom: Abs = { kind: "host", value: Array.from };

interface Push extends MethodAbs {
  readonly of: ArrayAbs;
}

function pushAll(m: Machine, fn: Push, first: readonly Abs[], items: List): Abs {
  if (first.length > 0) invoke(m, fn, first, undefined);
  if (m.get(fn.of.obj.cell).kind === "items" && items.kind === "array") {
    const { elem } = toRun(m, items);
    if (elem.kind === "slot") toHeap(m, fn.of);
    else toRun(m, fn.of, elem);
  }
  times(m, lengthAbs(m, items), [], (index) => {
    invoke(m, fn, [getIndex(m, items, index)], undefined);
  });
  return lengthAbs(m, fn.of);
}

/** What the functions of any number of numbers give for none. */
const neutral: ReadonlyMap<object, number> = new Map<object, number>([
  [Math.max, -Infinity],
  [Math.min, Infinity],
  [Math.hypot, 0],
]);

/** The functions of `Math`, which take as many arguments as their length says. */
const ofMath: ReadonlySet<object> = new Set(
  Object.getOwnPropertyNames(Math).map((name) => Math[name as "sin"]),
);
