// Methods of arrays and typed arrays that go through items with a function.
import { setIndex } from "./properties.ts";
import { invoke, ofChoice, toHeap } from "./interpreter.ts";
import { bound, callback, guessFor, plain, type AnyArray, type Method } from "./array-method.ts";
import { storeTo } from "../ops/memory.ts";
import { newMemory } from "./memory.ts";
import { int as intLiteral } from "../ops/constant.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { arrayContent, elementValue, elemOfItems, newArray, newItems } from "./content.ts";
import { intValue, refuseMissing, truth } from "./convert.ts";
import { newTyped, typedFrom } from "./constructors.ts";
import { lengthAbs, readArray, readTyped, typedValue } from "./elements.ts";
import { letterMethod } from "./letters.ts";
import { FEW, times } from "./iterate.ts";
import { MOST_UNROLLED, orUnrolled } from "./looping.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { resizing } from "./methods-resize.ts";
import { searching } from "./methods-search.ts";
import { callNdMethod } from "./nd.ts";
import { stored } from "./methods-stored.ts";
import { fromEnd } from "./relative.ts";
import { sort } from "./sort.ts";
import { arithmetic, knownNumber } from "./operators.ts";
import { concat, stringOf, unknownPart } from "./text.ts";
import { isFunction } from "./shapes.ts";
import { callSpread } from "./spread.ts";
import {
  constant,
  describe,
  undef,
  type Abs,
  type Cell,
  type ChoiceAbs,
  type MethodAbs,
} from "./values.ts";

/** What an array without items can do. */
const blankless: ReadonlySet<string> = new Set(["fill", "keys"]);

export function callMethod(m: Machine, of: Abs, name: string, args: readonly Abs[]): Abs {
  if (of.kind === "array" || of.kind === "typed") {
    if (of.kind === "array" && m.get(of.obj.cell).kind === "blank" && !blankless.has(name)) {
      return m.fault("NB2010", `\`.${name}()\` of an array without items`, "`fill` it first");
    }
    const method = tables.find((table) => Object.hasOwn(table, name))?.[name];
    if (method !== undefined) return method(m, of, args);
    return m.fault("NB2010", `\`.${name}()\` of ${describe(of)} is not compiled`, "write a loop");
  }
  if (of.kind === "nd") return callNdMethod(m, of, name, args);
  if (of.kind === "const" && typeof of.value === "string")
    return stringMethod(m, of.value, name, args);
  if (isFunction(of)) {
    const called = functionMethod(m, of, name, args);
    if (called !== undefined) return called;
  }
  if (of.kind === "num" || of.kind === "int") return numberMethod(m, of, name, args);
  refuseMissing(m, of);
  return m.fault("NB2010", `\`.${name}()\` of ${describe(of)} is not compiled`);
}

/** Methods that write a number. */
function numberMethod(m: Machine, of: Abs, name: string, [digits]: readonly Abs[]): Abs {
  if (name === "valueOf") return of;
  if (!/^to(?:Fixed|Precision|Exponential|String|LocaleString)$/.test(name)) {
    return m.fault("NB2010", `\`.${name}()\` of a number is not compiled`);
  }
  const count = digits && knownNumber(digits);
  if (digits !== undefined && count === undefined) {
    return m.fault("NB2008", "how many digits are written must be known when compiling");
  }
  return { kind: "text", parts: [{ value: of, method: name, digits: count }] };
}

/** `call`, `apply` and `bind`. */
function functionMethod(
  m: Machine,
  fn: Abs,
  name: string,
  [self = undef, ...args]: readonly Abs[],
): Abs | undefined {
  if (name === "call") return invoke(m, fn, args, self);
  if (name === "bind") return bound(fn, self, args);
  if (name !== "apply") return undefined;
  const [list = undef] = args;
  if (list.kind === "const" && (list.value === undefined || list.value === null)) {
    return invoke(m, fn, [], self);
  }
  return callSpread(m, fn, [], list, self);
}

function stringMethod(m: Machine, text: string, name: string, args: readonly Abs[]): Abs {
  const method: unknown = text[name as never];
  const chosen = args.findIndex((arg) => arg.kind === "choice");
  if (chosen >= 0) {
    return ofChoice(m, args[chosen] as ChoiceAbs, (one) =>
      stringMethod(m, text, name, args.with(chosen, one)),
    );
  }
  if (typeof method !== "function") {
    return m.fault("NB2004", `a string has no method \`${name}\``, "check its name");
  }
  const [place] = args;
  if (place?.kind === "num" || place?.kind === "int") {
    const found = letterMethod(m, text, name, place);
    if (found !== undefined) return found;
  }
  if (args.some((arg) => arg.kind === "num" || arg.kind === "int" || arg.kind === "text")) {
    return m.fault("NB2008", `what \`.${name}()\` is given must be known when compiling`);
  }
  const known = args.map((arg) => (arg.kind === "const" ? arg.value : undefined));
  if (args.some((arg) => arg.kind !== "const")) {
    return m.fault("NB2010", `\`.${name}()\` of a string`, "compare constant strings only");
  }
  const result: unknown = Reflect.apply(method, text, known);
  if (Array.isArray(result))
    return newItems(
      m,
      result.map((part) => constant(part as string)),
    );
  return constant(result as string);
}

