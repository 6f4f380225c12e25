// What is known inside of a branch from its having been taken.
import type { Value } from "../ir/func.ts";
import { not } from "../ops/bits.ts";
import type { Branch, Machine } from "./machine.ts";
import type { State } from "./state.ts";
import type { Abs } from "./values.ts";

/** A condition, and what it is. */
type Fact = readonly [condition: Value, is: boolean];

/** What follows from a condition's being true, and from its being false. */
const followsTrue = new WeakMap<Value, readonly Fact[]>();
const followsFalse = new WeakMap<Value, readonly Fact[]>();

/** The opposite of a condition. */
export function opposite(m: Machine, condition: Value): Value {
  const value = not(m.b, condition);
  followsTrue.set(value, [[condition, false]]);
  followsFalse.set(value, [[condition, true]]);
  return value;
}

/** Notes that `value` is all of some conditions (`&&`), or any of them (`||`). */
export function follows(value: Value, op: "&&" | "||", all: readonly Value[]): void {
  const parts = all.filter((part) => part !== value);
  if (op === "&&")
    followsTrue.set(
      value,
      parts.map((part) => [part, true]),
    );
  else
    followsFalse.set(
      value,
      parts.map((part) => [part, false]),
    );
}

/** The two sides of a condition, each of which knows what it is. */
export function openSides(m: Machine, condition: Value): readonly [Branch, Branch] {
  const sides = [m.open(), m.open()] as const;
  learn(sides[0].state, condition, true);
  learn(sides[1].state, condition, false);
  return sides;
}

function learn(state: State, condition: Value, is: boolean): void {
  state.known.set(condition, is);
  const more = (is ? followsTrue : followsFalse).get(condition) ?? [];
  for (const [other, value] of more) learn(state, other, value);
}

/** A value of which some paths may be ruled out here. */
export function settled(m: Machine, abs: Abs): Abs {
  if (abs.kind === "maybe") {
    const there = m.state.knows(abs.present);
    if (there !== undefined) return there ? settled(m, abs.value) : abs.absent;
  }
  if (abs.kind === "choice") {
    const first = m.state.knows(abs.first);
    if (first !== undefined) return settled(m, abs.of[first ? 0 : 1]);
  }
  return abs;
}
