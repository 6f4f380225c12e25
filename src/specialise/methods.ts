// Methods of arrays and typed arrays that go through items with a function.
import { setIndex } from "./properties.ts";
import { invoke } from "./interpreter.ts";
import { assignedCells, waysOf } from "./looping.ts";
import { going } from "./flow.ts";
import { storeTo } from "../ops/memory.ts";
import { newMemory } from "./memory.ts";
import { int as intLiteral } from "../ops/constant.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { arrayContent, elementValue, elemOfItems, newArray, newItems } from "./content.ts";
import { intValue, refuseMissing, truth } from "./convert.ts";
import { newTyped, typedFrom } from "./constructors.ts";
import { lengthAbs, readArray, readTyped, typedValue } from "./elements.ts";
import { FEW, ofEach, times } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { stored } from "./methods-stored.ts";
import { sort } from "./sort.ts";
import { concat, equal, textOf } from "./operators.ts";
import {
  constant,
  describe,
  no,
  undef,
  yes,
  type Abs,
  type ArrayAbs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
  type TypedAbs,
} from "./values.ts";

export type AnyArray = ArrayAbs | TypedAbs;

export function callMethod(m: Machine, of: Abs, name: string, args: readonly Abs[]): Abs {
  if (of.kind === "array" || of.kind === "typed") {
    if (of.kind === "array" && m.get(of.obj.cell).kind === "blank" && name !== "fill") {
      return m.fault("NB2010", `\`.${name}()\` of an array without items`, "`fill` it first");
    }
    const through = goingThrough[name];
    if (through !== undefined) return through(m, of, args);
    const other = stored[name];
    if (other !== undefined) return other(m, of, args);
    return m.fault("NB2010", `\`.${name}()\` of ${describe(of)} is not compiled`, "write a loop");
  }
  if (of.kind === "const" && typeof of.value === "string")
    return stringMethod(m, of.value, name, args);
  if (of.kind === "closure" || of.kind === "made") {
    if (name === "call") return invoke(m, of, args.slice(1), args[0]);
    if (name === "apply" && args[1]?.kind === "array") {
      const content = arrayContent(m, args[1]);
      if (content.kind === "items") return invoke(m, of, content.items, args[0]);
    }
  }
  if (of.kind === "num" || of.kind === "int") return { kind: "text", text: "…" };
  refuseMissing(m, of);
  return m.fault("NB2010", `\`.${name}()\` of ${describe(of)} is not compiled`);
}