function itemAt(m: Machine, array: AnyArray, index: Abs): Abs {
  return array.kind === "typed" ? readTyped(m, array, index) : readArray(m, array, index);
}

/** Runs `body` for the indices that the array has now; few or unlike items one by one. */
function eachIndex(
  m: Machine,
  array: AnyArray,
  fn: Abs,
  body: (index: Abs) => void,
  more: readonly Cell[] = [],
): void {
  times(m, lengthAbs(m, array), [...guessFor(fn), ...more], body);
}

/** A new plain array of `length` items, made one after the other. */
export function collect(m: Machine, length: Abs, make: (index: Abs) => Abs, fn?: Abs): Abs {
  const known = length.kind === "const" ? (length.value as number) : undefined;
  const byItem = (): Abs =>
    newItems(
      m,
      Array.from({ length: known! }, (_, i) => make(constant(i))),
    );
  if (known !== undefined && known <= FEW) return byItem();
  const collected = (): Abs => {
    const elem = probe(m, make);
    if (elem !== undefined) return collectAlike(m, length, elem, make, fn);
    return known !== undefined && known <= 64 ? byItem() : collectOnHeap(m, length, make, fn);
  };
  if (known === undefined || known > MOST_UNROLLED) return collected();
  return orUnrolled(m, collected, byItem);
}

function collectAlike(
  m: Machine,
  length: Abs,
  elem: Elem,
  make: (index: Abs) => Abs,
  fn: Abs | undefined,
): Abs {
  const count = intValue(m, length);
  const mem = newMemory(m.b, memoryOf(elem), count);
  times(m, length, fn ? guessFor(fn) : [], (index) => {
    const value = elementValue(m, make(index), { elem });
    storeTo(m.b, mem, intValue(m, index), value);
  });
  return newArray(m, { kind: "run", mem, length: count, elem, fixed: false });
}

/** As `collect`, of items that are objects, or unlike one another: a list on the heap. */
function collectOnHeap(m: Machine, length: Abs, make: (index: Abs) => Abs, fn?: Abs): Abs {
  const list = newItems(m, []);
  toHeap(m, list);
  times(m, length, fn ? guessFor(fn) : [], (index) => {
    const item = make(index);
    resizing["push"]!(m, list, [item]);
  });
  return list;
}

/** What kind of element `make` gives, found by a trial whose code is dropped. */
function probe(m: Machine, make: (index: Abs) => Abs): Elem | undefined {
  const { node } = m;
  // the same call in a function called elsewhere may give something else
  const site = m.trail.map((call) => call.node.at.join()).join();
  const sites = (node && m.elems.get(node)) ?? new Map<string, Elem>();
  const known = sites.get(site);
  if (known !== undefined) return known;
  const trial = m.open();
  let elem: Elem | undefined;
  m.within(trial, () => {
    const index = { kind: "int", value: intLiteral(m.b, 0), min: 0, max: 2147483646 } as const;
    elem = elemOfItems(m.state, [make(index)]);
  });
  if (node && elem) m.elems.set(node, sites.set(site, elem));
  return elem;
}

export function mapArray(m: Machine, array: AnyArray, fn: Abs, to: "array" | "same"): Abs {
  const call = (index: Abs): Abs =>
    invoke(m, fn, [itemAt(m, array, index), index, array], undefined);
  if (array.kind === "array" || to === "array") return collect(m, lengthAbs(m, array), call, fn);
  const length = lengthAbs(m, array);
  const made = newTyped(m, array.element, intValue(m, length));
  times(m, length, guessFor(fn), (index) => {
    const value = typedValue(m, call(index), array.element);
    storeTo(m.b, made.mem, intValue(m, index), value);
  });
  return made;
}

export function copyOf(m: Machine, array: AnyArray, to: "array" | "same"): Abs {
  if (array.kind === "typed" && to === "same") return typedFrom(m, array.element, array);
  if (array.kind === "typed") return collect(m, lengthAbs(m, array), (i) => itemAt(m, array, i));
  return stored["slice"]!(m, array, []);
}

/** What `entries()`, `keys()` and `values()` of an array give, as an array; through `map` first. */
export function listed(
  m: Machine,
  { of, name }: MethodAbs,
  map: (item: Abs, index: Abs) => Abs = (item) => item,
): Abs {
  const array = of as AnyArray;
  const item = (index: Abs): Abs => {
    if (name === "keys()") return index;
    const value = itemAt(m, array, index);
    return name === "values()" ? value : newItems(m, [index, value]);
  };
  return collect(m, lengthAbs(m, array), (index) => map(item(index), index));
}

