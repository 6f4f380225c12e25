import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { add, call, eq, forRange, ifElse, int, select, sub, zero } from "../ops/index.ts";
import {
  advanceStep,
  operand,
  operands,
  operandShadow,
  type Checkpointed,
  type Used,
} from "./checkpointed.ts";
import { keepContents, partsOf, putBack } from "./contents.ts";
import { hasShadow } from "./half.ts";
import { isDifferentiable, moveShadow, reversal } from "./replay.ts";
import { nextSnapshot } from "./schedule.ts";
import { Snapshots, type State } from "./snapshots.ts";
import { valuesOf } from "./tape.ts";
import { indexOf } from "./trips.ts";

/** What the forward half has left, by name. */
interface Left {
  readonly lo: Value | undefined;
  readonly start: State;
  readonly end: State;
  readonly used: Used;
  readonly n: Value;
  readonly s: Value;
  /** How many snapshots there are. */
  readonly taken: Value;
  readonly snapshots: Snapshots;
  readonly grown: readonly Value[];
  readonly once: readonly Value[];
}

function leftOf(b: Builder, { family, outlined, shape }: Checkpointed, tape: Value): Left {
  const { params, yields } = family.func(outlined.name).region;
  const values = valuesOf(b, tape);
  const take = (n: number): Value[] => values.splice(0, n);
  const bounds = take(outlined.bounds);
  const carried = take(outlined.carried);
  const own = take(params.length - bounds.length - carried.length);
  const twins = carried.filter(hasShadow).length;
  const shadows = take(twins);
  const used: Used = { values: own, shadows: take(own.filter(hasShadow).length) };
  const end: State = { carried: take(yields.length), shadows: take(twins) };
  const [n, s, taken] = take(3) as [Value, Value, Value];
  const snapshots = Snapshots.of(shape, take);
  const grown = take(snapshots.grownCount);
  const start = { carried, shadows };
  return { lo: bounds[0], start, end, used, n, s, taken, snapshots, grown, once: values };
}

/** The iterations backwards, from the last to the first. */
export function backwardHalf(c: Checkpointed): Func {
  const { family, outlined, active, varies, halves } = c;
  const func = family.func(outlined.name);
  const { params, yields } = func.region;
  const b = new Builder(func.span);
  const tape = b.param(halves.tape, "tape");
  const given = new Map(
    yields.map((v, i) => [i, isDifferentiable(v) ? b.param(v.type) : undefined]),
  );
  const first = outlined.bounds + outlined.carried;
  const collected = params
    .slice(first)
    .flatMap((p, i) =>
      active[first + i] === true && isDifferentiable(p) ? [b.param(p.type)] : [],
    );
  const left = leftOf(b, c, tape);
  const now = keepNow(b, c, left);
  putOnceBack(b, c, left);
  // carried values that vary, by position
  const moving = yields.flatMap((v, i) =>
    varies[outlined.index + i] === true && isDifferentiable(v) ? [i] : [],
  );
  const inits = [
    left.taken,
    ...left.grown,
    ...moving.map((i) => given.get(i) as Value),
    ...left.end.shadows,
    ...collected,
  ];
  const last = sub(b, left.n, int(b, 1));
  const ends = forRange(b, [last, int(b, -1), -1], inits, (inner, k, values) => {
    const rest = [...values];
    const [taken] = rest.splice(0, 1) as [Value];
    const grown = rest.splice(0, left.grown.length);
    const cts = rest.splice(0, moving.length);
    const shadows = rest.splice(0, left.end.shadows.length);
    const at = stateBefore(inner, c, left, k, taken, grown);
    const next = reverseStep(inner, c, left, k, at.state, { cts, moving, shadows, rest });
    return [at.taken, ...at.grown, ...next];
  });
  const rest = ends.slice(1 + left.grown.length);
  const cts = rest.splice(0, moving.length);
  const shadows = rest.splice(0, left.end.shadows.length);
  left.start.shadows.forEach((s, i) => moveShadow(b, s, shadows[i] as Value));
  for (const { memory, shadow, kept } of now) putBack(b, memory, shadow, kept);
  const results = moving.flatMap((i, k) =>
    active[outlined.bounds + i] === true ? [cts[k] as Value] : [],
  );
  return cloneFunc({
    name: halves.backward,
    region: b.finish([...results, ...rest]),
    span: func.span,
  });
}

interface At {
  readonly state: State;
  readonly taken: Value;
  readonly grown: readonly Value[];
}

