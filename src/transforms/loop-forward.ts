import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { heldSize } from "../ir/storage.ts";
import { tangentType } from "../ir/tangent.ts";
import { elemFor, type Type } from "../ir/types.ts";
import {
  add,
  clampI32,
  div,
  eq,
  forRange,
  gt,
  ifElse,
  int,
  loopWhile,
  lt,
  mul,
  num,
  or,
  select,
  sub,
  toF64,
} from "../ops/index.ts";
import {
  advanceStep,
  operand,
  operandShadow,
  type Checkpointed,
  type Used,
} from "./checkpointed.ts";
import { keepContents } from "./contents.ts";
import { hasShadow } from "./half.ts";
import { streamsOf, walkReach, type Stream } from "./reach.ts";
import { mostSnapshots, nextSnapshot, Online } from "./schedule.ts";
import { Snapshots, type State } from "./snapshots.ts";
import { tapeOf } from "./tape.ts";
import { indexOf, tripCount } from "./trips.ts";

/** Where the number of iterations is not known, there is room for so many snapshots at most. */
const mostOnline = 2 ** 16;

/** How far the loop is, and what it has kept. */
interface Progress {
  readonly used: Value;
  /** When the next snapshot is due. */
  readonly next: Value;
  readonly grown: readonly Value[];
  readonly state: State;
}

/** The loop, taking snapshots. */
export function forwardHalf(c: Checkpointed): Func {
  const { family, outlined, shape, halves } = c;
  const func = family.func(outlined.name);
  const { params } = func.region;
  const b = new Builder(func.span);
  const given = params.map((p) => b.param(p.type, p.hint));
  const shadows = params.filter(hasShadow).map((p) => b.param(tangentType(p.type) as Type));
  const end = outlined.bounds + outlined.carried;
  const twins = params.slice(0, end).filter(hasShadow).length;
  const start: State = {
    carried: given.slice(outlined.bounds, end),
    shadows: shadows.slice(0, twins),
  };
  const used: Used = { values: given.slice(end), shadows: shadows.slice(twins) };
  const once = shape.once.flatMap((i) =>
    keepContents(b, operand(c, start.carried, used, i), operandShadow(c, start, used, i)),
  );
  const counted = outlined.bounds > 0;
  const run = counted ? countedLoop : openLoop;
  const { n, s, snapshots, progress } = run(b, c, given, start, used);
  const { state } = progress;
  const results = [...state.carried, ...state.shadows];
  const tape = tapeOf(b, halves.tape, [
    ...given,
    ...shadows,
    ...results,
    n,
    s,
    progress.used,
    ...snapshots.fixed,
    ...progress.grown,
    ...once,
  ]);
  return cloneFunc({ ...func, name: halves.name, region: b.finish([...results, tape]) });
}

interface Run {
  readonly n: Value;
  readonly s: Value;
  readonly snapshots: Snapshots;
  readonly progress: Progress;
}

function countedLoop(
  b: Builder,
  c: Checkpointed,
  [lo, hi]: readonly Value[],
  start: State,
  used: Used,
): Run {
  const step = c.outlined.loop.attrs["step"] as number;
  const n = tripCount(b, lo as Value, hi as Value, step);
  const s = least(b, room(b, c, start, used, mostSnapshots), most(b, n, int(b, 1)));
  const snapshots = Snapshots.make(b, c.shape, s);
  const inits = [int(b, 0), int(b, 0), ...snapshots.grown(b), ...start.carried, ...start.shadows];
  const ends = forRange(b, [int(b, 0), n, 1], inits, (inner, at, carried) => {
    const before = progressOf(snapshots, start, carried);
    // the state before the last iteration is what the reverse sweep begins with
    const last = eq(inner, at, sub(inner, n, int(inner, 1)));
    const due = or(inner, eq(inner, at, before.next), last);
    const now = takeIf(inner, due, c, snapshots, at, before, used, (then) => {
      const left = sub(then, sub(then, s, before.used), int(then, 1));
      return [before.used, nextSnapshot(then, at, n, left)];
    });
    const index = [indexOf(inner, at, lo as Value, step)];
    const [, next] = advanceStep(inner, c, "first", index, before.state, used);
    return [...now, ...next.carried, ...next.shadows];
  });
  return { n, s, snapshots, progress: progressOf(snapshots, start, ends) };
}