function stringMethod(m: Machine, text: string, name: string, args: readonly Abs[]): Abs {
  const method: unknown = text[name as never];
  const known = args.map((arg) => (arg.kind === "const" ? arg.value : undefined));
  if (typeof method !== "function" || args.some((arg) => arg.kind !== "const")) {
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

/** Cells that calling `fn` may assign. */
export function guessFor(fn: Abs): Cell[] {
  return fn.kind === "closure" ? assignedCells([fn.fn], fn.scope) : [];
}

function callback(m: Machine, fn: Abs | undefined, name: string): Abs {
  if (fn !== undefined) return fn;
  return m.fault("NB2011", `\`.${name}\` needs a function`);
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
  times(m, staticLength(m, array), [...guessFor(fn), ...more], body);
}

function staticLength(m: Machine, array: AnyArray): Abs {
  return lengthAbs(m, array);
}

/** A new plain array of `length` items, made one after the other. */
export function collect(m: Machine, length: Abs, make: (index: Abs) => Abs, fn?: Abs): Abs {
  const known = length.kind === "const" ? (length.value as number) : undefined;
  if (known !== undefined && known <= FEW) {
    return newItems(
      m,
      Array.from({ length: known }, (_, i) => make(constant(i))),
    );
  }
  const elem = probe(m, make);
  if (elem === undefined) {
    if (known !== undefined && known <= 64) {
      return newItems(
        m,
        Array.from({ length: known }, (_, i) => make(constant(i))),
      );
    }
    return m.fault(
      "NB2008",
      "an array of objects, or of unlike values, must have a length known when compiling",
      "keep each field in an array of its own, or use arrays of arrays of numbers",
    );
  }
  const count = intValue(m, length);
  const mem = newMemory(m.b, memoryOf(elem), count);
  times(m, length, fn ? guessFor(fn) : [], (index) => {
    const value = elementValue(m, make(index), elem);
    storeTo(m.b, mem, intValue(m, index), value);
  });
  return newArray(m, { kind: "run", mem, length: count, elem, fixed: false });
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
  if (array.kind === "array" || to === "array") return collect(m, staticLength(m, array), call, fn);
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

type Method = (m: Machine, array: AnyArray, args: readonly Abs[]) => Abs;

const reduce: Method = (m, array, [fn, init]) => {
  const f = callback(m, fn, "reduce");
  const sum: Cell = { name: "sum" };
  m.state.set(sum, init ?? itemAt(m, array, constant(0)));
  const body = (index: Abs): void => {
    const args = [m.get(sum) as Abs, itemAt(m, array, index), index, array];
    m.state.set(sum, invoke(m, f, args, undefined));
  };
  times(m, staticLength(m, array), [...guessFor(f), sum], body, init ? 0 : 1);
  return m.get(sum) as Abs;
};

const reduceRight: Method = (m, array, args) =>
  reduce(m, stored["reverse"]!(m, copyOf(m, array, "same") as AnyArray, []) as AnyArray, args);

const forEach: Method = (m, array, [fn]) => {
  const f = callback(m, fn, "forEach");
  eachIndex(m, array, f, (index) => {
    invoke(m, f, [itemAt(m, array, index), index, array], undefined);
  });
  return undef;
};

const filter: Method = (m, array, [fn]) => {
  const f = callback(m, fn, "filter");
  const made = newItems(m, [], "filtered");
  const kept: Abs = array.kind === "array" ? made : made;
  eachIndex(m, array, f, (index) => {
    const item = itemAt(m, array, index);
    const keep = truth(m, invoke(m, f, [item, index, array], undefined));
    branch(
      m,
      keep,
      () => void stored["push"]!(m, made, [item]),
      () => {},
    );
  });
  if (array.kind === "array") return kept;
  return typedFrom(m, array.element, kept);
};

/** Goes through items until `found` says so; gives what was found, else `otherwise`. */
function search(
  m: Machine,
  array: AnyArray,
  guess: readonly Cell[],
  otherwise: Abs,
  found: (item: Abs, index: Abs) => BoolAbs | ConstAbs,
  result: (item: Abs, index: Abs) => Abs,
): Abs {
  const cell: Cell = { name: "found" };
  m.state.set(cell, otherwise);
  const ways = waysOf([]);
  ofEach(m, array, {
    ways,
    guess: [...guess, cell],
    ends: true,
    body: (read, index) => {
      const item = read();
      branch(
        m,
        found(item, index),
        () => {
          m.state.set(cell, result(item, index));
          m.state.exits.set(ways.onBreak, yes);
        },
        () => {},
      );
      return going(m);
    },
  });
  m.state.exits.delete(ways.onBreak);
  return m.get(cell) as Abs;
}

const testing =
  (
    name: string,
    otherwise: Abs,
    negated: boolean,
    result: (item: Abs, index: Abs) => Abs,
  ): Method =>
  (m, array, [fn]) => {
    const f = callback(m, fn, name);
    const found = (item: Abs, index: Abs): BoolAbs | ConstAbs => {
      const answer = truth(m, invoke(m, f, [item, index, array], undefined));
      return negated
        ? (branch(
            m,
            answer,
            () => no,
            () => yes,
          ) as BoolAbs | ConstAbs)
        : answer;
    };
    return search(m, array, guessFor(f), otherwise, found, result);
  };

const finding =
  (otherwise: Abs, result: (item: Abs, index: Abs) => Abs): Method =>
  (m, array, [sought]) => {
    const wanted = sought ?? undef;
    const found = (item: Abs): BoolAbs | ConstAbs =>
      equal(m, item, wanted, true) as BoolAbs | ConstAbs;
    return search(m, array, [], otherwise, found, result);
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
  textOf(m, between);
  return { kind: "text", text: "…" };
};

/** One level of arrays in an array, joined. */
function flat(m: Machine, array: Abs): Abs {
  if (array.kind !== "array") return m.fault("NB2010", `\`.flat()\` of ${describe(array)}`);
  const content = arrayContent(m, array);
  const joined = newItems(m, []);
  if (content.kind === "items") return callMethod(m, joined, "concat", content.items);
  times(m, lengthAbs(m, array), [], (index) => {
    const row = readArray(m, array, index);
    if (row.kind !== "array") {
      return m.fault("NB2010", `\`.flat()\` of an array of ${describe(row)}`);
    }
    times(m, lengthAbs(m, row), [], (i) => void stored["push"]!(m, joined, [readArray(m, row, i)]));
  });
  return joined;
}

const goingThrough: Readonly<Record<string, Method | undefined>> = {
  map: (m, array, [fn]) => mapArray(m, array, callback(m, fn, "map"), "same"),
  forEach,
  reduce,
  reduceRight,
  filter,
  some: testing("some", no, false, () => yes),
  every: testing("every", yes, true, () => no),
  find: testing("find", undef, false, (item) => item),
  findIndex: testing("findIndex", constant(-1), false, (_, index) => index),
  indexOf: finding(constant(-1), (_, index) => index),
  includes: finding(no, () => yes),
  join,
  sort,
  toSorted: (m, array, args) => sort(m, copyOf(m, array, "same") as AnyArray, args),
  toReversed: (m, array) => stored["reverse"]!(m, copyOf(m, array, "same") as AnyArray, []),
  with: (m, array, [index, value]) => {
    const copy = copyOf(m, array, "same");
    setIndex(m, copy, index ?? undef, value ?? undef);
    return copy;
  },
  flatMap: (m, array, [fn]) => flat(m, mapArray(m, array, callback(m, fn, "flatMap"), "array")),
  flat: (m, array) => flat(m, array),
  entries: (_, of) => ({ kind: "method", of, name: "entries()" }),
  keys: (_, of) => ({ kind: "method", of, name: "keys()" }),
  values: (_, of) => ({ kind: "method", of, name: "values()" }),
};