/** The state before iteration `k`: that of the last snapshot, or from there on. */
function stateBefore(
  b: Builder,
  c: Checkpointed,
  { lo, used, s, snapshots, start }: Left,
  k: Value,
  taken: Value,
  grown: readonly Value[],
): At {
  const one = int(b, 1);
  const top = sub(b, taken, one);
  const from = snapshots.step(b, top);
  const end = add(b, k, one);
  const state = snapshots.restore(b, top, grown, (i, carried) => operand(c, carried, used, i));
  // a snapshot of the very iteration is not needed again
  const there = select(b, eq(b, from, k), top, taken);
  const next = nextSnapshot(b, from, end, sub(b, s, taken));
  const inits = [there, next, ...grown, ...state.carried, ...state.shadows];
  const ends = forRange(b, [from, k, 1], inits, (inner, at, values) => {
    const [count, due, ...rest] = values as [Value, Value, ...Value[]];
    const lists = rest.splice(0, grown.length);
    const here = {
      carried: rest.slice(0, start.carried.length),
      shadows: rest.slice(start.carried.length),
    };
    const kept = ifElse(
      inner,
      eq(inner, at, due),
      (then) => {
        const more = snapshots.take(then, count, at, here, lists, (i) =>
          operand(c, here.carried, used, i),
        );
        const fresh = add(then, count, int(then, 1));
        return [fresh, nextSnapshot(then, at, end, sub(then, s, fresh)), ...more];
      },
      () => [count, due, ...lists],
    );
    const [, after] = advanceStep(inner, c, "again", indexAt(inner, c, lo, at), here, used);
    return [...kept, ...after.carried, ...after.shadows];
  });
  const rest = ends.slice(2);
  const lists = rest.splice(0, grown.length);
  const { length } = start.carried;
  return {
    state: { carried: rest.slice(0, length), shadows: rest.slice(length) },
    taken: ends[0] as Value,
    grown: lists,
  };
}

function indexAt(b: Builder, { outlined }: Checkpointed, lo: Value | undefined, k: Value): Value[] {
  return lo === undefined ? [] : [indexOf(b, k, lo, outlined.loop.attrs["step"] as number)];
}

/** What the reverse sweep carries from an iteration to the one before. */
interface Carried {
  /** Cotangents of the carried values that vary, and which these are. */
  readonly cts: readonly Value[];
  readonly moving: readonly number[];
  readonly shadows: readonly Value[];
  /** What has been collected for numbers that the loop uses. */
  readonly rest: readonly Value[];
}

function reverseStep(
  b: Builder,
  c: Checkpointed,
  { lo, used }: Left,
  k: Value,
  state: State,
  { cts, moving, shadows, rest }: Carried,
): Value[] {
  const { family, outlined, varies } = c;
  const { params, yields } = family.func(outlined.step).region;
  const first = outlined.index + outlined.carried;
  const through = params.map((_, i) => i >= first);
  const again = reversal(family, { func: outlined.step, active: varies, through }, c.split);
  const seeds = yields.flatMap((v, i) => {
    if (!isDifferentiable(v)) return [];
    return [cts[moving.indexOf(i - outlined.again)] ?? zero(b, v.type)];
  });
  const given = [...operands(indexAt(b, c, lo, k), state, used), ...shadows, ...seeds, ...rest];
  const types = [...cts, ...rest].map((v) => v.type);
  const parts = call(b, again, given, types);
  return [...parts.slice(0, cts.length), ...state.shadows, ...parts.slice(cts.length)];
}

interface Now {
  readonly memory: Value;
  readonly shadow: Value | undefined;
  readonly kept: readonly Value[];
}

/** What the caller will see: the reverse sweep writes over it. */
function keepNow(b: Builder, c: Checkpointed, { start, end, used }: Left): Now[] {
  const { shape, outlined } = c;
  return shape.written.flatMap((i) => {
    const isCarried = i < outlined.index + outlined.carried;
    return (isCarried ? [start, end] : [start]).map((state): Now => {
      const memory = operand(c, state.carried, used, i);
      const shadow = operandShadow(c, state, used, i);
      return { memory, shadow, kept: keepContents(b, memory, shadow) };
    });
  });
}

function putOnceBack(b: Builder, c: Checkpointed, { start, used, once }: Left): void {
  const parts = [...once];
  for (const i of c.shape.once) {
    const memory = operand(c, start.carried, used, i);
    const shadow = operandShadow(c, start, used, i);
    putBack(b, memory, shadow, parts.splice(0, partsOf(memory, shadow)));
  }
}