function openLoop(b: Builder, c: Checkpointed, _: readonly Value[], start: State, used: Used): Run {
  const s = room(b, c, start, used, mostOnline);
  const snapshots = Snapshots.make(b, c.shape, s);
  const online = new Online(b, s);
  const inits = [int(b, 0), int(b, 0), ...snapshots.grown(b), ...start.carried, ...start.shadows];
  const [n, ...ends] = loopWhile(b, [int(b, 0), ...inits], (inner, [at, ...carried]) => {
    const before = progressOf(snapshots, start, carried);
    const due = eq(inner, at as Value, before.next);
    const now = takeIf(inner, due, c, snapshots, at as Value, before, used, (then) =>
      online.take(then, at as Value, before.used),
    );
    const [again, next] = advanceStep(inner, c, "first", [], before.state, used);
    const count = add(inner, at as Value, int(inner, 1));
    return [again as Value, count, ...now, ...next.carried, ...next.shadows];
  });
  return { n: n as Value, s, snapshots, progress: progressOf(snapshots, start, ends) };
}

function progressOf(snapshots: Snapshots, { carried }: State, values: readonly Value[]): Progress {
  const [used, next, ...rest] = values;
  const grown = rest.splice(0, snapshots.grownCount);
  const state = { carried: rest.slice(0, carried.length), shadows: rest.slice(carried.length) };
  return { used: used as Value, next: next as Value, grown, state };
}

/**
 * Takes a snapshot of the state `before` step `at`, if one is `due`, as the number that `place` says
 * beside when the next one is. Gives how many there are, when the next is due, and what has grown.
 */
function takeIf(
  b: Builder,
  due: Value,
  c: Checkpointed,
  snapshots: Snapshots,
  at: Value,
  before: Progress,
  used: Used,
  place: (b: Builder) => readonly [slot: Value, next: Value],
): readonly Value[] {
  const { state, grown } = before;
  return ifElse(
    b,
    due,
    (then) => {
      const [slot, next] = place(then);
      const more = snapshots.take(then, slot, at, state, grown, (i) =>
        operand(c, state.carried, used, i),
      );
      return [add(then, slot, int(then, 1)), next, ...more];
    },
    () => [before.used, before.next, ...grown],
  );
}

/** How many snapshots the budget is good for: at least one, and `limit` at most. */
function room(b: Builder, c: Checkpointed, start: State, used: Used, limit: number): Value {
  const { budget, shape } = c;
  if (budget.kind === "snapshots") return int(b, Math.max(1, Math.min(budget.most, limit)));
  const values = shape.carried.filter(({ keeping }) => keeping === "value");
  const own = values.reduce(
    (sum, { param }) => sum + Math.max(8, heldSize(elemFor(param.type))),
    0,
  );
  const lists: readonly (readonly [Value, Type])[] = [
    ...shape.carried.flatMap(({ keeping, param }, i): [Value, Type][] =>
      keeping === "copy" ? [[start.carried[i] as Value, param.type]] : [],
    ),
    ...shape.contents.map(
      ({ index, param }) => [operand(c, start.carried, used, index), param.type] as const,
    ),
  ];
  const fixed = num(b, 4 + own + 4 * lists.length);
  const bytes = lists.reduce((sum, [m, type]) => {
    const streams = streamsOf(type, { links: false, shadow: false });
    const sizes = walkReach(b, { m, streams, at: streams.map(() => int(b, 0)) });
    return sizes.reduce((all, n, i) => {
      const each = num(b, heldSize((streams[i] as Stream).type.elem));
      return add(b, all, mul(b, each, toF64(b, n)));
    }, sum);
  }, fixed);
  // memory that grows may have twice the room it needs
  const count = clampI32(b, div(b, num(b, budget.bytes / 2), bytes));
  return most(b, least(b, count, int(b, limit)), int(b, 1));
}

function least(b: Builder, x: Value, y: Value): Value {
  return select(b, lt(b, x, y), x, y);
}

function most(b: Builder, x: Value, y: Value): Value {
  return select(b, gt(b, x, y), x, y);
}
