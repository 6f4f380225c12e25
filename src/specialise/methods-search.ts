// Methods of arrays that look for an item.
import { or } from "../ops/bits.ts";
import { boolValue, truth } from "./convert.ts";
import { going } from "./flow.ts";
import { invoke } from "./interpreter.ts";
import { ofEach, ofEachBackwards } from "./iterate.ts";
import { callback, guessFor, type AnyArray, type Method } from "./array-method.ts";
import { waysOf } from "./looping.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { fromEnd } from "./relative.ts";
import { compare, equal, negate } from "./operators.ts";
import { isNumeric } from "./shapes.ts";
import {
  bool,
  constant,
  no,
  undef,
  yes,
  type Abs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
} from "./values.ts";

type Truth = BoolAbs | ConstAbs;

interface Search {
  /** From the last item to the first. */
  readonly backwards?: boolean;
  readonly guess: readonly Cell[];
  /** The result where nothing is found. */
  readonly otherwise: Abs;
  readonly found: (item: () => Abs, index: Abs) => Truth;
  readonly result: (item: Abs, index: Abs) => Abs;
}

/** Goes through items until `found` says so; gives what was found, else `otherwise`. */
function search(m: Machine, array: AnyArray, one: Search): Abs {
  const cell: Cell = { name: "found" };
  m.state.set(cell, one.otherwise);
  const ways = waysOf([]);
  const each = one.backwards ? ofEachBackwards : ofEach;
  each(m, array, {
    ways,
    guess: [...one.guess, cell],
    ends: true,
    body: (read, index) => {
      let item: Abs | undefined;
      const once = (): Abs => (item ??= read());
      branch(
        m,
        one.found(once, index),
        () => {
          m.state.set(cell, one.result(once(), index));
          m.state.exits.set(ways.onBreak, yes);
        },
        () => {},
      );
      return going(m);
    },
  });
  m.state.arrive(ways.onBreak);
  return m.get(cell) as Abs;
}

interface Testing {
  readonly otherwise: Abs;
  readonly result: Search["result"];
  /** Ends where the answer is no. */
  readonly negated?: boolean;
  readonly backwards?: boolean;
}

const testing =
  (name: string, { otherwise, result, negated, backwards }: Testing): Method =>
  (m, array, [fn, self]) => {
    const f = callback(m, fn, name, self);
    const found = (item: () => Abs, index: Abs): Truth => {
      const answer = truth(m, invoke(m, f, [item(), index, array], undefined));
      return negated ? (negate(m, answer) as Truth) : answer;
    };
    return search(m, array, {
      backwards: backwards ?? false,
      guess: guessFor(f),
      otherwise,
      found,
      result,
    });
  };

/** `indexOf` and its kin: from an index on, which counts from the end if it is negative. */
const finding =
  (otherwise: Abs, result: Search["result"], same: Sameness, backwards = false): Method =>
  (m, array, [sought, from]) => {
    const wanted = sought ?? undef;
    const start = from && fromEnd(m, array, from);
    const found = (item: () => Abs, index: Abs): Truth => {
      const matches = (): Abs => same(m, item(), wanted);
      if (start === undefined) return matches() as Truth;
      const inside = compare(m, backwards ? "<=" : ">=", index, start) as Truth;
      return branch(m, inside, matches, () => no) as Truth;
    };
    return search(m, array, { backwards, guess: [], otherwise, found, result });
  };

type Sameness = (m: Machine, item: Abs, wanted: Abs) => Abs;

const strictly: Sameness = (m, item, wanted) => equal(m, item, wanted, true);

/** As `includes` compares: NaN is found. */
const sameValue: Sameness = (m, item, wanted) => {
  if (item.kind === "const" && wanted.kind === "const") {
    return constant([item.value].includes(wanted.value));
  }
  const matches = equal(m, item, wanted, true);
  if (matches.kind === "const" || !isNumeric(item) || !isNumeric(wanted)) return matches;
  const isNaN = (x: Abs): Truth => compare(m, "!==", x, x) as Truth;
  const neither = branch(
    m,
    isNaN(wanted),
    () => isNaN(item),
    () => no,
  );
  if (neither.kind === "const" && neither.value === false) return matches;
  return bool(or(m.b, boolValue(m, matches), boolValue(m, neither)));
};

const theItem: Search["result"] = (item) => item;
const theIndex: Search["result"] = (_, index) => index;
const none = constant(-1);

export const searching: Readonly<Record<string, Method | undefined>> = {
  some: testing("some", { otherwise: no, result: () => yes }),
  every: testing("every", { otherwise: yes, result: () => no, negated: true }),
  find: testing("find", { otherwise: undef, result: theItem }),
  findIndex: testing("findIndex", { otherwise: none, result: theIndex }),
  findLast: testing("findLast", { otherwise: undef, result: theItem, backwards: true }),
  findLastIndex: testing("findLastIndex", { otherwise: none, result: theIndex, backwards: true }),
  indexOf: finding(none, theIndex, strictly),
  lastIndexOf: finding(none, theIndex, strictly, true),
  includes: finding(no, () => yes, sameValue),
};