const reducing =
  (name: string, backwards: boolean): Method =>
  (m, array, [fn, init]) => {
    const f = callback(m, fn, name);
    const length = lengthAbs(m, array);
    const last = arithmetic(m, "-", length, constant(1));
    const at = (step: Abs): Abs => (backwards ? arithmetic(m, "-", last, step) : step);
    const sum: Cell = { name: "sum" };
    m.state.set(sum, init ?? itemAt(m, array, at(constant(0))));
    const body = (step: Abs): void => {
      const index = at(step);
      const args = [m.get(sum) as Abs, itemAt(m, array, index), index, array];
      m.state.set(sum, invoke(m, f, args, undefined));
    };
    times(m, length, [...guessFor(f), sum], body, init ? 0 : 1);
    return m.get(sum) as Abs;
  };

const forEach: Method = (m, array, [fn, self]) => {
  const f = callback(m, fn, "forEach", self);
  eachIndex(m, array, f, (index) => {
    invoke(m, f, [itemAt(m, array, index), index, array], undefined);
  });
  return undef;
};

const filter: Method = (m, array, [fn, self]) => {
  const f = callback(m, fn, "filter", self);
  const kept = newItems(m, [], "filtered");
  eachIndex(m, array, f, (index) => {
    const item = itemAt(m, array, index);
    const keep = truth(m, invoke(m, f, [item, index, array], undefined));
    branch(
      m,
      keep,
      () => void resizing["push"]!(m, kept, [item]),
      () => {},
    );
  });
  if (array.kind === "array") return kept;
  return typedFrom(m, array.element, kept);
};

const join: Method = (m, array, [separator]) => {
  const between = separator ?? constant(",");
  if (array.kind === "array") {
    const content = arrayContent(m, array);
    if (content.kind === "items") {
      const parts = content.items.flatMap((item, i) => (i === 0 ? [item] : [between, item]));
      return concat(m, constant(""), ...parts);
    }
  }
  if (between.kind !== "const") stringOf(m, between);
  return { kind: "text", parts: [unknownPart] };
};

/** One level of arrays in an array, joined. */
function joined(m: Machine, array: Abs): Abs {
  if (array.kind !== "array") return m.fault("NB2010", `\`.flat()\` of ${describe(array)}`);
  const content = arrayContent(m, array);
  const all = newItems(m, []);
  if (content.kind === "items") return callMethod(m, all, "concat", content.items);
  if (!isNested(m, array)) return copyOf(m, array, "same");
  const put = (item: Abs): void => void resizing["push"]!(m, all, [item]);
  const take = (row: Abs): Abs => {
    if (row.kind === "choice") return ofChoice(m, row, take);
    if (row.kind !== "array") put(row);
    else times(m, lengthAbs(m, row), [], (i) => put(readArray(m, row, i)));
    return undef;
  };
  times(m, lengthAbs(m, array), [], (index) => void take(readArray(m, array, index)));
  return all;
}

/** Whether an array holds arrays. */
function isNested(m: Machine, array: Abs): boolean {
  if (array.kind !== "array") return false;
  const content = arrayContent(m, array);
  if (content.kind === "run") {
    const { elem } = content;
    if (elem.kind === "slot") return m.state.heap.itemSlot(elem.family).lists !== undefined;
    return elem.kind === "array";
  }
  return content.items.some((item) => item.kind === "array");
}

const flat: Method = (m, array, [depth]) => {
  const levels = depth === undefined ? 1 : knownNumber(depth);
  if (levels === undefined) {
    return m.fault("NB2008", "how deep `.flat()` goes must be known when compiling");
  }
  let all: Abs = copyOf(m, plain(m, array, "flat"), "same");
  for (let i = 0; i < levels && isNested(m, all); i++) all = joined(m, all);
  return all;
};

const goingThrough: Readonly<Record<string, Method | undefined>> = {
  map: (m, array, [fn, self]) => mapArray(m, array, callback(m, fn, "map", self), "same"),
  forEach,
  reduce: reducing("reduce", false),
  reduceRight: reducing("reduceRight", true),
  filter,
  join,
  sort,
  toSorted: (m, array, args) => sort(m, copyOf(m, array, "same") as AnyArray, args),
  toReversed: (m, array) => stored["reverse"]!(m, copyOf(m, array, "same") as AnyArray, []),
  with: (m, array, [index, value]) => {
    const copy = copyOf(m, array, "same");
    setIndex(m, copy, fromEnd(m, array, index ?? constant(0)), value ?? undef);
    return copy;
  },
  flatMap: (m, array, [fn, self]) =>
    joined(m, mapArray(m, array, callback(m, fn, "flatMap", self), "array")),
  flat,
  entries: (_, of) => ({ kind: "method", of, name: "entries()" }),
  keys: (_, of) => ({ kind: "method", of, name: "keys()" }),
  values: (_, of) => ({ kind: "method", of, name: "values()" }),
};

const tables = [goingThrough, searching, stored, resizing];
