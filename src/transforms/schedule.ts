/**
 * Where to take snapshots of a chain of steps whose reversal needs the state before each. `c`
 * snapshots, the one at the start of the chain among them, reverse β(c, r) = (c + r)! / (c! r!)
 * steps so that none is repeated more than r times, and no schedule reverses more (Griewank 1992).
 *
 * All is computed when running, by the instructions that these functions emit. Numbers of steps
 * are f64 here: the products below are exact as long as there are fewer than 2^22 snapshots.
 */
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { memOf } from "../ir/types.ts";
import {
  add,
  allocate,
  and,
  clampI32,
  div,
  eq,
  ge,
  ifElse,
  int,
  load,
  loopWhile,
  lt,
  min,
  mul,
  num,
  select,
  storeTo,
  sub,
  toF64,
  toInt32,
} from "../ops/index.ts";

/** A step at which no snapshot is taken: comes never. */
export const never = -1;

/** More snapshots than these would not be exact. */
export const mostSnapshots: number = 2 ** 20;

/**
 * The step, counted from the start of the whole chain, at which the next snapshot is taken, or
 * `never`. The last snapshot is at step `from`, `left` can be taken after it, and the chain is to be
 * reversed from `to` on. Run again at each snapshot it gives the schedule of least repetitions
 * (Griewank & Walther 2000), of those the one with the fewest snapshots.
 */
export function nextSnapshot(b: Builder, from: Value, to: Value, left: Value): Value {
  const steps = sub(b, to, from);
  const worth = and(b, ge(b, left, int(b, 1)), ge(b, steps, int(b, 2)));
  return ifElse(
    b,
    worth,
    (inner) => [add(inner, from, firstPart(inner, steps, add(inner, left, int(inner, 1))))],
    (inner) => [int(inner, never)],
  )[0] as Value;
}

// With β = β(c, r) the least that reaches `steps`: min(β(c, r - 1), steps - β(c - 1, r - 1)).
function firstPart(b: Builder, steps: Value, snapshots: Value): Value {
  const [l, c] = [toF64(b, steps), toF64(b, snapshots)];
  const [r, reach] = loopWhile(b, [num(b, 0), num(b, 1)], (inner, carried) => {
    const [r0, reach0] = carried as [Value, Value];
    const short = lt(inner, reach0, l);
    const more = ifElse(
      inner,
      short,
      (then) => {
        const next = add(then, r0, num(then, 1));
        return [next, div(then, mul(then, reach0, add(then, c, next)), next)];
      },
      () => [r0, reach0],
    );
    return [short, ...more];
  }) as [Value, Value];
  const before = div(b, mul(b, reach, r), add(b, c, r));
  const rest = div(b, mul(b, before, c), sub(b, add(b, c, r), num(b, 1)));
  return toInt32(b, min(b, before, sub(b, l, rest)));
}

/**
 * Snapshots of a chain whose length is not known while it runs. Snapshot j, of s, starts a part of
 * the chain that is complete with r repetitions when it has β(s - j, r) steps. Then a snapshot is
 * taken at its end, for a part of β(s - j - 1, r + 1) steps; when that is complete it is dropped,
 * and the part of snapshot j is complete with r + 1. So at any time no step will be repeated more
 * often than by the best schedule for the steps so far: the bound of Wang, Moin & Iaccarino (2009).
 */
export class Online {
  readonly #s: Value;
  readonly #repeats: Value;
  /** Steps that the part of a snapshot has when it is complete next. */
  readonly #reach: Value;
  /** The step at which the part of a snapshot ends for good. */
  readonly #limit: Value;

  /** For `s` snapshots. */
  constructor(b: Builder, s: Value) {
    this.#s = s;
    const list = (): Value => allocate(b, memOf("f64"), s);
    [this.#repeats, this.#reach, this.#limit] = [list(), list(), list()];
  }

  /** At step `at`: which snapshot it is taken as, `used` being there, and when the next one is due. */
  take(b: Builder, at: Value, used: Value): readonly [slot: Value, next: Value] {
    const first = eq(b, used, int(b, 0));
    const [slot, limit] = ifElse(
      b,
      first,
      (inner) => [int(inner, 0), num(inner, Infinity)],
      (inner) => this.#after(inner, at, sub(inner, used, int(inner, 1))),
    ) as [Value, Value];
    storeTo(b, this.#repeats, slot, num(b, 0));
    storeTo(b, this.#reach, slot, num(b, 1));
    storeTo(b, this.#limit, slot, limit);
    const last = eq(b, add(b, slot, int(b, 1)), this.#s);
    const end = select(b, first, int(b, never), clampI32(b, limit));
    return [slot, select(b, last, end, add(b, at, int(b, 1)))];
  }

  // Drops the snapshots whose part ends at `at`; the place and the limit of the new one.
  #after(b: Builder, at: Value, top: Value): readonly Value[] {
    const here = toF64(b, at);
    const [open] = loopWhile(b, [top], (inner, [j]) => {
      const ends = eq(inner, load(inner, this.#limit, j as Value), here);
      const next = ifElse(
        inner,
        ends,
        (then) => [this.#repeatOnce(then, sub(then, j as Value, int(then, 1)))],
        () => [j as Value],
      );
      return [ends, ...next];
    }) as [Value];
    const [c, r] = [this.#snapshotsFrom(b, open), load(b, this.#repeats, open)];
    const part = div(b, mul(b, load(b, this.#reach, open), c), add(b, r, num(b, 1)));
    return [add(b, open, int(b, 1)), add(b, here, part)];
  }

  #repeatOnce(b: Builder, j: Value): Value {
    const more = add(b, load(b, this.#repeats, j), num(b, 1));
    const reach = load(b, this.#reach, j);
    storeTo(b, this.#repeats, j, more);
    const c = this.#snapshotsFrom(b, j);
    storeTo(b, this.#reach, j, div(b, mul(b, reach, add(b, c, more)), more));
    return j;
  }

  #snapshotsFrom(b: Builder, j: Value): Value {
    return toF64(b, sub(b, this.#s, j));
  }
}
